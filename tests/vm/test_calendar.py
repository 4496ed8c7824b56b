"""Days since 2000 and dates: all of them, forth and back, and what is no date."""

from common import heap_lock, heap_unlock, raises
from sole.core import calendar
from sole.core.calendar import CalendarError, date_of, day_of, parse, text, weekday

WASM = (
    "test_known_days",
    "test_text_and_back",
    "test_minutes_are_small_ints_to_the_end",
)

LAST_DAY = 36524
"""2099-12-31."""


def test_known_days():
    for date, day, name in (
        ((2000, 1, 1), 0, 5),
        ((2000, 2, 29), 59, 1),
        ((2000, 12, 31), 365, 6),
        ((2001, 1, 1), 366, 0),
        ((2026, 11, 23), 9823, 0),
        ((2028, 2, 29), 10286, 1),
        ((2028, 3, 1), 10287, 2),
        ((2099, 12, 31), LAST_DAY, 3),
    ):
        assert day_of(*date) == day, date
        assert date_of(day) == date, day
        assert weekday(day) == name, date


def test_each_day_of_the_century_follows_the_one_before():
    year, month, date = 1999, 12, 31
    for day in range(LAST_DAY + 1):
        found = date_of(day)
        assert day_of(*found) == day
        if found[2] == 1:
            assert date >= 28
            if found[1] == 1:
                assert found == (year + 1, 1, 1)
                assert (month, date) == (12, 31)
            else:
                assert found == (year, month + 1, 1)
        else:
            assert found == (year, month, date + 1)
        year, month, date = found


def test_text_and_back():
    for written in (
        "2026-01-01T00:00:00",
        "2026-11-23T22:14:05",
        "2028-02-29T23:59:59",
        "2099-12-31T12:00:01",
    ):
        assert text(*parse(written)) == written


def test_what_is_no_time_is_refused_with_a_sentence():
    for written, part in (
        (None, "2026-11-23T22:14:05"),
        (20261123, "2026-11-23T22:14:05"),
        ("", "written as"),
        ("2026-11-23 22:14:05", "written as"),
        ("2026-11-23T22:14", "written as"),
        ("2026-11-23T22:14:05Z", "written as"),
        ("2026-11-2xT22:14:05", "written as"),
        ("+026-11-23T22:14:05", "written as"),
        ("2026-11- 3T22:14:05", "written as"),
        ("2025-12-31T23:59:59", "2026 to 2099, not 2025"),
        ("2100-01-01T00:00:00", "2026 to 2099, not 2100"),
        ("2026-00-23T22:14:05", "1 to 12, not 0"),
        ("2026-13-23T22:14:05", "1 to 12, not 13"),
        ("2026-11-00T22:14:05", "2026-11-00: the month has no such day"),
        ("2026-11-31T22:14:05", "no such day"),
        ("2027-02-29T22:14:05", "no such day"),
        ("2028-02-30T22:14:05", "no such day"),
        ("2026-11-23T24:00:00", "24:00:00: a day ends at 23:59:59"),
        ("2026-11-23T22:60:00", "a day ends"),
        ("2026-11-23T22:14:60", "a day ends"),
    ):
        say = raises(CalendarError, parse, written).say
        assert part in say, (written, say)


def test_minutes_are_small_ints_to_the_end():
    assert calendar.minutes(1, 119) == 1441
    assert calendar.seconds(LAST_DAY, 86399) == 3155759999
    heap_lock()
    last = calendar.minutes(LAST_DAY, 86399)
    heap_unlock()
    assert last == (LAST_DAY + 1) * 1440 - 1
