"""How a pin is written in a board file, and the number the device reads for it."""

import re
from typing import Literal

import msgspec

ACTIVE_LOW = 256
PULL_UP = 512
"""Flags of a compiled pin, added to the GPIO number (docs/board-format.md)."""

HOW = 'Write the GPIO number: 13, "13" or "GPIO13"; "!" before it for active-low, "^" for pull-up.'

Role = Literal["pwm", "output", "sensor", "input"]

_WRITTEN = re.compile(r"([!^]{0,2})(?:GPIO|IO)?([0-9]{1,3})", re.IGNORECASE)


class Pin(msgspec.Struct, frozen=True):
    """One GPIO. `active_low`: on is 0 V. `pull_up`: the resistor inside the chip is wanted."""

    gpio: int
    active_low: bool = False
    pull_up: bool = False

    @property
    def code(self) -> int:
        """GPIO number + 256 if active-low + 512 if pulled up: how the device reads it."""
        return self.gpio + ACTIVE_LOW * self.active_low + PULL_UP * self.pull_up

    def __str__(self) -> str:
        return f"GPIO{self.gpio}"


def parse(written: object) -> Pin:
    """The pin that 13, "13", "GPIO13", "!4", "^4" or "!^4" means. Raises ValueError."""
    if isinstance(written, bool) or not isinstance(written, (int, str)):
        raise ValueError("is not a pin")
    match = _WRITTEN.fullmatch(str(written).replace(" ", ""))
    if not match or match[1] in ("!!", "^^") or int(match[2]) >= ACTIVE_LOW:
        raise ValueError("is not a pin")
    return Pin(int(match[2]), "!" in match[1], "^" in match[1])
