"""The trace of a session: what the rig saw ten times a second, as columns."""

import struct
from collections.abc import Sequence
from typing import Any

from sole.core import faults, limits, states
from sole.core.zones import ZONES

from solewave.virtual.device import trial_trace as layout

Column = list[Any]
DUTY_FULL = 65535
KINDS = {"time_ms": int, "current_ma": int, "state": str, "section": str, "fault": str}
"""Type of a column; all others are numbers with a fraction."""


def columns(
    packed: bytes, motor_zones: Sequence[str], sections: Sequence[str]
) -> dict[str, Column]:
    """Column name -> a value for each row; None where there is none.

    `packed` are rows of the rig (`solewave.virtual.device.trial_trace`), `motor_zones` the
    zone of each motor, `sections` the names of the pattern's. Levels and duties are in
    percent, temperatures in degrees Celsius, times in ms since the session began.
    """
    rows = list(struct.iter_unpack(layout.row_format(len(motor_zones)), packed))
    names = _raw_names(motor_zones)
    raw = dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))
    levels = {f"level_{zone}_pct": _pct(raw[zone], limits.FULL_Q15) for zone in ZONES}
    duties = {f"duty_{zone}_pct": _pct(raw[f"duty_{zone}"], DUTY_FULL) for zone in motor_zones}
    return {
        "time_ms": list(raw["time_ms"]),
        "state": [states.WORDS[index] for index in raw["state"]],
        "section": _words(raw["section"], sections),
        **levels,
        **duties,
        "heat_target_c": _target(raw["wished_cc"]),
        "heat_permitted_c": _target(raw["permitted_cc"]),
        "heat_duty_pct": _pct(raw["heat_q15"], limits.FULL_Q15),
        "pad_c": _celsius(raw["pad_cc"]),
        "skin_c": _celsius(raw["skin_cc"]),
        "sensor_c": _celsius(raw["reading_cc"]),
        "current_ma": list(raw["current_ma"]),
        "fault": _words(raw["fault"], faults.CODES),
    }


def kind(name: str) -> type:
    """`int`, `float` or `str`: what the column of that name holds."""
    return KINDS.get(name, float)


def _raw_names(motor_zones: Sequence[str]) -> list[str]:
    """The values of a row in the rig's order."""
    head = ["time_ms", "state", "section", "fault", "wished_cc", "permitted_cc", "heat_q15"]
    measured = ["pad_cc", "skin_cc", "reading_cc", "current_ma"]
    return [*head, *measured, *ZONES, *(f"duty_{zone}" for zone in motor_zones)]


def _words(indices: Sequence[int], words: Sequence[str]) -> Column:
    return [None if index == layout.NONE else words[index] for index in indices]


def _pct(values: Sequence[int], full: int) -> Column:
    return [round(value * 100 / full, 1) for value in values]


def _celsius(values_cc: Sequence[int]) -> Column:
    return [None if value == layout.NO_READING else value / 100 for value in values_cc]


def _target(values_cc: Sequence[int]) -> Column:
    """A target of 0 is no target."""
    return [value / 100 if value else None for value in values_cc]
