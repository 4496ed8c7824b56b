"""A pattern with every word resolved to the numbers that the device counts in.

Zones are places of the sole (index into `sole.core.zones.PLACES`) until a stroke
becomes a voice; a voice names the ten zones. Levels are Q15, times milliseconds.
"""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True):
    """When a stroke sounds in its section, and how it comes and goes."""

    start_ms: int
    end_ms: int
    fade_in_ms: int = 0
    fade_out_ms: int = 0


class Wave(msgspec.Struct, frozen=True):
    """How a stroke moves.

    `period_ms` is one cycle of one foot, 0 where nothing repeats. `shape` (rise, hold,
    fall in 1/256 of a cycle) is set for tapotement and compression, `points` (ms, Q15) for a
    curve.
    """

    period_ms: int
    low_q15: int
    high_q15: int
    shape: tuple[int, int, int] = (0, 0, 0)
    points: tuple[tuple[int, int], ...] = ()


class Stroke(msgspec.Struct, frozen=True):
    """One massage stroke in a section; `places` are in the order in which it runs."""

    kind: str
    places: tuple[int, ...]
    feet: str
    span: Span
    wave: Wave


class Section(msgspec.Struct, frozen=True):
    """Strokes that sound together, and a heat target.

    `heat_cc` is hundredths of a degree, 0 for off, None to keep what was before.
    """

    name: str
    duration_ms: int
    strokes: tuple[Stroke, ...] = ()
    heat_cc: int | None = None
    heat_ramp_ms: int = 0


class Repeat(msgspec.Struct, frozen=True):
    """Part of a sequence that plays `times` times (2 to 255)."""

    times: int
    play: tuple[Step, ...]


Step = str | Repeat
"""A section's name, or a repeat."""


class Pattern(msgspec.Struct, frozen=True):
    """A whole pattern as its author meant it."""

    title: str
    note: str
    silent_end: bool
    sections: tuple[Section, ...]
    sequence: tuple[Step, ...]


class Voice(msgspec.Struct, frozen=True):
    """One oscillator of the compiled file; docs/pattern-format.md explains each field.

    `delays` holds (zone 0 to 9, delay in 1/256 of the period), in order of the zone. A
    voice whose feet take turns has twice its stroke's period here.
    """

    code: int
    flags: int
    wave: Wave
    span: Span
    delays: tuple[tuple[int, int], ...]


class PlayedSection(msgspec.Struct, frozen=True):
    """A section record of the compiled file: its heat target is resolved."""

    name: str
    duration_ms: int
    heat_cc: int
    heat_ramp_ms: int
    voices: tuple[Voice, ...]


class Score(msgspec.Struct, frozen=True):
    """What a compiled file holds: section records, and steps (code, argument) that play them."""

    title: str
    note: str
    silent_end: bool
    duration_ms: int
    sections: tuple[PlayedSection, ...]
    steps: tuple[tuple[int, int], ...]
