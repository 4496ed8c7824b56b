"""Writes to flash what had to wait until no session plays: patterns, settings, the usage log.

A flash that erases stands still for tens of milliseconds, and that would be felt.
"""

from sole.store import StoreError

RETRY_S = 60
"""A full flash may have room again by then."""


class Saving:
    """A chore. `kept` are things with `unsaved` and `save()`: the settings and the usage log."""

    def __init__(self, massager, link, uploads, kept):
        self._massager = massager
        self._link = link
        self._uploads = uploads
        self._kept = kept
        self._retry_s = 0

    def run(self):
        """Once in each slack."""
        if self._massager.session.machine.active:
            return
        if self._uploads.waiting:
            self._settle()
        for one in self._kept:
            if one.unsaved and self._massager.uptime_s() >= self._retry_s:
                if not one.save():
                    self._retry_s = self._massager.uptime_s() + RETRY_S
                self._massager.flash_was_written()

    def _settle(self):
        """Writes the patterns that came while a session played."""
        names = list(self._uploads.waiting)
        try:
            self._uploads.settle()
            self._link.event("stored", {"names": names})
        except StoreError as error:
            self._link.event("lost", {"names": names, "code": error.code, "say": error.say})
        self._massager.flash_was_written()
