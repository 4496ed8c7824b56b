"""Everything that a preview shows, computed once, whoever draws it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sole.core.frame import unseal
from sole.core.limits import FULL_Q15
from sole.core.zones import COUNT, ZONES

from solewave import board as boards
from solewave import connect
from solewave.board import Board
from solewave.live import clock
from solewave.pattern.describe import describe
from solewave.playable import Playable
from solewave.preview.course import Course, play
from solewave.preview.drive import Drive, drive
from solewave.preview.labels import TIE
from solewave.preview.marks import Mark, marks
from solewave.preview.timeline import Timeline, timeline
from solewave.preview.warmth import Warmth, warm

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """A pattern as it was played.

    `on_board`: the person named the board, so the lanes show what its motors are driven
    with; otherwise they show the pattern's own levels, and the board is the reference
    massager. `warmth` is None where there is no heat.
    """

    name: str
    title: str
    board: Board
    on_board: bool
    timeline: Timeline
    course: Course
    drive: Drive
    warmth: Warmth | None
    marks: list[Mark]

    @property
    def duration_ms(self) -> int:
        """How long the pattern plays."""
        return self.timeline.duration_ms

    @property
    def facts(self) -> str:
        """Length, sections and board, for a line below the title."""
        names = {span.name for span in self.timeline.spans}
        count = f"{len(names)} section{'s' if len(names) != 1 else ''}"
        where = "as played by" if self.on_board else "heat and current of"
        return f"{clock(self.duration_ms)} min, {count}, {where} {self.board.title}"

    @property
    def own_texts(self) -> list[str]:
        """Texts with words of the person who wrote the pattern or the board."""
        sections = [span.name for span in self.timeline.spans]
        return [self.title, self.facts, *sections, *(mark.text for mark in self.marks)]

    @property
    def summary(self) -> list[str]:
        """What pad and motors come to, a line each, for `labels.wrapped`."""
        total_ma, budget_ma = self.drive.total_ma, self.drive.budget_ma
        found = [
            f"motors: at most {int(total_ma.max())}{TIE}mA of {budget_ma}{TIE}mA, "
            f"{int(total_ma.mean())}{TIE}mA on average"
        ]
        if self.warmth is not None:
            found.append(self.warmth.summary)
        elif self.course.target_cc.any():
            found.append("heat: the board has no heater")
        else:
            found.append("heat: none")
        return found

    @cached_property
    def lanes_pct(self) -> Floats:
        """(steps, 10) in percent, in order of the zones."""
        if not self.on_board:
            pct: Floats = self.course.levels_q15.astype(np.float64) * (100 / FULL_Q15)
            return pct
        own = [self.own_motor(zone) for zone in range(COUNT)]
        lanes: Floats = np.zeros((len(self.course.levels_q15), COUNT))
        for zone, motor in enumerate(own):
            if motor is not None:
                lanes[:, zone] = self.drive.duty_q15[:, motor] * (100 / FULL_Q15)
        return lanes

    def own_motor(self, zone: int) -> int | None:
        """Index of the motor that sits in `zone`, None where the board has none there."""
        motor = self.drive.zone_motors[zone]
        sits = motor >= 0 and self.board.motors[motor].zone == ZONES[zone]
        return motor if sits else None

    def stand_in(self, zone: int) -> str | None:
        """The zone (such as left_ball) that plays for `zone` on the named board, if another."""
        motor = self.drive.zone_motors[zone]
        if not self.on_board or motor < 0 or self.own_motor(zone) is not None:
            return None
        return self.board.motors[motor].zone


def compose(pattern: Playable, board: Board | None = None) -> Scene:
    """Plays a pattern on `board`, or on the reference massager, and keeps what is to be seen."""
    on = board or boards.load(connect.BOARD_DEFAULT)
    compiled = unseal(on.compiled())
    score = describe(pattern.data)
    when = timeline(score)
    course = play(pattern.data)
    driven = drive(course.levels_q15, course.step_ms, compiled)
    warmth = warm(course, on, compiled)
    known = marks(pattern.warnings, score, when, course, driven, warmth)
    title = pattern.title or pattern.name
    return Scene(pattern.name, title, on, board is not None, when, course, driven, warmth, known)


def binned(values: NDArray[np.generic], count: int) -> tuple[Floats, Floats]:
    """(peak, mean) of at most `count` equal stretches of `values`, along its first axis."""
    rows = np.asarray(values, dtype=np.float64)
    count = min(count, len(rows))
    starts = np.arange(count) * len(rows) // count
    sizes = np.diff(np.append(starts, len(rows)))
    mean = np.add.reduceat(rows, starts, axis=0)
    mean /= sizes.reshape(-1, *[1] * (rows.ndim - 1))
    return np.maximum.reduceat(rows, starts, axis=0), mean
