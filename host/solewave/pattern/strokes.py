"""A stroke becomes a voice: which wave, and how much later it comes in each zone."""

from __future__ import annotations

from sole.core.pattern import VOICE_EASE, VOICE_TURNS, WAVE_CONSTANT, WAVE_CURVE, WAVE_TRAPEZOID
from sole.core.zones import PLACES

from solewave.pattern.model import Stroke, Voice, Wave
from solewave.pattern.read_wave import CYCLE

_HALF = CYCLE // 2
_KNEAD = (96, 32, 96)
"""Petrissage: up 3/8, hold 1/8, down 3/8, rest 1/8, so that neighbors in antiphase
add up to the same at every moment."""
_RIPPLE = (128, 0, 128)
_EASED = ("effleurage", "petrissage", "friction", "compression")
_CODES = {"vibration": WAVE_CONSTANT, "curve": WAVE_CURVE}


def voice(stroke: Stroke) -> Voice:
    """The one voice that sounds a stroke."""
    turns = stroke.feet == "alternate"
    wave = stroke.wave
    shape = _shape(stroke)
    period_ms = wave.period_ms * 2 if turns else wave.period_ms
    flags = (VOICE_EASE if stroke.kind in _EASED else 0) | (VOICE_TURNS if turns else 0)
    sounding = Wave(period_ms, wave.low_q15, wave.high_q15, shape, wave.points)
    code = _CODES.get(stroke.kind, WAVE_TRAPEZOID)
    return Voice(code, flags, sounding, stroke.span, _zone_delays(stroke))


def hump(count: int) -> tuple[int, float]:
    """How a wave travels through `count` zones: (rise in 1/256, step to the next zone).

    Neighboring humps overlap by half, so that the wave is passed on evenly, and the last
    hump ends with the cycle: a hand that strokes along the sole and is lifted.
    """
    if count == 1:
        return _HALF, 0.0
    step = CYCLE / (count + 1)
    return int(step), step


def _shape(stroke: Stroke) -> tuple[int, int, int]:
    if stroke.kind == "effleurage":
        rise, _ = hump(len(stroke.places))
        return rise, 0, rise
    if stroke.kind == "petrissage":
        return _KNEAD
    if stroke.kind == "friction":
        return _RIPPLE
    return stroke.wave.shape


def _delays(kind: str, count: int) -> list[int]:
    """How much later in the cycle (1/256) each zone of a foot is, in the stroke's order."""
    if kind == "effleurage":
        _, step = hump(count)
        return [round(index * step) for index in range(count)]
    if kind == "petrissage":
        return [_HALF * (index % 2) for index in range(count)]
    if kind == "friction":
        return [CYCLE * index // count for index in range(count)]
    return [0] * count


def _zone_delays(stroke: Stroke) -> tuple[tuple[int, int], ...]:
    """Left zones, then right ones; feet that take turns have half the delay each."""
    delays = _delays(stroke.kind, len(stroke.places))
    left = dict(zip(stroke.places, delays, strict=True))
    right = dict(left)
    if stroke.feet == "mirror":
        right = dict(zip(stroke.places, reversed(delays), strict=True))
    if stroke.feet == "alternate":
        left = {place: delay // 2 for place, delay in left.items()}
        right = {place: delay + _HALF for place, delay in left.items()}
    found = {} if stroke.feet == "right" else left
    if stroke.feet != "left":
        found = found | {place + len(PLACES): delay for place, delay in right.items()}
    return tuple(sorted(found.items()))
