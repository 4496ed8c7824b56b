"""A calendar of half a year: weeks side by side, a block for each day, darker for longer."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

WEEKS = 26
LABEL = 5
"""Columns before the first week."""

CELL = 2
"""Columns of a week."""

SHADES = ((40, "█", "#"), (20, "▓", "+"), (10, "▒", "-"), (0, "░", "."))
"""From so many minutes a day; a block, and what stands for it in plain ASCII."""


def week_map(
    minutes: Mapping[date, float], today: date, columns: int, ascii_only: bool = False
) -> list[str]:
    """Lines of at most `columns` characters, the last column the week of `today`.

    `minutes` by day; a day that is not in it stays blank. At least one week is shown.
    """
    weeks = max(1, min(WEEKS, (columns - LABEL) // CELL))
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    rows = [_months(first, weeks)]
    for weekday in range(7):
        days = [first + timedelta(days=7 * week + weekday) for week in range(weeks)]
        cells = [_cell(minutes.get(day), day <= today, ascii_only) for day in days]
        rows.append(f"{days[0]:%a}".ljust(LABEL) + "".join(cells).rstrip())
    return [row.rstrip() for row in rows]


def _cell(minutes: float | None, is_past: bool, ascii_only: bool) -> str:
    if not is_past:
        return " " * CELL
    if minutes is None:
        return (" " if ascii_only else "·").ljust(CELL)
    return shade(minutes, ascii_only) * CELL


def shade(minutes: float, ascii_only: bool) -> str:
    """The character for a day with so many minutes."""
    block, plain = next((block, plain) for least, block, plain in SHADES if minutes >= least)
    return plain if ascii_only else block


def legend(ascii_only: bool) -> str:
    """What the shades mean."""
    marks = [shade(least, ascii_only) * CELL for least, *_ in reversed(SHADES)]
    return "{} 0+  {} 10+  {} 20+  {} 40+ min".format(*marks)


def _months(first: date, weeks: int) -> str:
    """A month's name above the first week that begins in it, where there is room for it."""
    row = " " * LABEL
    before = None
    for week in range(weeks):
        day = first + timedelta(days=7 * week)
        at = LABEL + CELL * week
        if day.month != before and len(row) <= at and at + 3 <= LABEL + CELL * weeks:
            row = row.ljust(at) + f"{day:%b} "
        before = day.month
    return row


def by_day(starts: Iterable[tuple[date, float]]) -> dict[date, float]:
    """Minutes added up for each day, from (day, minutes)."""
    sums: dict[date, float] = {}
    for day, minutes in starts:
        sums[day] = sums.get(day, 0.0) + minutes
    return sums
