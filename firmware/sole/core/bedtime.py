"""When the device invites to a massage before bed.

An appropriate time is 30 minutes to an hour before going to bed, says the article that the
project follows. From 60 to 30 minutes before bedtime, in the evenings chosen, `inviting` is true
until someone answers. Nothing here starts anything: nobody may be there to feel the heat.

A bedtime before noon belongs to the evening before: 00:30 with Monday alone invites on Monday
at 23:30.
"""

from sole.core.calendar import DAY_MIN, weekday
from sole.core.folding import const

INVITE_FROM_MIN = 60
INVITE_UNTIL_MIN = 30
_MIDDAY_MIN = const(720)
_REMEMBERED = const(8)
"""Bedtimes that are over: a clock set back by up to a week does not bring one back."""


def next_bedtime_min(bedtime, now_min):
    """Minute since 2000 of the next bedtime whose invitation is not over at minute `now_min`.

    `bedtime` is the setting (a dict). The invitation is from 60 to 30 minutes before.
    """
    at_min = now_min + (bedtime["at_min"] - now_min) % DAY_MIN
    while at_min - now_min <= INVITE_UNTIL_MIN or not _chosen(bedtime, at_min):
        at_min += DAY_MIN
    return at_min


def _chosen(bedtime, at_min):
    """Whether the evening of the bedtime at minute `at_min` is one of the chosen days."""
    evening = (at_min - _MIDDAY_MIN) // DAY_MIN
    return bool(bedtime["days"] >> weekday(evening) & 1)


class Bedtime:
    """Follows the clock, minute by minute.

    `inviting`: the light is to breathe. `pulse_due`: one soft pulse of the motors is to be
    given, if the setting wishes it. `left_ms`: from now to bedtime if that is at most an hour
    away, for a session that begins now; else None.
    """

    def __init__(self):
        self.inviting = False
        self.pulse_due = False
        self.left_ms = None
        self._setting = None
        self._at_min = None
        self._over = []
        self._pulsed = None

    def change(self, setting):
        """Takes the setting over, a dict, or None for no bedtime; `update` acts on it."""
        self._setting = setting

    def update(self, now_min, second):
        """It is `second` (0 to 59) of minute `now_min` since 2000; None: the clock is not set."""
        if self._setting is None or now_min is None:
            self._stop()
            return
        if self._at_min is not None and self._at_min - now_min <= INVITE_UNTIL_MIN:
            self._remember(self._at_min)
        away_min = (self._setting["at_min"] - now_min) % DAY_MIN
        at_min = now_min + away_min
        if not 0 < away_min <= INVITE_FROM_MIN or not _chosen(self._setting, at_min):
            self._stop()
            return
        self.left_ms = away_min * 60000 - second * 1000
        self._invite(at_min, away_min)

    def _invite(self, at_min, away_min):
        self.inviting = away_min > INVITE_UNTIL_MIN and at_min not in self._over
        self._at_min = at_min if self.inviting else None
        self.pulse_due = self.inviting and self._setting["pulse"] and self._pulsed != at_min

    def _stop(self):
        self.inviting = False
        self.pulse_due = False
        self.left_ms = None

    def _remember(self, at_min):
        """The invitation to the bedtime at `at_min` is over, whatever the clock will show."""
        self._at_min = None
        if at_min not in self._over:
            self._over.append(at_min)
            del self._over[:-_REMEMBERED]

    def answer(self):
        """A session began, or a person waved it off: no more of it before this bedtime."""
        if self.inviting:
            self._remember(self._at_min)
        self.inviting = False
        self.pulse_due = False

    def answered_at(self, start_min):
        """After a start of the device: a session that began at minute `start_min` (None: no such)
        was the answer to the invitation of its time, if there was one."""
        self.update(start_min, 0)
        self.answer()
        self._stop()

    def pulsed(self):
        """The pulse was given."""
        self._pulsed = self._at_min
        self.pulse_due = False
