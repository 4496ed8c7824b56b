"""Spoils good inputs so that more than the first check is reached: each is made right again in
what comes before (CRC, length) and wrong in what comes after.

Each mutator takes bytes and a `random.Random` and gives bytes; the same two give the same.
"""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

import builder
from fuzz.layout import fields, size_said
from fuzz.oracles import SEAL_BYTES
from fuzz.words import ANSWERS, ENVELOPES, NOISES, NUMBERS, TOKENS, VALUES, number_near
from sole.core.frame import frame, seal
from solewave.answers import is_deep

CHANGES_MAX = 3
"""More would seldom leave anything that gets far."""
HONEST = 0.9
"""How often what comes before is made right."""


def compiled_pattern(data: bytes, rng: Random) -> bytes:
    """Fields of a compiled pattern get other numbers; its length and CRC are put right."""
    spoiled = bytearray(data)
    for _ in range(rng.randint(1, CHANGES_MAX)):
        kind = rng.random()
        if kind < 0.7:
            _change_field(spoiled, rng)
        elif kind < 0.8 and len(spoiled) >= 20:
            _change_sequence(spoiled, rng)
        else:
            _change_bytes(spoiled, rng)
    if len(spoiled) >= 12 and rng.random() < HONEST:
        size = size_said(len(spoiled)) if rng.random() < HONEST else spoiled[6:8]
        spoiled[:8] = b"SOLE\x01\x00" + size
        return builder.reseal(bytes(spoiled))
    return bytes(spoiled)


def _change_field(data: bytearray, rng: Random) -> None:
    """One number of the layout becomes another, often one at a limit or near what it was."""
    found = fields(bytes(data))
    if not found:
        _change_bytes(data, rng)
        return
    at, size = rng.choice(found)
    was = int.from_bytes(data[at : at + size], "little")
    new = number_near(was, len(data), rng) % (1 << 8 * size)
    data[at : at + size] = new.to_bytes(size, "little")


def _change_sequence(data: bytearray, rng: Random) -> None:
    """Another sequence: repeats, their ends and sections in any order, some of it well formed."""
    steps = rng.randint(1, 24)
    made = [(2, rng.choice((2, 2, 3, 255)))] * rng.choice((0, 1, 3, 8, 9))
    made += [(rng.choice((1, 1, 1, 2, 3)), rng.choice((0, 0, 1, 2, 255))) for _ in range(steps)]
    made += [(3, 0)] * rng.choice((0, 1, 3, 8, 9))
    data[16:20] = len(data).to_bytes(2, "little") + len(made).to_bytes(2, "little")
    data += bytes(number for step in made for number in step)


def _change_bytes(data: bytearray, rng: Random) -> None:
    """Some bytes become others, go, or come twice."""
    if not data:
        data.extend(rng.randbytes(rng.randint(1, 40)))
        return
    at = rng.randrange(len(data))
    size = rng.choice((1, 1, 1, 2, 3, 14, 26))
    part = bytes(data[at : at + size])
    kind = rng.randrange(5)
    if kind == 0:
        del data[at : at + size]
    elif kind == 1:
        data[at:at] = part
    elif kind == 2:
        data[at:at] = rng.randbytes(size)
    else:
        data[at : at + size] = rng.randbytes(len(part))


def compiled_board(data: bytes, rng: Random) -> bytes:
    """Values of a sealed board file become others, and it is sealed again."""
    board = _unsealed(data)
    if board is None or rng.random() < 0.1:
        return _sealed_text(data, rng)
    for _ in range(rng.randint(1, CHANGES_MAX)):
        _change_value(board, rng)
    return seal(board)


def _unsealed(data: bytes) -> Any:
    try:
        value = json.loads(data[:-SEAL_BYTES])
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and value else None


def _sealed_text(data: bytes, rng: Random) -> bytes:
    """Text that may be no JSON at all, with a right CRC most times."""
    body = bytearray(data[:-SEAL_BYTES])
    _change_bytes(body, rng)
    right = b"#%08x" % crc32(body)
    return bytes(body) + (right if rng.random() < HONEST else data[-SEAL_BYTES:])


def _change_value(table: Any, rng: Random, values: Sequence[Any] = VALUES) -> None:
    """Goes down to some value and puts another there, or takes it away."""
    while True:
        keys = list(table) if isinstance(table, dict) else list(range(len(table)))
        if not keys:
            return
        key = rng.choice(keys)
        inner = table[key]
        if not isinstance(inner, (dict, list)) or rng.random() < 0.15:
            break
        table = inner
    kind = rng.random()
    if kind < 0.1:
        del table[key]
    elif kind < 0.2 and isinstance(table, list):
        table.append(deepcopy(rng.choice(table)))
    elif isinstance(inner, int) and kind < 0.7:
        table[key] = inner + rng.choice(NUMBERS) * rng.choice((-1, 1))
    else:
        table[key] = deepcopy(rng.choice(values))


