"""What waits for the slack of a tick: garbage, the fault log, the button's wishes, flash."""

from sole.core import faults
from sole.store import StoreError

COLLECT_TICKS = 50
COLLECT_MS = 10
"""Garbage is collected once a second, in a slack at least this long."""
RETRY_S = 60
GOOD_RUN_S = 60
"""After this long the watchdog's bites are no longer "in a row"."""


class Chores:
    """Done by the loop between two ticks. `collect()` collects garbage.

    `by_button`: the SessionRequests and FaultRequests, for what the button asks for too.
    """

    def __init__(self, massager, link, by_button, uploads, log, collect):
        self._massager = massager
        self._link = link
        self._session_requests, self._fault_requests = by_button
        self._uploads = uploads
        self._log = log
        self._collect = collect
        self._collect_in = COLLECT_TICKS
        self._unsaved = False
        self._retry_s = 0
        self._logged = 0
        for code in log.latched:  # what a start found out anew is still to be noted
            self._logged |= 1 << faults.CODES.index(code)

    def run(self, left_ms):
        """Does what is due; `left_ms` of the tick are left."""
        self._collect_in -= 1
        if self._collect_in <= 0 and left_ms >= COLLECT_MS:
            self._collect_in = COLLECT_TICKS
            self._collect()
        self._keep_log()
        self._fulfil_wishes()
        if self._uploads.waiting and not self._massager.session.active:
            self._settle()

    def _keep_log(self):
        mask = self._massager.supervisor.latch.mask
        if mask & ~self._logged:
            self._log_faults(mask & ~self._logged)
        self._logged = mask
        if self._unsaved and self._massager.uptime_s() >= self._retry_s:
            self._save_log()
        good_run = self._massager.uptime_s() >= GOOD_RUN_S
        if self._log.bites and good_run and not mask & 1 << faults.SAFE_MODE:
            self._log.bites = 0
            self._save_log()

    def _log_faults(self, new):
        """Keeps what is latched, so that a reset does not undo it, and tells the host.

        Written even while a session plays: a fault matters more than a tick.
        """
        latch = self._massager.supervisor.latch
        for index in range(len(faults.CODES)):
            if new & 1 << index:
                self._log.note(faults.CODES[index], *self._massager.circumstances())
        self._log.keep(latch)
        self._save_log()
        self._link.event("fault", {"latched": latch.codes()})

    def _save_log(self):
        """Once a minute until it is on flash: a full one may have room again by then."""
        self._unsaved = not self._log.save()
        self._retry_s = self._massager.uptime_s() + RETRY_S
        self._massager.flash_was_written()

    def _fulfil_wishes(self):
        """What a person asked for at the button and takes longer than a tick may."""
        if self._massager.clear_wanted:
            self._massager.clear_wanted = False
            self._fault_requests.clear_by_button()
        if self._massager.start_wanted:
            self._massager.start_wanted = False
            self._session_requests.start_by_button()

    def _settle(self):
        """Writes the patterns that came while a session played."""
        names = list(self._uploads.waiting)
        try:
            self._uploads.settle()
            self._link.event("stored", {"names": names})
        except StoreError as error:
            self._link.event("lost", {"names": names, "code": error.code, "say": error.say})
        self._massager.flash_was_written()
