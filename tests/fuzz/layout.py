"""Where the numbers of a compiled pattern lie, as docs/pattern-format.md has it.

Reads as far as it can: what is looked at is often spoiled already.
"""

from __future__ import annotations

_HEADER = ((12, 3), (15, 1), (16, 2), (18, 2), (20, 2), (22, 2), (24, 2), (26, 1), (27, 1))
_SECTION = ((0, 3), (3, 1), (4, 2), (6, 2), (8, 3), (11, 1), (12, 2))
_VOICE = (
    (0, 1), (1, 1), (2, 2), (4, 3), (7, 3), (10, 3), (13, 3), (16, 2), (18, 2), (20, 1), (21, 1),
    (22, 1), (20, 2), (23, 1), (24, 2),
)  # fmt: skip
_KEY = ((0, 3), (3, 2))
_CURVE = 2

Field = tuple[int, int]
"""Offset and size in bytes."""


def fields(data: bytes) -> list[Field]:
    """Every number of the file that lies within it."""
    found = list(_HEADER)
    steps_at, steps, sections_at = (_number(data, at, 2) for at in (16, 18, 20))
    found += [(at, 1) for at in range(steps_at, steps_at + 2 * min(steps, 8))]
    for index in range(min(_number(data, 15, 1), 8)):
        found += _section(data, sections_at + 14 * index)
    return [(at, size) for at, size in found if at + size <= len(data)]


def size_said(size: int) -> bytes:
    """A file's length as its header has it."""
    return (size & 0xFFFF).to_bytes(2, "little")


def _section(data: bytes, at: int) -> list[Field]:
    found = [(at + offset, size) for offset, size in _SECTION]
    voice = _number(data, at + 4, 2)
    for _ in range(min(_number(data, at + 3, 1), 4)):
        found += [(voice + offset, size) for offset, size in _VOICE]
        zones = _number(data, voice + 24, 2).bit_count()
        found += [(voice + 26 + zone, 1) for zone in range(zones)]
        if _number(data, voice, 1) == _CURVE:
            found += _curve(data, voice)
        voice += 26 + zones
    return found


def _curve(data: bytes, voice: int) -> list[Field]:
    first, count = _number(data, voice + 20, 2), min(_number(data, voice + 22, 1), 4)
    return [(first + 5 * key + offset, size) for key in range(count) for offset, size in _KEY]


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")