def frames(data: bytes, rng: Random) -> bytes:
    """A stream of frames: some good, some spoiled, with noise between."""
    stream = bytearray(data[-200:])
    for _ in range(rng.randint(1, CHANGES_MAX)):
        kind = rng.randrange(6)
        if kind == 0:
            stream += b"\x1e" + _spoiled_request(rng) + rng.choice((b"\n", b"\r\n", b"", b"\r"))
        elif kind == 1:
            stream += rng.choice((b"\x1e", b"\n", b"\x1e\n", b"#00000000\n", b">>> ", b"\x1e" * 3))
        elif kind == 2:
            stream += b"\x1e" + b"x" * rng.choice((8, 9, 94, 95, 96, 97, 300)) + b"\n"
        else:
            _change_bytes(stream, rng)
    return bytes(stream)


def _spoiled_request(rng: Random) -> bytes:
    request: dict[str, Any] = {"id": 1, "do": "play", "name": "a", "at": 5}
    _change_value(request, rng)
    return _sealed_text(seal(request), rng) if rng.random() < 0.3 else seal(request)


def spoiled_answer(value: dict[str, Any], rng: Random) -> bytes:
    """What a device may send instead of `value`: a frame, several, none, or no frame at all."""
    kind = rng.random()
    if kind < 0.6:
        return frame(with_changes(value, rng))
    if kind < 0.7:
        return rng.choice((b"", frame(value) * 2, frame(value)[:-3] + b"\n", frame(value)[1:]))
    if kind < 0.8:
        return rng.choice(NOISES) + frame(value)
    return frame({**value, **rng.choice(ENVELOPES)})


def with_changes(value: dict[str, Any], rng: Random) -> dict[str, Any]:
    """A copy in which some values are what no massager tells."""
    made = deepcopy(value)
    for _ in range(rng.randint(1, CHANGES_MAX)):
        _change_value(made, rng, ANSWERS)
    return made


def answers(data: bytes, rng: Random) -> bytes:
    """A recorded conversation (see `fuzz.seeds`) of which some lines are spoiled."""
    kept = data[1:].split(b"\n")
    for _ in range(rng.randint(1, CHANGES_MAX)):
        at = rng.randrange(len(kept))
        value = _framed(kept[at])
        kind = rng.random()
        if value is not None and kind < 0.8:
            kept[at] = spoiled_answer(value, rng).removesuffix(b"\n")
        elif kind < 0.9:
            kept[at : at + 1] = rng.choice(([], [kept[at]] * 2, [rng.choice(kept)], [b""]))
        else:
            raw = bytearray(kept[at])
            _change_bytes(raw, rng)
            kept[at] = bytes(raw)
        kept = kept or [b""]
    which = data[:1] if rng.random() < HONEST else rng.randbytes(1)
    return which + b"\n".join(kept)


def _framed(line: bytes) -> Any:
    """The object of a frame, None where there is none, or one too deep to be copied."""
    value = _unsealed(line[1:]) if line.startswith(b"\x1e") else None
    return None if is_deep(value) else value


def written(data: bytes, rng: Random) -> bytes:
    """TOML text in which values, lines or characters become others."""
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(rng.randint(1, CHANGES_MAX)):
        _change_line(lines, rng)
    return "\n".join(lines).encode()


def _change_line(lines: list[str], rng: Random) -> None:
    at = rng.randrange(len(lines))
    kind = rng.random()
    key, equals, _ = lines[at].partition("=")
    if equals and kind < 0.6:
        lines[at] = f"{key}= {rng.choice(TOKENS)}"
    elif kind < 0.7:
        del lines[at : at + rng.choice((1, 1, 5))]
        lines[at:at] = [] if lines else [""]
    elif kind < 0.8:
        lines.insert(at, rng.choice(lines))
    elif kind < 0.9:
        lines.insert(at, f"{rng.choice(TOKENS)} = {rng.choice(TOKENS)}")
    else:
        raw = bytearray(lines[at].encode())
        _change_bytes(raw, rng)
        lines[at] = raw.decode("utf-8", "replace")


MUTATORS: dict[str, Callable[[bytes, Random], bytes]] = {
    "frames": frames,
    "compiled-pattern": compiled_pattern,
    "compiled-board": compiled_board,
    "written-pattern": written,
    "written-board": written,
    "answers": answers,
}
"""By the target that they are made for."""
