"""What a person should know of a pattern, and when it happens."""

import re
from dataclasses import dataclass

import numpy as np

from solewave.pattern.model import Score
from solewave.preview.course import Course
from solewave.preview.drive import Drive
from solewave.preview.timeline import Span, Timeline
from solewave.preview.warmth import Warmth
from solewave.problems import Problem

_SECTION = re.compile(r'section\.(?:"(?P<quoted>.*?)"|(?P<bare>[A-Za-z0-9_-]+))(?P<rest>.*)')
_STROKE = re.compile(r"\.stroke\[(\d+)\]")


@dataclass(frozen=True)
class Mark:
    """One warning. `at_ms` is when it first holds, None where it holds of the whole pattern."""

    at_ms: int | None
    text: str


def marks(
    warnings: list[Problem],
    score: Score,
    timeline: Timeline,
    course: Course,
    drive: Drive,
    warmth: Warmth | None,
) -> list[Mark]:
    """All marks in order of time; those without a time come last."""
    found = [Mark(_when(problem.key, score, timeline), _told(problem)) for problem in warnings]
    found += _scaled(course, drive)
    if warmth is not None and warmth.cut_ms is not None:
        found.append(Mark(warmth.cut_ms, f"heat is cut off here: {warmth.why}"))
    return sorted(found, key=lambda mark: (mark.at_ms is None, mark.at_ms or 0))


def _told(problem: Problem) -> str:
    line = f"line {problem.line}, " if problem.line else ""
    place = f"{line}{problem.key}".strip(", ")
    remedy = f". {problem.remedy}" if problem.remedy else ""
    return f"{place}: {problem.what}{remedy}" if place else f"{problem.what}{remedy}"


def _when(key: str, score: Score, timeline: Timeline) -> int | None:
    found = _SECTION.match(key)
    if found is None:
        return None
    name = found["quoted"] or found["bare"]
    span = next((span for span in timeline.spans if span.name == name), None)
    return None if span is None else span.start_ms + _stroke_ms(found["rest"], span, score)


def _stroke_ms(rest: str, span: Span, score: Score) -> int:
    """How far into its section a stroke begins."""
    stroke = _STROKE.match(rest)
    voices = score.sections[span.index].voices
    if stroke is None or int(stroke[1]) >= len(voices):
        return 0
    return voices[int(stroke[1])].span.start_ms


def _scaled(course: Course, drive: Drive) -> list[Mark]:
    over = np.flatnonzero(drive.wanted_ma > drive.budget_ma)
    if not len(over):
        return []
    seconds = len(over) * course.step_ms / 1000
    what = (
        f"the motors want {int(drive.wanted_ma.max())} mA of {drive.budget_ma}: all are driven"
        f" weaker here, for {seconds:.3g} s in all"
    )
    return [Mark(int(over[0]) * course.step_ms, what)]
