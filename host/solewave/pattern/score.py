"""A pattern becomes a score: heat targets resolved along the sequence, strokes as voices."""

from __future__ import annotations

from sole.core.pattern import STEP_END, STEP_PLAY, STEP_REPEAT

from solewave.pattern.model import Pattern, PlayedSection, Repeat, Score, Section, Step
from solewave.pattern.strokes import voice

Codes = list[tuple[int, int]]


def compose(pattern: Pattern) -> Score:
    """The score of a pattern.

    A section without a heat target keeps the one before it. Where it is reached with
    different targets it gets a record for each; a repeat whose first time differs
    in this from the others is written out once.
    """
    book = _Book(pattern.sections)
    codes, _ = _codes(pattern.sequence, 0, book)
    return Score(
        title=pattern.title,
        note=pattern.note,
        silent_end=pattern.silent_end,
        duration_ms=duration_ms(pattern.sequence, durations_ms(pattern)),
        sections=tuple(book.records),
        steps=tuple(codes),
    )


def durations_ms(pattern: Pattern) -> dict[str, int]:
    """How long each section lasts, by its name."""
    return {section.name: section.duration_ms for section in pattern.sections}


def duration_ms(steps: tuple[Step, ...], lasting_ms: dict[str, int]) -> int:
    """How long steps play, repeats and all."""
    total_ms = 0
    for step in steps:
        if isinstance(step, Repeat):
            total_ms += step.times * duration_ms(step.play, lasting_ms)
        else:
            total_ms += lasting_ms[step]
    return total_ms


class _Book:
    """Section records in the order of their first sound; one for each (name, heat target)."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self._sections = {section.name: section for section in sections}
        self._index: dict[tuple[str, int], int] = {}
        self.records: list[PlayedSection] = []

    def play(self, name: str, before_cc: int) -> tuple[int, int]:
        """(index of the record, its heat target) for a section reached with `before_cc`."""
        section = self._sections[name]
        heat_cc = before_cc if section.heat_cc is None else section.heat_cc
        if (name, heat_cc) not in self._index:
            self._index[name, heat_cc] = len(self.records)
            self.records.append(_record(section, heat_cc))
        return self._index[name, heat_cc], heat_cc


def _record(section: Section, heat_cc: int) -> PlayedSection:
    voices = tuple(voice(stroke) for stroke in section.strokes)
    return PlayedSection(section.name, section.duration_ms, heat_cc, section.heat_ramp_ms, voices)


def _codes(steps: tuple[Step, ...], heat_cc: int, book: _Book) -> tuple[Codes, int]:
    codes: Codes = []
    for step in steps:
        if isinstance(step, Repeat):
            added, heat_cc = _repeat_codes(step, heat_cc, book)
            codes += added
        else:
            index, heat_cc = book.play(step, heat_cc)
            codes.append((STEP_PLAY, index))
    return codes, heat_cc


def _repeat_codes(step: Repeat, heat_cc: int, book: _Book) -> tuple[Codes, int]:
    first, heat_cc = _codes(step.play, heat_cc, book)
    again, heat_cc = _codes(step.play, heat_cc, book)
    if first == again:
        return _times(step.times, first), heat_cc
    return first + _times(step.times - 1, again), heat_cc


def _times(times: int, codes: Codes) -> Codes:
    return codes if times == 1 else [(STEP_REPEAT, times), *codes, (STEP_END, 0)]
