"""Requests about the past: the sessions that were, and the hours of motors and pad."""

from sole.core.folding import const
from sole.refusal import whole

_LOG_SIZE = const(8)
"""Sessions of the longest names and numbers that fit a frame of 1,024 bytes."""


class UsageRequests:
    """`verbs` maps each request's word to what answers it. `usage` is the Usage."""

    def __init__(self, usage):
        self._usage = usage
        self.verbs = {"log": self._log, "hours": self._hours}

    def _log(self, request):
        """The sessions, newest first, a few at a time."""
        first = whole(request, "from", 0, 10000, 0)
        sessions, following = self._usage.sessions(first, _LOG_SIZE)
        return {"sessions": sessions, "next": following}

    def _hours(self, _request):
        return self._usage.totals()
