"""Times, rates and levels as people write them, and the numbers that the device counts in.

The regular expressions are also those of the JSON Schema, so editor and compiler
agree on what a time is.
"""

import re
from decimal import Decimal
from typing import Final

from sole.core.limits import FULL_Q15

_NUMBER = r"[0-9]{1,9}(\.[0-9]{1,9})?"
TIME_PATTERN: Final = (
    rf"^(?=[0-9])({_NUMBER} ?h)? ?({_NUMBER} ?min)? ?({_NUMBER} ?s)? ?({_NUMBER} ?ms)?$"
)
NO_TIME_PATTERN: Final = TIME_PATTERN.replace("[0-9]{1,9}", "0{1,9}")
"""A time of zero, however it is written."""
RATE_PATTERN: Final = rf"^(?!0+(\.0+)? ?[/H]){_NUMBER} ?(/ ?min|/ ?s|Hz)$"
"""A rate is above zero."""

_MS = {"h": 3_600_000, "min": 60_000, "s": 1000, "ms": 1}
_SPELLED = {
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "min": ("m", "mins", "minute", "minutes", "minit", "minits"),
    "s": ("sec", "secs", "second", "seconds"),
    "ms": ("msec", "millis", "millisecond", "milliseconds"),
}
_LOOSE = re.compile(r"\s*([0-9]*[.,]?[0-9]+)\s*([A-Za-z]+)\s*")


def time_ms(text: str) -> int | None:
    """Milliseconds of `"2min"`, `"1.5s"` or `"1min 30s"`; None if it is no time."""
    if not re.fullmatch(TIME_PATTERN, text):
        return None
    parts = re.findall(r"([0-9.]+) ?(h|min|ms|s)", text)
    return round(sum((Decimal(number) * _MS[unit] for number, unit in parts), Decimal(0)))


def rate_period_ms(text: str) -> int | None:
    """Milliseconds of one cycle of `"12/min"`, `"2/s"` or `"2Hz"`; None if it is no rate."""
    if not re.fullmatch(RATE_PATTERN, text):
        return None
    number = Decimal(re.findall(r"[0-9.]+", text)[0])
    span_ms = 60_000 if text.endswith("min") else 1000
    return round(span_ms / number)


def likely_time(text: str) -> str | None:
    """What a misspelled time was likely meant to be: `"2min"` for `"2 minits"`, or None."""
    match = _LOOSE.fullmatch(text)
    if not match:
        return None
    word = match[2].lower()
    for unit, spellings in _SPELLED.items():
        if word == unit or word in spellings:
            return match[1].replace(",", ".") + unit
    return None


def pct_q15(pct: float) -> int:
    """Q15 level of a percentage: 100 is FULL_Q15."""
    return round(pct * FULL_Q15 / 100)


def spoken_ms(span_ms: int) -> str:
    """A span as a person would write it: `"1min 30s"`, `"2.5s"`, `"250ms"`."""
    if span_ms < 1000:
        return f"{span_ms}ms"
    hours, rest_ms = divmod(span_ms, _MS["h"])
    minutes, rest_ms = divmod(rest_ms, _MS["min"])
    seconds = f"{rest_ms / 1000:g}s" if rest_ms else ""
    parts = (f"{hours}h" if hours else "", f"{minutes}min" if minutes else "", seconds)
    return " ".join(part for part in parts if part)


def spoken_cc(temperature_cc: int) -> str:
    """Hundredths of a degree as a person would write them: `38.5` for 3850."""
    return f"{temperature_cc / 100:g}"
