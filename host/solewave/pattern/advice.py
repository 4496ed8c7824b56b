"""Warnings: what a pattern plays otherwise than its author wrote."""

from __future__ import annotations

from collections.abc import Iterable

from sole.core import limits
from sole.core.zones import ZONES

from solewave.pattern.describe import order
from solewave.pattern.model import Pattern, PlayedSection, Score, Section, Stroke
from solewave.pattern.strokes import hump
from solewave.pattern.units import spoken_cc, spoken_ms
from solewave.problems import KeyPath, Problems

SPIN_UP_MS = 60
"""Typical time in which a small eccentric motor gets going (60 to 100 ms), where no
board tells it."""
CYCLE = 256


def note_timing(pattern: Pattern, spin_up_ms: int, problems: Problems) -> None:
    """Warns of pulses too short for the motors, and of strokes cut off in their first cycle."""
    for section in pattern.sections:
        for index, stroke in enumerate(section.strokes):
            at: KeyPath = ("section", section.name, "stroke", index)
            _note_pulse(stroke, spin_up_ms, at, problems)
            _note_cut(section, stroke, at, problems)


def _note_pulse(stroke: Stroke, spin_up_ms: int, at: KeyPath, problems: Problems) -> None:
    pulse_ms = _pulse_ms(stroke)
    if pulse_ms is None or pulse_ms >= spin_up_ms:
        return
    what = f"pulses of {spoken_ms(pulse_ms)} are hardly felt"
    remedy = f"A motor takes {spoken_ms(spin_up_ms)} to get going: play slower."
    problems.warning((*at, "tap") if stroke.kind == "tapotement" else at, what, remedy)


def _pulse_ms(stroke: Stroke) -> int | None:
    """How long a zone is driven in one cycle; None where it never stands still between."""
    if stroke.wave.low_q15 or not stroke.wave.period_ms or stroke.kind == "curve":
        return None
    parts = {
        "effleurage": 2 * hump(len(stroke.places))[0],
        "petrissage": 224,
        "friction": CYCLE,
        "vibration": CYCLE,
    }.get(stroke.kind, sum(stroke.wave.shape))
    return round(stroke.wave.period_ms * parts / CYCLE)


def _note_cut(section: Section, stroke: Stroke, at: KeyPath, problems: Problems) -> None:
    length_ms = stroke.span.end_ms - stroke.span.start_ms
    cycle_ms = stroke.wave.period_ms * (2 if stroke.feet == "alternate" else 1)
    if stroke.kind == "curve" and not cycle_ms:
        cycle_ms = stroke.wave.points[-1][0]
    if stroke.kind != "vibration" and cycle_ms > length_ms:
        what = (
            f"ends after {spoken_ms(length_ms)}, before its first cycle of {spoken_ms(cycle_ms)}"
        )
        problems.warning(at, what, f"The section lasts {spoken_ms(section.duration_ms)}.")


def note_heat(score: Score, problems: Problems) -> None:
    """Warns of targets that rise faster than the pad may, and of more heat than is allowed."""
    before_cc = 0
    heated_ms = 0
    for index in order(score):
        section = score.sections[index]
        _note_climb(section, before_cc, problems)
        heated_ms += _heated_ms(section, before_cc)
        before_cc = section.heat_cc
    if heated_ms > limits.HEAT_TIME_MAX_MS:
        what = f"asks for {spoken_ms(heated_ms)} of heat"
        remedy = f"The pad is switched off after {spoken_ms(limits.HEAT_TIME_MAX_MS)}, to cool."
        problems.warning(("sequence",), what, remedy)


def _note_climb(section: PlayedSection, before_cc: int, problems: Problems) -> None:
    """From off a ramp begins at the lowest target."""
    climb_cc = section.heat_cc - max(before_cc, limits.HEAT_TARGET_MIN_CC)
    needed_ms = climb_cc * 60_000 // limits.HEAT_RAMP_MAX_CC_PER_MIN
    if climb_cc <= 0 or section.heat_ramp_ms >= needed_ms:
        return
    ramp = spoken_ms(section.heat_ramp_ms)
    what = f"{spoken_cc(climb_cc)} °C in {ramp} is faster than the pad warms"
    remedy = f"It takes at least {spoken_ms(needed_ms)} (3 °C a minute) and comes later."
    problems.warning(("section", section.name, "heat"), what, remedy)


def _heated_ms(section: PlayedSection, before_cc: int) -> int:
    if section.heat_cc:
        return section.duration_ms
    return section.heat_ramp_ms if before_cc else 0


def note_board(
    score: Score, served: Iterable[str], heat_max_cc: int | None, problems: Problems
) -> None:
    """Warns of zones that a board has no motor for, and of heat that it does not give.

    `served` are names of `sole.core.zones.ZONES`; `heat_max_cc` is None without a heater.
    """
    lacking = [ZONES[zone] for zone in _zones(score) if ZONES[zone] not in set(served)]
    if lacking:
        what = f"the board has no motor for {', '.join(lacking)}"
        problems.warning((), what, "The nearest zone plays for each.")
    for section in score.sections:
        at: KeyPath = ("section", section.name, "heat")
        if section.heat_cc and heat_max_cc is None:
            problems.warning(at, "the board has no heater", "The strokes play without heat.")
        elif heat_max_cc is not None and section.heat_cc > heat_max_cc:
            what = f"the board heats to at most {spoken_cc(heat_max_cc)} °C"
            problems.warning(at, what, "It stays at that.")


def _zones(score: Score) -> list[int]:
    voices = (voice for section in score.sections for voice in section.voices)
    return sorted({zone for voice in voices for zone, _ in voice.delays})
