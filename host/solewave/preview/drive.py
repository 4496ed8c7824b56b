"""What the motors of a board make of a pattern's levels, and what they take from the supply.

The firmware's driver (firmware/sole/drivers/motor.py) works tick by tick and may not be
imported here; this is its arithmetic over a whole session at once, without its rounding
to steps. A test holds the two together.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sole.core import zones
from sole.core.limits import FULL_Q15

Ints = NDArray[np.int64]

ONE = 1 << 15


@dataclass(frozen=True)
class Drive:
    """A session of all motors, one row a step.

    `duty_q15` is (steps, motors), 0 to 32767; `total_ma` (steps,) what they take together
    and `wanted_ma` what they would take if the supply had more than `budget_ma`.
    `zone_motors` has for each of the ten zones the index of its motor, or -1.
    """

    zone_motors: tuple[int, ...]
    duty_q15: Ints
    total_ma: Ints
    wanted_ma: Ints
    budget_ma: int


def drive(levels_q15: Ints, step_ms: int, board: dict[str, Any]) -> Drive:
    """Drives the motors of a compiled board (docs/board-format.md) with (steps, 10) levels."""
    motors = board["motors"]
    zone_motors = tuple(zones.assign([motor["zone"] for motor in motors]))
    steps = len(levels_q15)
    duty = np.zeros((steps, len(motors)), dtype=np.int64)
    current_ma = np.zeros_like(duty)
    for index, motor in enumerate(motors):
        own = [zone for zone in range(zones.COUNT) if zone_motors[zone] == index]
        wanted = levels_q15[:, own].max(axis=1) if own else np.zeros(steps, dtype=np.int64)
        level = slewed(wanted, step_ms, motor["slew_ms"])
        duty[:, index] = _duty(level, step_ms, motor)
        current_ma[:, index] = (motor["run_ma"] * duty[:, index] >> 15) + (level > 0)
    wanted_ma = current_ma.sum(axis=1)
    budget_ma = int(board["motor_budget_ma"])
    scale = np.where(wanted_ma > budget_ma, (budget_ma << 15) // np.maximum(wanted_ma, 1), ONE)
    written = duty * scale[:, None] >> 15
    total_ma = np.minimum(wanted_ma, budget_ma)
    return Drive(zone_motors, written, total_ma, wanted_ma, budget_ma)


def slewed(wanted: Ints, step_ms: int, slew_ms: int) -> Ints:
    """`wanted` followed from 0 by at most full in `slew_ms`."""
    change = FULL_Q15 * step_ms // slew_ms if slew_ms else FULL_Q15
    followed = wanted.copy()
    leaps = np.flatnonzero(np.abs(np.diff(wanted, prepend=0)) > change)
    caught_up = 0
    for leap in leaps.tolist():
        if leap >= caught_up:
            caught_up = _follow(wanted, followed, leap, change)
    return followed


def _follow(wanted: Ints, followed: Ints, at: int, change: int) -> int:
    """Writes what lags behind `wanted` from step `at` on; the step at which it has caught up."""
    now = int(followed[at - 1]) if at else 0
    while at < len(wanted):
        aim = int(wanted[at])
        now = min(now + change, aim) if aim > now else max(now - change, aim)
        followed[at] = now
        at += 1
        if now == aim:
            break
    return at


def _duty(level: Ints, step_ms: int, motor: dict[str, Any]) -> Ints:
    """Start duty to full, and full for the kick from rest."""
    start_q15 = FULL_Q15 * motor["start_pct"] // 100
    running = start_q15 + ((FULL_Q15 - start_q15) * level >> 15)
    moving = level > 0
    from_rest = moving & np.concatenate(([True], ~moving[:-1]))
    steps = np.arange(len(level))
    kick_steps = -(-motor["kick_ms"] // step_ms)
    since = steps - np.maximum.accumulate(np.where(from_rest, steps, -kick_steps - 1))
    return np.where(moving, np.where(since < kick_steps, FULL_Q15, running), 0)
