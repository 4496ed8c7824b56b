"""A pattern played to its end by the device's own player, every step kept."""

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sole.core import limits
from sole.core.player import Player
from sole.core.zones import COUNT

STEPS_MAX = 100_000
"""Up to 33 minutes are played tick by tick as on the device, longer patterns in steps of two."""


@dataclass(frozen=True)
class Course:
    """What a pattern asks for. Row n holds what applies after n + 1 steps of `step_ms`.

    `levels_q15` is (steps, 10), 0 to 32767; `target_cc` (steps,), hundredths of a degree,
    0 where heat is off.
    """

    step_ms: int
    levels_q15: NDArray[np.int64]
    target_cc: NDArray[np.int64]


def play(data: bytes, intensity_pct: int = 100, tempo_pct: int = 100) -> Course:
    """Plays a checked pattern, by default at full intensity and its own tempo."""
    player = Player()
    player.load(data)
    player.start(intensity_pct, tempo_pct)
    step_ms = _step_ms(player.duration_ms)
    levels, target = array("H"), array("H")
    while True:
        player.step(step_ms)
        levels.extend(player.levels)
        target.append(player.heat_cc)
        if not player.state:
            break
    rows = np.array(levels, dtype=np.int64).reshape(-1, COUNT)
    return Course(step_ms, rows, np.array(target, dtype=np.int64))


def _step_ms(duration_ms: int) -> int:
    ticks = duration_ms // limits.TICK_MS
    return limits.TICK_MS * (1 + ticks // (STEPS_MAX + 1))
