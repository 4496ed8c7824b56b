"""A year of evenings, minute by minute, as a device lives them: the clock is put forward and back
for the summer, the power fails, boards reset, people answer or do not."""

from random import seed

try:
    from random import randrange
except ImportError:  # MicroPython's has getrandbits alone on small ports
    from random import getrandbits

    def randrange(end):
        return getrandbits(24) % end


from sole.core.bedtime import Bedtime
from sole.core.calendar import date_of, day_of, weekday

DAY_MIN = 1440
JUMPS_MIN = (-5000, -1440, -90, -61, -30, -1, 1, 29, 61, 1440, 4000)
SUMMER = (3, 10)
"""The clock is put forward at 02:00 on the last Sunday of March, back at 03:00 in October."""


def last_sunday(year, month):
    day = day_of(year, month, 31)
    return day - (weekday(day) + 1) % 7


class Diary:
    """What one device did: `minutes` of invitation in each evening, and which were answered."""

    def __init__(self, setting, begin_min):
        self._setting = setting
        self.now_min = begin_min
        self.minutes = {}
        self.answered = []
        self.last_start_min = None
        self.start()

    def start(self):
        """Power-on or a reset."""
        self.bedtime = Bedtime()
        self.bedtime.change(self._setting)
        self.bedtime.answered_at(self.last_start_min)

    def minute(self, answers):
        """One minute passes; `answers`: someone presses the button if invited."""
        self.bedtime.update(self.now_min, 0)
        if self.bedtime.inviting:
            self._invited(answers)
        self.now_min += 1

    def _invited(self, answers):
        at_min = self.now_min + (self._setting["at_min"] - self.now_min) % DAY_MIN
        away_min = at_min - self.now_min
        assert 30 < away_min <= 60, away_min
        evening = at_min // DAY_MIN - (1 if self._setting["at_min"] < 720 else 0)
        assert self._setting["days"] >> weekday(evening) & 1, date_of(evening)
        assert evening not in self.answered, date_of(evening)
        self.minutes[evening] = self.minutes.get(evening, 0) + 1
        if answers:
            self.answered.append(evening)
            self.last_start_min = self.now_min
            self.bedtime.answer()


def a_year(year, at_min, days, resets, answers):
    """The diary of a year; `resets` and `answers` are one in so many minutes."""
    setting = {"at_min": at_min, "days": days, "routine": "better-sleep", "pulse": False}
    end_min = day_of(year + 1, 1, 1) * DAY_MIN + 720
    forward_min = last_sunday(year, SUMMER[0]) * DAY_MIN + 120
    back_min = last_sunday(year, SUMMER[1]) * DAY_MIN + 180
    diary = Diary(setting, day_of(year, 1, 1) * DAY_MIN + 720)
    is_summer = False
    while diary.now_min < end_min:
        if diary.now_min == forward_min:
            diary.now_min, is_summer = diary.now_min + 60, True
        elif is_summer and diary.now_min == back_min:
            diary.now_min, is_summer = diary.now_min - 60, False
        if resets and randrange(resets) == 0:
            diary.start()
        diary.minute(bool(answers) and randrange(answers) == 0)
    return diary


def evenings(year, days):
    """Days of the year whose evening is chosen."""
    begin, end = day_of(year, 1, 1), day_of(year + 1, 1, 1)
    return [day for day in range(begin, end) if days >> weekday(day) & 1]


def test_every_chosen_evening_invites_once():
    minutes = a_year(2028, 30, 31, 0, 0).minutes
    assert sorted(minutes) == evenings(2028, 31)
    assert set(minutes.values()) == {30}


def test_resets_never_make_it_invite_after_an_answer():
    seed(7)
    diary = a_year(2096, 1410, 85, 40, 12)
    missed = set(evenings(2096, 85)) - set(diary.minutes)
    assert not missed
    assert max(diary.minutes.values()) <= 30
    assert 100 < len(diary.answered) < len(diary.minutes)


def test_the_nights_in_which_an_hour_is_missing_and_comes_twice():
    """Bedtime at 03:20 on Sundays: the invitation is from 02:20 to 02:50."""
    minutes = a_year(2027, 200, 1 << 5, 0, 0).minutes
    lost = last_sunday(2027, 3) - 1
    assert set(evenings(2027, 1 << 5)) - set(minutes) == {lost}
    assert set(minutes.values()) == {30}


def test_a_wild_clock_does_not_bring_back_what_was_answered():
    seed(11)
    setting = {"at_min": 1380, "days": 127, "routine": "better-sleep", "pulse": True}
    answered = 0
    for week in range(20):
        diary = Diary(setting, day_of(2027, 1, 1 + week) * DAY_MIN)
        run_wild(diary, 3000)
        answered += len(diary.answered)
    assert answered > 20


def run_wild(diary, minutes):
    """Someone plays with the clock, within the week."""
    begin_min = diary.now_min
    for _ in range(minutes):
        moved_min = diary.now_min - begin_min
        if randrange(50) == 0:
            moved_min += JUMPS_MIN[randrange(len(JUMPS_MIN))]
        diary.now_min = begin_min + moved_min % (7 * DAY_MIN)
        diary.minute(randrange(10) == 0)
