"""The boards that faults are injected into: the reference, and it with a part less."""

from __future__ import annotations

import functools
from dataclasses import replace

from solewave import board, pattern
from solewave.simulate import Setup

REFERENCE, SUPERMINI = "esp32-devkitc", "esp32c3-supermini"
"""Board files: two switches and two thermistors, and one of each."""
HOT_C, MILD_C = 42, 36
_HEAT = """format = 1
[section.warm]
lasts = "55min"
heat = {heat}
heat_ramp = "20ms"
"""
_STROKE = """[[section.warm.stroke]]
kind = "vibration"
level = 80
"""


@functools.cache
def patterns() -> dict[str, bytes]:
    """Patterns by name: the highest target and a mild one, and one that moves the motors too."""
    return {
        "hot": pattern.loads(_HEAT.format(heat=HOT_C)).data,
        "mild": pattern.loads(_HEAT.format(heat=MILD_C)).data,
        "moving": pattern.loads(_HEAT.format(heat=HOT_C) + _STROKE).data,
    }


@functools.cache
def with_motors(name: str = REFERENCE) -> Setup:
    """A board as its file describes it."""
    return Setup.of(board.load(name), patterns())


@functools.cache
def setup(name: str, room_c: float, watts: float | None = None) -> Setup:
    """`reference`, `one-switch`, `one-thermistor` or `motors`, all of them the reference board, or
    the SUPERMINI, in a room of `room_c` degrees.

    All but `motors` lack the motors: they do not matter to heat, and take time.
    """
    made = with_motors(SUPERMINI if name == SUPERMINI else REFERENCE)
    content = made.copy()
    if name != "motors":
        content["motors"] = []
        made = replace(made, hardware={**made.hardware, "spin_up_ms": []})
    if name == "one-switch":
        content["heater"]["enable"] = None
    if name == "one-thermistor":
        del content["heater"]["sensors"][1:]
    if watts is not None:
        content["heater"]["watts_x10"] = round(watts * 10)
    model = {**made.model, "ambient_c": room_c}
    return replace(made, board=content, model=model, pad_c=min(room_c, 30.0), foot_c=31.0)
