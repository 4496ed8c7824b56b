"""Requests about what is set for good: settings, set, clock."""

from sole.core import calendar
from sole.core.settings import SettingsError
from sole.refusal import RefusalError

_NO_SETTINGS = ("id", "do")
"""Keys of every request."""


class SettingsRequests:
    """`verbs` maps each request's word to what answers it. `settings` is the Settings, `clock`
    the WallClock, `keeper` the BedtimeKeeper, which follows both."""

    def __init__(self, massager, settings, clock, keeper):
        self._massager = massager
        self._settings = settings
        self._clock = clock
        self._keeper = keeper
        self.verbs = {"settings": self._show, "set": self._set, "clock": self._set_clock}

    def _show(self, _request):
        """All of them, whether they are on flash, the clock, and whether tonight's invitation
        is over."""
        told = dict(self._settings.values)
        told["stored"] = not self._settings.unsaved
        told["broken"] = self._settings.broken
        told["clock"] = self._now()
        told["answered"] = self._keeper.answered
        return told

    def _now(self):
        now = self._clock.read()
        return None if now is None else calendar.text(*now)

    def _set(self, request):
        """Changes what is named. While a session plays it is kept in memory: flash waits."""
        changes = {key: request[key] for key in request if key not in _NO_SETTINGS}
        try:
            self._settings.change(changes)
        except SettingsError as error:
            raise RefusalError("bad-args", error.say)
        self._massager.follow(changes)
        if self._settings.unsaved and not self._massager.session.active:
            self._settings.save()
            self._massager.flash_was_written()
        self._keeper.look()
        return self._show(request)

    def _set_clock(self, request):
        """The host tells its local time."""
        try:
            day, second = calendar.parse(request.get("local"))
        except calendar.CalendarError as error:
            raise RefusalError("bad-args", "local: %s" % error.say)
        self._clock.set(day, second)
        self._keeper.look()
        return {"clock": self._now()}
