"""The calendar of half a year, drawn to the letter."""

from datetime import date

import pytest
from solewave.week_map import by_day, legend, week_map

THURSDAY = date(2026, 11, 26)
MINUTES = {
    date(2026, 5, 28): 45.0,  # a day before the map begins on Monday June 1
    date(2026, 6, 1): 40.0,
    date(2026, 8, 30): 9.9,
    date(2026, 11, 16): 12.0,
    date(2026, 11, 22): 20.0,
    date(2026, 11, 25): 39.9,
    date(2026, 11, 26): 3.0,
    date(2026, 11, 27): 60.0,  # tomorrow: a clock that was wrong
}
HALF_A_YEAR = """\
     Jun       Jul     Aug       Sep     Oct     Nov
Mon  ██· · · · · · · · · · · · · · · · · · · · · · · ▒▒·
Tue  · · · · · · · · · · · · · · · · · · · · · · · · · ·
Wed  · · · · · · · · · · · · · · · · · · · · · · · · · ▓▓
Thu  · · · · · · · · · · · · · · · · · · · · · · · · · ░░
Fri  · · · · · · · · · · · · · · · · · · · · · · · · ·
Sat  · · · · · · · · · · · · · · · · · · · · · · · · ·
Sun  · · · · · · · · · · · · ░░· · · · · · · · · · · ▓▓
"""
NARROW = """\
     Nov
Mon    --
Tue
Wed      ++
Thu      ..
Fri
Sat
Sun    ++
"""


@pytest.mark.parametrize("columns", [200, 80, 60, 57])
def test_26_weeks_fit_57_columns(columns):
    rows = week_map(MINUTES, THURSDAY, columns)
    assert "\n".join(rows) + "\n" == HALF_A_YEAR
    assert max(map(len, rows)) <= 57


def test_a_narrow_terminal_shows_fewer_weeks_and_ascii_will_do():
    rows = week_map(MINUTES, THURSDAY, 11, ascii_only=True)
    assert "\n".join(rows) + "\n" == NARROW


@pytest.mark.parametrize("columns", range(1, 60))
def test_it_never_is_wider_than_the_terminal(columns):
    rows = week_map(MINUTES, THURSDAY, columns)
    assert max(map(len, rows)) <= max(7, columns)


def test_every_month_and_day_has_its_place():
    for today in (date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3)):
        rows = week_map({today: 15.0}, today, 80)
        assert sum(row.count("▒▒") for row in rows) == 1
        assert rows[1 + today.weekday()].endswith("▒▒")


def test_the_minutes_of_a_day_add_up():
    assert by_day([(THURSDAY, 5.0), (THURSDAY, 6.0), (date(2026, 1, 1), 1.0)]) == {
        THURSDAY: 11.0,
        date(2026, 1, 1): 1.0,
    }
    assert by_day([]) == {}


def test_the_legend_has_every_shade():
    assert legend(ascii_only=False) == "░░ 0+  ▒▒ 10+  ▓▓ 20+  ██ 40+ min"
    assert legend(ascii_only=True) == ".. 0+  -- 10+  ++ 20+  ## 40+ min"
