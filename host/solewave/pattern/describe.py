"""Compiled bytes become a score again: what a file holds, for people, pictures and tests."""

from __future__ import annotations

from sole.core import pattern
from sole.core.pattern import u16, u24
from sole.core.zones import COUNT

from solewave.pattern.model import PlayedSection, Score, Span, Voice, Wave


def describe(data: bytes) -> Score:
    """The score in a compiled file. Raises `sole.core.pattern.PatternError` if it has none."""
    pattern.check(data)
    at, count = u16(data, 16), u16(data, 18)
    return Score(
        title=pattern.title(data),
        note=pattern.note(data),
        silent_end=bool(data[26] & pattern.FLAG_SILENT),
        duration_ms=pattern.duration_ms(data),
        sections=tuple(_section(data, index) for index in range(data[15])),
        steps=tuple((data[step], data[step + 1]) for step in range(at, at + 2 * count, 2)),
    )


def order(score: Score) -> list[int]:
    """Indices of the sections in the order they play, all repeats written out."""
    played: list[int] = []
    begun: list[tuple[int, int]] = []
    for code, argument in score.steps:
        if code == pattern.STEP_PLAY:
            played.append(argument)
        elif code == pattern.STEP_REPEAT:
            begun.append((len(played), argument))
        else:
            start, times = begun.pop()
            played += played[start:] * (times - 1)
    return played


def _section(data: bytes, index: int) -> PlayedSection:
    at = pattern.section_at(data, index)
    voice_at = u16(data, at + 4)
    voices = []
    for _ in range(data[at + 3]):
        voice = _voice(data, voice_at)
        voice_at += pattern.VOICE_SIZE + len(voice.delays)
        voices.append(voice)
    name = pattern.section_name(data, index)
    return PlayedSection(name, u24(data, at), u16(data, at + 6), u24(data, at + 8), tuple(voices))


def _voice(data: bytes, at: int) -> Voice:
    mask = u16(data, at + 24)
    zones = [zone for zone in range(COUNT) if mask >> zone & 1]
    delays = tuple((zone, data[at + 26 + index]) for index, zone in enumerate(zones))
    levels = (u16(data, at + 16), u16(data, at + 18))
    if data[at] == pattern.WAVE_CURVE:
        points = _points(data, u16(data, at + 20), data[at + 22])
        wave = Wave(u16(data, at + 2), *levels, points=points)
    else:
        shape = (data[at + 20], data[at + 21], data[at + 22])
        wave = Wave(u16(data, at + 2), *levels, shape)
    span = Span(u24(data, at + 4), u24(data, at + 7), u24(data, at + 10), u24(data, at + 13))
    return Voice(data[at], data[at + 1], wave, span, delays)


def _points(data: bytes, at: int, count: int) -> tuple[tuple[int, int], ...]:
    ends = range(at, at + count * pattern.KEYFRAME_SIZE, pattern.KEYFRAME_SIZE)
    return tuple((u24(data, key), u16(data, key + 3)) for key in ends)
