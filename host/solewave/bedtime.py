"""Bedtimes as people write and read them, and when the massager will invite next."""

import re
from dataclasses import asdict
from datetime import datetime, timedelta

from sole.core.bedtime import INVITE_FROM_MIN, INVITE_UNTIL_MIN, next_bedtime_min
from sole.core.settings import DAYS_ALL

from solewave.device_clock import EPOCH
from solewave.errors import UserError
from solewave.settings import Bedtime

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = tuple(name[:3].lower() for name in NAMES)
SETS = {"daily": DAYS_ALL, "weekdays": 0b001_1111, "weekend": 0b110_0000}
"""Words for several days; bit 0 is Monday, as on the link."""

TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def parse_time(text: str) -> int:
    """Minutes after midnight, 0 to 1439, of a time such as 23:00. Raises UserError."""
    found = TIME.fullmatch(text.strip())
    hour, minute = (int(part) for part in found.groups()) if found else (99, 99)
    if hour > 23 or minute > 59:
        raise UserError(
            f'"{text}" is no time of day',
            "Write hours and minutes, 0:00 to 23:59, for example 23:00.",
        )
    return hour * 60 + minute


def parse_days(text: str) -> int:
    """Days as bits, 1 to 127, of `daily`, `mon-fri`, `mon,wed,sat-sun`. Raises UserError.

    A range may run over Sunday: `sat-mon`.
    """
    days = 0
    for part in text.lower().split(","):
        first, dash, last = part.strip().partition("-")
        days |= _range(_day(first), _day(last)) if dash else SETS.get(first) or 1 << _day(first)
    return days


def _day(word: str) -> int:
    word = word.strip()
    for day, name in enumerate(NAMES):
        if len(word) >= 3 and name.lower().startswith(word):
            return day
    from solewave.problems import allowed_words  # noqa: PLC0415  (needs msgspec)

    raise UserError(
        f'"{word}" is no day',
        f"{allowed_words(word, (*DAYS, *SETS))} Write days as mon-fri or mon,wed,sat-sun.",
    )


def _range(first: int, last: int) -> int:
    length = (last - first) % 7 + 1
    return sum(1 << (first + step) % 7 for step in range(length))


def time_text(at_min: int) -> str:
    """`23:00`."""
    return f"{at_min // 60}:{at_min % 60:02d}"


def days_text(days: int) -> str:
    """`daily`, `Mon-Fri`, `Sun-Thu` or `Mon, Wed, Sat, Sun`; `parse_days` reads it again."""
    if days == DAYS_ALL:
        return "daily"
    runs: list[list[int]] = []
    for day in (day for day in range(7) if days >> day & 1):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 6:
        runs[0] = runs.pop() + runs[0]  # Sunday is followed by Monday
    return ", ".join(_run_text([DAYS[day].capitalize() for day in run]) for run in runs)


def _run_text(names: list[str]) -> str:
    return f"{names[0]}-{names[-1]}" if len(names) > 2 else ", ".join(names)


def next_invitation(
    bedtime: Bedtime, now: datetime, answered: bool = False
) -> tuple[datetime, datetime]:
    """From when to when the massager invites next, or invites already, by its clock `now`.

    `answered`: the invitation of now does not count, since a person has answered it.
    """
    now_min = (now - EPOCH) // timedelta(minutes=1)
    at = EPOCH + timedelta(minutes=next_bedtime_min(asdict(bedtime), now_min))
    begin, end = at - timedelta(minutes=INVITE_FROM_MIN), at - timedelta(minutes=INVITE_UNTIL_MIN)
    return next_invitation(bedtime, end) if answered and begin <= now else (begin, end)


def invitation_text(bedtime: Bedtime, now: datetime, answered: bool = False) -> str:
    """`Monday 22:00 to 22:30`, or `now, until 22:30`."""
    begin, end = next_invitation(bedtime, now, answered)
    if begin <= now:
        return f"now, until {_clock(end)}"
    return f"{NAMES[begin.weekday()]} {_clock(begin)} to {_clock(end)}"


def _clock(moment: datetime) -> str:
    return time_text(moment.hour * 60 + moment.minute)


def text(bedtime: Bedtime) -> str:
    """The whole of it in one line: `23:00, Mon-Fri, better-sleep, with a soft pulse`."""
    pulse = ", with a soft pulse" if bedtime.pulse else ""
    return f"{time_text(bedtime.at_min)}, {days_text(bedtime.days)}, {bedtime.routine}{pulse}"
