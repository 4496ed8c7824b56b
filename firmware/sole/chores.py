"""What waits for the slack of a tick: garbage, and a list of jobs that each look whether
something is due."""

from sole.core.folding import const

_COLLECT_TICKS = const(50)
_COLLECT_MS = const(10)
"""Garbage is collected once a second, in a slack at least this long."""


class Chores:
    """Done by the loop between two ticks. `collect()` collects garbage; each job has `run()`."""

    def __init__(self, collect, jobs):
        self._collect = collect
        self._jobs = jobs
        self._collect_in = _COLLECT_TICKS

    def run(self, left_ms):
        """Does what is due; `left_ms` of the tick are left."""
        self._collect_in -= 1
        if self._collect_in <= 0 and left_ms >= _COLLECT_MS:
            self._collect_in = _COLLECT_TICKS
            self._collect()
        for job in self._jobs:
            job.run()
