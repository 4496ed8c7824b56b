"""Keeps bedtime: reads the clock once a second and tells `sole.core.bedtime`."""

from sole.core.bedtime import INVITE_UNTIL_MIN, Bedtime
from sole.core.calendar import minutes


class BedtimeKeeper:
    """`settings` is the Settings, `clock` has `read()` as `sole.hal.WallClock`; `last_start_min`
    is the minute since 2000 at which the last session on flash began, or None.

    What was answered before a reset is known from that session alone: an invitation that was
    only waved off comes again after a reset, while its half hour lasts.
    """

    def __init__(self, settings, clock, last_start_min=None):
        self._settings = settings
        self._clock = clock
        self._bedtime = Bedtime()
        self._setting = None
        self._looked_s = -1
        self._clock_is_set = False
        self._take_setting()
        self._bedtime.answered_at(last_start_min)

    def _take_setting(self):
        self._setting = self._settings.values["bedtime"]
        self._bedtime.change(self._setting)

    def run(self, uptime_s):
        """To be called in the slack of every tick; looks at the clock when `uptime_s` changed."""
        if uptime_s == self._looked_s:
            return
        self._looked_s = uptime_s
        self.look()

    def look(self):
        """Looks at settings and clock: at once, when either was changed."""
        self._take_setting()
        now = self._clock.read()
        self._clock_is_set = now is not None
        if now is None:
            self._bedtime.update(None, 0)
        else:
            self._bedtime.update(minutes(*now), now[1] % 60)

    @property
    def inviting(self):
        """Whether the light is to invite."""
        return self._bedtime.inviting

    @property
    def answered(self):
        """Whether the invitation of this very half hour was accepted or declined."""
        left_ms = self._bedtime.left_ms
        return not self.inviting and left_ms is not None and left_ms > INVITE_UNTIL_MIN * 60000

    @property
    def pulse_due(self):
        """Whether the soft pulse of the motors is to be given now; then call `pulsed`."""
        return self._bedtime.pulse_due

    def pulsed(self):
        """The pulse was given."""
        self._bedtime.pulsed()

    @property
    def left_ms(self):
        """Milliseconds from now to bedtime if that is at most an hour away, else None."""
        return self._bedtime.left_ms

    @property
    def routine(self):
        """Name of the pattern for bedtime, or None without a bedtime."""
        return None if self._setting is None else self._setting["routine"]

    @property
    def why(self):
        """A sentence that tells why a bedtime is not kept, or None."""
        if self._setting is None or self._clock_is_set:
            return None
        return "the clock is not set: bedtime needs it after each loss of power"

    def answer(self):
        """A session is active, or a person waved the invitation off: it does not come again."""
        self._bedtime.answer()
