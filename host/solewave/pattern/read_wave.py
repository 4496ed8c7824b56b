"""How a stroke moves: rate, levels and shape of its cycle, out of its TOML table."""

from __future__ import annotations

from typing import Any

from sole.core import limits

from solewave.pattern import schema, units
from solewave.pattern.model import Wave
from solewave.pattern.reader import Table
from solewave.pattern.units import pct_q15, spoken_ms
from solewave.visible import told

DEFAULT_PERIOD_MS = {
    "effleurage": 5000,
    "petrissage": 3000,
    "friction": 333,
    "tapotement": 500,
    "vibration": 0,
    "compression": 10_000,
}
CYCLE = 256
"""Parts of a cycle in which a compiled shape counts."""
_PART_MAX = 255


def read_wave(table: Table, kind: str | None, feet: str | None) -> Wave | None:
    """The wave of a stroke; None after noting what is wrong with it.

    `kind` and `feet` are None where the author's words for them are wrong.
    """
    if kind == "curve":
        return _curve(table, feet)
    levels = _levels(table, kind)
    period_ms = _period_ms(table, kind, feet)
    shape = _shape(table, kind, period_ms)
    if levels is None or period_ms is None or shape is None:
        return None
    return Wave(period_ms, levels[0], levels[1], shape)


def _levels(table: Table, kind: str | None) -> tuple[int, int] | None:
    """(low, high) in Q15."""
    if kind is not None:
        table.require("level", "level = 60")
    level = table.number("level", None, 0, 100, "%")
    low = _low(table, level, kind)
    if level is None or low is None:
        return None
    if level == 0:
        table.warning("level", "nothing is felt at a level of 0")
    if low > level or low == level > 0:
        what = f"{low:g} is not below the level of {level:g}"
        table.error("low", what, "The stroke swings from low to level.")
        return None
    return pct_q15(low), pct_q15(level)


def _low(table: Table, level: float | None, kind: str | None) -> float | None:
    if kind == "vibration":
        return 0
    if kind != "friction":
        return table.number("low", 0, 0, 100, "%")
    ripple = table.number("ripple", None, 0, 100, "%")
    if level is None or (ripple is None and table.has("ripple")):
        return None
    if ripple is None:
        return max(level - 20, 0)
    if ripple > level or ripple == 0:
        what = f"{ripple:g} does not fit a level of {level:g}"
        table.error("ripple", what, "The level ripples from level - ripple to level.")
        return None
    return level - ripple


def _period_ms(table: Table, kind: str | None, feet: str | None) -> int | None:
    if table.has("rate") and table.has("period"):
        table.error("period", "rate and period say the same thing", "Keep one of them.")
        return None
    key = "rate" if table.has("rate") else "period"
    if kind == "vibration" and not _vibration_rate_fits(table, key, feet):
        return None
    if not table.has(key):
        return DEFAULT_PERIOD_MS.get(kind or "", 0)
    period_ms = _rate_ms(table) if key == "rate" else table.time_ms("period", 0)
    if period_ms is None or not _period_fits(table, key, period_ms, feet):
        return None
    return period_ms


def _vibration_rate_fits(table: Table, key: str, feet: str | None) -> bool:
    if table.has(key) and feet not in ("alternate", None):
        remedy = 'Leave it out, or let the feet take turns: feet = "alternate".'
        table.error(key, "a steady vibration has no rate", remedy)
        return False
    if not table.has(key) and feet == "alternate":
        remedy = 'Write how fast they take turns, such as rate = "12/min".'
        table.error("feet", "feet that take turns in a vibration need a rate", remedy)
        return False
    return True


def _rate_ms(table: Table) -> int | None:
    written = table.value["rate"]
    period_ms = units.rate_period_ms(written) if isinstance(written, str) else None
    if period_ms is None:
        remedy = 'Write a number and /min or /s, such as "12/min" or "2/s".'
        table.error("rate", f"{told(written)} is no rate", remedy)
    return period_ms


def _period_fits(table: Table, key: str, period_ms: int, feet: str | None) -> bool:
    """Feet that take turns share one compiled period: each has half of it."""
    longest_ms = limits.PERIOD_MAX_MS // (2 if feet == "alternate" else 1)
    if limits.PERIOD_MIN_MS <= period_ms <= longest_ms:
        return True
    what = f"a cycle of {spoken_ms(period_ms)} is out of range"
    fast, slow = 60_000 / limits.PERIOD_MIN_MS, 60_000 / longest_ms
    remedy = (
        f"Allowed: {spoken_ms(limits.PERIOD_MIN_MS)} to {spoken_ms(longest_ms)} a cycle, "
        f"which is {fast:g}/min to {slow:g}/min."
    )
    table.error(key, what, remedy)
    return False


