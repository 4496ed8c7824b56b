"""Keeps the faults that are latched on flash, and tells the host of new ones."""

from sole.core import faults
from sole.core.folding import const

RETRY_S = 60
_GOOD_RUN_S = const(60)
"""After this long the watchdog's bites are no longer "in a row"."""


class FaultKeeping:
    """A chore over `log`, the `FaultLog`."""

    def __init__(self, massager, link, log):
        self._massager = massager
        self._link = link
        self._log = log
        self._unsaved = False
        self._retry_s = 0
        self._logged = 0
        for code in log.latched:  # what a start found out anew is still to be noted
            self._logged |= 1 << faults.CODES.index(code)

    def run(self):
        """Once in each slack."""
        mask = self._massager.supervisor.latch.mask
        if mask & ~self._logged:
            self._log_faults(mask & ~self._logged)
        self._logged = mask
        if self._unsaved and self._massager.uptime_s() >= self._retry_s:
            self._save()
        safe_mode = mask & 1 << faults.SAFE_MODE
        if self._log.bites and not safe_mode and self._massager.uptime_s() >= _GOOD_RUN_S:
            self._log.bites = 0
            self._save()

    def _log_faults(self, new):
        """Keeps what is latched, so that a reset does not undo it, and tells the host.

        Written even while a session plays: a fault matters more than a tick.
        """
        latch = self._massager.supervisor.latch
        for index in range(len(faults.CODES)):
            if new & 1 << index:
                self._log.note(faults.CODES[index], *self._massager.circumstances())
        self._log.keep(latch)
        self._save()
        self._link.event("fault", {"latched": latch.codes()})

    def _save(self):
        """Once a minute until it is on flash: a full one may have room again by then."""
        self._unsaved = not self._log.save()
        self._retry_s = self._massager.uptime_s() + RETRY_S
        self._massager.flash_was_written()
