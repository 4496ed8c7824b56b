"""How warm pad and skin get: the firmware's supervisor and controller on the model of the pad.

The heater gives the mean power that the controller asks for; its switching within a
second is not drawn.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sole.core.heat import SAMPLE_MS, HeatControl
from sole.core.limits import FULL_Q15
from sole.core.supervisor import Supervisor

from solewave.board import Board
from solewave.preview.course import Course
from solewave.preview.labels import TIE
from solewave.virtual.device import plant


@dataclass(frozen=True)
class Warmth:
    """A session of the pad, one row for each `step_ms`.

    `target_c` is what the pattern asks for (NaN where off), `pad_c` and `skin_c` what the
    model reaches, all in degrees Celsius. `cut_ms` is when the supervisor first refused heat
    that was asked for, None if never; `why` then says for what reason.
    """

    step_ms: int
    target_c: NDArray[np.float64]
    pad_c: NDArray[np.float64]
    skin_c: NDArray[np.float64]
    cut_ms: int | None = None
    why: str = ""

    @property
    def summary(self) -> str:
        """The highest of each, in one line."""
        return (
            f"heat: target at most {np.nanmax(self.target_c):.1f}{TIE}°C, pad at most"
            f" {self.pad_c.max():.1f}{TIE}°C, skin at most {self.skin_c.max():.1f}{TIE}°C"
        )


class _Reading:
    """A thermistor as the supervisor sees it, with an ADC that shows some noise."""

    fault = None

    def __init__(self, cc: int) -> None:
        self.cc = cc
        self.raw = 0

    def measure(self, celsius: float) -> None:
        self.cc = round(celsius * 100)
        self.raw += 1


def warm(course: Course, board: Board, compiled: dict[str, Any]) -> Warmth | None:
    """The session's heat on `board`, None where it has no heater or none is asked for.

    `compiled` is the board as the device reads it (docs/board-format.md).
    """
    if board.heater is None or not course.target_cc.any():
        return None
    every = SAMPLE_MS // course.step_ms
    wanted_cc = course.target_cc[every - 1 :: every].tolist()
    pad = _Pad(board, compiled["heater"])
    rows = [pad.sample(target_cc) for target_cc in wanted_cc]
    asked = np.array(wanted_cc, dtype=np.float64) / 100
    asked[asked == 0] = np.nan
    pad_c, skin_c = np.array(rows).reshape(-1, 2).T
    cut_ms = None if pad.cut_at is None else pad.cut_at * SAMPLE_MS
    return Warmth(SAMPLE_MS, asked, pad_c, skin_c, cut_ms, pad.why)


class _Pad:
    """Heater, pad and foot, and who judges them, at 10 Hz."""

    def __init__(self, board: Board, heater: dict[str, Any]) -> None:
        new: Any = plant.Plant
        self._plant = new(msgspec.to_builtins(board.model), heater["watts_x10"] / 10)
        self._sensors = [_Reading(0) for _ in heater["sensors"]]
        self._supervisor = Supervisor(
            heater["target_cc"], heater["cutoff_cc"], heater["heat_ms"], len(self._sensors)
        )
        self._control = HeatControl(heater["kp_q15"], heater["ti_s"], heater["ramp_cc_per_min"])
        self._samples = 0
        self.cut_at: int | None = None
        self.why = ""

    def sample(self, target_cc: int) -> tuple[float, float]:
        """One step; (pad, skin) in degrees after it."""
        for sensor in self._sensors:
            sensor.measure(self._plant.sensor_c)
        judge, control = self._supervisor, self._control
        judge.sample(self._sensors, target_cc, control.duty_q15)
        control.sample(judge.permitted_cc, judge.pad_cc or 0)
        if target_cc and not judge.permitted_cc and self.cut_at is None:
            self.cut_at = self._samples
            self.why = judge.fault or ("the pad must rest" if judge.resting else "the pad is cold")
        self._samples += 1
        self._plant.power = control.duty_q15 / FULL_Q15
        self._plant.settle(self._samples * SAMPLE_MS * 1000)
        return self._plant.pad_c, self._plant.foot_c
