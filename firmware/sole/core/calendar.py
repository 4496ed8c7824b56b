"""Local dates and times as the device counts them: `day` since 2000-01-01, `second` of the day.

Two numbers, because seconds since 2000 outgrow an ESP32's small ints in 2034. Minutes since
2000 are small until 4041. The device knows no time zone and no daylight saving: its clock shows
what the host set, and is set anew when that changes. Good for 2000 to 2099, where every fourth
year is a leap year.
"""

from sole.core.folding import const

YEAR_MIN = 2026
"""An earlier year is a clock that was never set: after power-on an ESP32 shows 2000 or 1970."""
YEAR_MAX = 2099
_DAY_S = const(86400)
DAY_MIN = 1440

_EPOCH = const(2000)
_EPOCH_WEEKDAY = const(5)
"""2000-01-01 was a Saturday."""
_FOUR_YEARS = const(1461)
_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_FORM = "0000-00-00T00:00:00"
_FORM_SAYS = "a time is written as 2026-11-23T22:14:05"


class CalendarError(ValueError):
    """A time that is none, or none a device can have; `say` is a sentence."""

    def __init__(self, say):
        super().__init__(say)
        self.say = say


def day_of(year, month, date):
    """Days from 2000-01-01 to a date of 2000 to 2099; `month` and `date` count from 1."""
    years = year - _EPOCH
    leap = 1 if years % 4 == 0 and month > 2 else 0
    return years * 365 + (years + 3) // 4 + _BEFORE_MONTH[month - 1] + leap + date - 1


def date_of(day):
    """(year, month, date) of a day since 2000-01-01."""
    year = _EPOCH + day // _FOUR_YEARS * 4
    rest = day % _FOUR_YEARS
    if rest >= 366:
        year += 1 + (rest - 366) // 365
    month = 12
    while day_of(year, month, 1) > day:
        month -= 1
    return year, month, day - day_of(year, month, 1) + 1


def weekday(day):
    """0 (Monday) to 6 (Sunday)."""
    return (day + _EPOCH_WEEKDAY) % 7


def minutes(day, second):
    """Minutes since 2000-01-01 00:00, the begun one not counted."""
    return day * DAY_MIN + second // 60


def seconds(day, second):
    """Seconds since 2000-01-01 00:00. Allocates on an ESP32: no number for a tick."""
    return day * _DAY_S + second


def text(day, second):
    """Such as `2026-11-23T22:14:05`."""
    clock = (second // 3600, second // 60 % 60, second % 60)
    return "%04d-%02d-%02dT%02d:%02d:%02d" % (date_of(day) + clock)


def parse(written):
    """(day, second) of a text as `text` gives it, of 2026 to 2099. Raises CalendarError."""
    if not isinstance(written, str) or len(written) != len(_FORM):
        raise CalendarError(_FORM_SAYS)
    for index in range(len(_FORM)):
        digit = written[index] in "0123456789"
        if (not digit) if _FORM[index] == "0" else written[index] != _FORM[index]:
            raise CalendarError(_FORM_SAYS)
    return _day(written), _second(written)


def _day(written):
    year, month, date = int(written[:4]), int(written[5:7]), int(written[8:10])
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise CalendarError("the year must be from %d to %d, not %d" % (YEAR_MIN, YEAR_MAX, year))
    if not 1 <= month <= 12:
        raise CalendarError("the month must be from 1 to 12, not %d" % month)
    day = day_of(year, month, date)
    if date < 1 or date_of(day) != (year, month, date):
        raise CalendarError("%s: the month has no such day" % written[:10])
    return day


def _second(written):
    hour, minute, second = int(written[11:13]), int(written[14:16]), int(written[17:19])
    if hour > 23 or minute > 59 or second > 59:
        raise CalendarError("%s: a day ends at 23:59:59" % written[11:])
    return hour * 3600 + minute * 60 + second
