"""A score becomes bytes, laid out as docs/pattern-format.md says."""

from __future__ import annotations

import struct
from binascii import crc32

from sole.core import pattern

from solewave.pattern.model import PlayedSection, Score, Voice


def encode(score: Score) -> bytes:
    """The compiled file. Raises OverflowError if an offset would not fit into 16 bits.

    The caller has made sure of the limits (`solewave.pattern.overruns`).
    """
    body = _Body(pattern.HEADER_SIZE + len(score.sections) * pattern.SECTION_SIZE)
    records = b"".join(_section(section, body) for section in score.sections)
    steps_at = body.place(b"".join(bytes(step) for step in score.steps))
    title_at, note_at = body.text(score.title), body.text(score.note)
    tail = bytearray(_u24(score.duration_ms))
    tail += struct.pack(
        "<BHHHHHBB",
        len(score.sections),
        steps_at,
        len(score.steps),
        pattern.HEADER_SIZE,
        title_at,
        note_at,
        pattern.FLAG_SILENT if score.silent_end else 0,
        0,
    )
    tail += records + body.data
    size = pattern.BODY_AT + len(tail)
    head = struct.pack("<4sBBH", pattern.MAGIC, pattern.MAJOR, pattern.MINOR, _u16(size))
    return head + struct.pack("<I", crc32(tail)) + bytes(tail)


class _Body:
    """What lies behind the section records; a piece that is there already is used again."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.data = bytearray()

    def place(self, piece: bytes) -> int:
        """Offset in the file at which `piece` stands."""
        found = self.data.find(piece)
        if found < 0:
            found = len(self.data)
            self.data += piece
        return _u16(self._at + found)

    def text(self, text: str) -> int:
        """Offset of a text, 0 for none."""
        raw = text.encode()
        return self.place(bytes([len(raw)]) + raw) if raw else 0


def _section(section: PlayedSection, body: _Body) -> bytes:
    voices = b"".join(_voice(voice, body) for voice in section.voices)
    voices_at = body.place(voices) if voices else 0
    return (
        _u24(section.duration_ms)
        + struct.pack("<BHH", len(section.voices), voices_at, section.heat_cc)
        + _u24(section.heat_ramp_ms)
        + struct.pack("<BH", 0, body.text(section.name))
    )


def _voice(voice: Voice, body: _Body) -> bytes:
    span, wave = voice.span, voice.wave
    times = (span.start_ms, span.end_ms, span.fade_in_ms, span.fade_out_ms)
    mask = sum(1 << zone for zone, _ in voice.delays)
    return (
        struct.pack("<BBH", voice.code, voice.flags, wave.period_ms)
        + b"".join(_u24(time_ms) for time_ms in times)
        + struct.pack("<HH", wave.low_q15, wave.high_q15)
        + _shape(voice, body)
        + struct.pack("<BH", 0, mask)
        + bytes(delay for _, delay in voice.delays)
    )


def _shape(voice: Voice, body: _Body) -> bytes:
    points = voice.wave.points
    if voice.code != pattern.WAVE_CURVE:
        return bytes(voice.wave.shape)
    keyframes = b"".join(_u24(time_ms) + struct.pack("<H", level) for time_ms, level in points)
    return struct.pack("<HB", body.place(keyframes), len(points))


def _u24(number: int) -> bytes:
    return number.to_bytes(3, "little")


def _u16(number: int) -> int:
    if number > 0xFFFF:
        raise OverflowError("the compiled pattern is larger than 64 KiB")
    return number
