"""Requests about faults: what happened, and clearing what is over."""

from sole.core import faults
from sole.core.folding import const
from sole.refusal import RefusalError, whole

_FAULTS_SIZE = const(8)


class FaultRequests:
    """`verbs` maps each request's word to what answers it. `log` is the `FaultLog`."""

    def __init__(self, massager, log):
        self._massager = massager
        self._log = log
        self.verbs = {"faults": self._faults, "clear": self._clear}

    def _faults(self, request):
        """The ring, newest first, a few at a time, and what is latched."""
        first = whole(request, "from", 0, 10000, 0)
        entries = self._log.entries[::-1]
        following = first + _FAULTS_SIZE
        return {
            "latched": self._massager.supervisor.latch.codes(),
            "self_test": self._massager.self_test,
            "entries": entries[first:following],
            "next": following if following < len(entries) else None,
        }

    def _clear(self, request):
        code = request.get("code")
        if code not in faults.CODES:
            raise RefusalError("bad-args", "code must be one of " + " ".join(faults.CODES))
        index = faults.CODES.index(code)
        massager = self._massager
        if massager.supervisor.latch.has(index) and not massager.session.may_raise:
            say = "a session plays that was started at the button, and would heat again"
            raise RefusalError("not-live", say)
        self._clear_index(index)
        return {}

    def _clear_index(self, index):
        supervisor = self._massager.supervisor
        if not supervisor.latch.has(index):
            raise RefusalError("no-fault", "%s is not latched" % faults.CODES[index])
        if not self._massager.may_clear(index):
            raise RefusalError("fault-lasts", "%s is still there" % faults.CODES[index])
        self._massager.clear(index)
        if index == faults.SAFE_MODE:
            self._log.bites = 0
        self._log.keep(supervisor.latch)
        self._log.save()
        self._massager.flash_was_written()

    def clear_by_button(self):
        """Clears every fault whose condition has gone: a person holds the button for it."""
        for index in range(len(faults.CODES)):
            try:
                self._clear_index(index)
            except RefusalError:
                pass  # it lasts, or was not latched
