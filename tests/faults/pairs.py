"""Two faults at once: which pairs there are, on which boards, and how far apart in time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from faults.boards import REFERENCE, SUPERMINI
from solewave import board
from solewave.errors import UserError
from solewave.simulate import faults

ONE_SWITCH = "one-switch"
"""The reference without its second switch; only what goes with its shorted switch is tried, all
else is as on the reference."""
BOARDS = (REFERENCE, SUPERMINI, ONE_SWITCH)
TOGETHER, LATER, AGAIN = "together", "30 s later", "played again"
"""AGAIN: the first is latched; a person stops the session, waits until the pad is cool, clears
what can be cleared, and plays once more. What cannot be cleared stays latched."""
OF_ONE_SENSOR = tuple(
    name for name in faults.FAULTS if name.startswith(("sensor-", "wrong-thermistor"))
)
_LATCH = (
    *("sensor-open", "sensor-short", "sensor-drift", "sensor-frozen", "sensor-noise"),
    *("sensor-contact", "sensor-detached", "wrong-thermistor-100k", "adc-stuck"),
    *("heater-stuck-on", "heater-open", "pad-overheated", "hot-bottle"),
)
"""What some board latches and nothing mends: after any other a session is as good as new."""
_PARTS = (*_LATCH, "wrong-thermistor", "enable-stuck-on")
"""What heats, or tells of heat: only these are worth a second session."""


@dataclass(frozen=True)
class Pair:
    """`first` breaks while the pad is heated, `second` at `when`; on the first thermistor both,
    or (`other`) the second on the other one."""

    board: str
    first: str
    second: str
    when: str = TOGETHER
    other: bool = False

    def __str__(self) -> str:
        other = " (other thermistor)" if self.other else ""
        return f"{self.board}: {self.first}, {self.when} {self.second}{other}"

    @property
    def both(self) -> tuple[str, ...]:
        """Which two, the same whichever came first."""
        return (*sorted((self.first, self.second)), "other" if self.other else "same")


def on_board(name: str) -> tuple[str, ...]:
    """The faults that a board can have."""
    made, found = board.load(_file(name)), []
    for fault in faults.FAULTS:
        try:
            faults.check(faults.Injection(fault, 0), made, 0)
        except UserError:
            continue
        if name != ONE_SWITCH or fault != "enable-stuck-on":
            found.append(fault)
    return tuple(found)


def _file(name: str) -> str:
    return REFERENCE if name == ONE_SWITCH else name


def all_pairs(name: str) -> list[Pair]:
    """Every ordered pair that a board can have, at each time that makes sense."""
    found = []
    for first, second, other in _ordered(name):
        if name == ONE_SWITCH and "heater-stuck-on" not in (first, second):
            continue
        if first <= second:
            found.append(Pair(name, first, second, TOGETHER, other))
        found.append(Pair(name, first, second, LATER, other))
        if first in _LATCH and second in _PARTS:
            found.append(Pair(name, first, second, AGAIN, other))
    return found


def _ordered(name: str) -> Iterator[tuple[str, str, bool]]:
    has_other = len(board.load(_file(name)).heater.sensors) > 1  # type: ignore[union-attr]
    for first, second in itertools.product(on_board(name), repeat=2):
        if first != second:
            yield first, second, False
        if has_other and first in OF_ONE_SENSOR and second in OF_ONE_SENSOR:
            yield first, second, True