def _shape(table: Table, kind: str | None, period_ms: int | None) -> tuple[int, int, int] | None:
    if kind == "tapotement":
        return _tap(table, period_ms)
    if kind == "compression":
        return _compression(table)
    return (0, 0, 0)


def _tap(table: Table, period_ms: int | None) -> tuple[int, int, int] | None:
    written = table.value.get("tap", 50)
    if isinstance(written, str):
        tap_ms = table.time_ms("tap", 0, 1)
        if tap_ms is None or period_ms is None:
            return None
        if tap_ms >= period_ms:
            remedy = f"A cycle is {spoken_ms(period_ms)}: a tap must be shorter."
            table.error("tap", f"{told(written)} is too long", remedy)
            return None
        share = tap_ms / period_ms
    else:
        pct = table.number("tap", 50, 1, 99, 'percent of the cycle, or a time such as "150ms"')
        if pct is None:
            return None
        share = pct / 100
    return (0, min(max(round(share * CYCLE), 1), _PART_MAX), 0)


def _compression(table: Table) -> tuple[int, int, int] | None:
    shape = schema.Compression(level=0)
    parts = [
        table.number(key, getattr(shape, key), 0, 100, "percent of the cycle")
        for key in ("rise", "hold", "release")
    ]
    given = [part for part in parts if part is not None]
    if len(given) < len(parts):
        return None
    if not 0 < sum(given) <= 100:
        key = next(key for key in ("release", "hold", "rise", "kind") if table.has(key))
        what = f"rise, hold and release make {sum(given):g} % of the cycle"
        table.error(key, what, "Together more than 0 and at most 100; what is left is rest.")
        return None
    ends = [round(sum(given[: count + 1]) * CYCLE / 100) for count in range(3)]
    spans = (ends[0], ends[1] - ends[0], ends[2] - ends[1])
    rise, hold, fall = (min(span, _PART_MAX) for span in spans)
    return rise, hold, fall


def _curve(table: Table, feet: str | None) -> Wave | None:
    repeat = table.flag("repeat")
    points = _points(table)
    if points is None or repeat is None:
        return None
    if repeat and not _period_fits(table, "points", points[-1][0], feet):
        return None
    if not repeat and feet == "alternate":
        remedy = "Write repeat = true, or a stroke for each foot."
        table.error("feet", "feet cannot take turns in a curve that plays once", remedy)
        return None
    return Wave(points[-1][0] if repeat else 0, 0, limits.FULL_Q15, points=points)


def _points(table: Table) -> tuple[tuple[int, int], ...] | None:
    example = '[["0s", 0], ["1.5s", 70]]'
    if not table.require("points", f"points = {example}"):
        return None
    written = table.value["points"]
    if not isinstance(written, list) or not 2 <= len(written) <= limits.KEYFRAMES_MAX:
        count = _counted(written) if isinstance(written, list) else told(written)
        remedy = f"Write 2 to {limits.KEYFRAMES_MAX} points, such as {example}."
        table.error("points", f"{count} cannot make a curve", remedy)
        return None
    points = [_point(table, index, entry) for index, entry in enumerate(written)]
    given = [point for point in points if point is not None]
    if len(given) < len(points) or not _points_rise(table, given):
        return None
    return tuple(given)


def _counted(points: list[Any]) -> str:
    return "1 point" if len(points) == 1 else f"{len(points)} points"


def _point(table: Table, index: int, entry: Any) -> tuple[int, int] | None:
    at = ("points", index)
    if not isinstance(entry, list) or len(entry) != 2:
        table.error(at, f"{told(entry)} is no point", 'Write a time and a level: ["1.5s", 70].')
        return None
    span_ms = table.as_time_ms((*at, 0), entry[0])
    level = table.as_number((*at, 1), entry[1], 0, 100, "%")
    if span_ms is None or level is None:
        return None
    return span_ms, pct_q15(level)


def _points_rise(table: Table, points: list[tuple[int, int]]) -> bool:
    for index, (span_ms, _) in enumerate(points):
        at = ("points", index)
        if index == 0 and span_ms:
            remedy = 'Begin with ["0s", level]; use start to begin later in the section.'
            table.error(at, "the first point is not at 0s", remedy)
            return False
        if index and span_ms <= points[index - 1][0]:
            table.error(at, "not later than the point before", "Times of points must rise.")
            return False
    if points[-1][0] > limits.PATTERN_DURATION_MAX_MS:
        table.error(("points", len(points) - 1), "later than an hour", "A pattern ends by then.")
        return False
    return True
