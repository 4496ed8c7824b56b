# mypy: ignore-errors
"""`select` whose waiting follows the virtual clock."""

import world as _world
from uselect import POLLERR, POLLHUP, POLLIN, POLLOUT  # noqa: F401
from uselect import poll as _poll

_clock = _world.world.clock


class poll:  # noqa: N801 - the name is MicroPython's
    def __init__(self):
        self._real = _poll()
        self.register = self._real.register
        self.unregister = self._real.unregister
        self.modify = self._real.modify
        self._ready = self._any_ready

    def _any_ready(self, wall_ms):
        for _ in self._real.ipoll(wall_ms):
            return True
        return False

    def _wait(self, timeout_ms):
        """Whether anything is ready."""
        return _clock.wait(timeout_ms * 1000 if timeout_ms >= 0 else -1, self._ready)

    def poll(self, timeout=-1):
        return self._real.poll(0) if self._wait(timeout) else []

    def ipoll(self, timeout=-1, flags=0):
        return self._real.ipoll(0, flags) if self._wait(timeout) else ()
