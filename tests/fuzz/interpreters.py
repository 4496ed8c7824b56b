"""What each interpreter makes of the same inputs: `guest/verdicts.py` runs on all of them.

Inputs are (kind, bytes); a kind is a letter, `KINDS` says of which target.
"""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Sequence
from pathlib import Path

from fuzz.guest import verdicts
from rigs.guests import FIRMWARE, UNIX64, WASM32, Outcome, Unix64, Wasm32

Input = tuple[str, bytes]
KINDS = {"p": "compiled-pattern", "b": "compiled-board", "f": "frames"}
SIZE_MAX = 0xFFFF
ONE_INPUT_BYTES = 24 * 1024
"""Heap that one pattern, board file or frame may take, garbage included: on a board some 40 KB
are free while the firmware runs, and garbage is collected between two frames if it must."""
BATCH = 60
"""As many as the 32-bit interpreter is given at a time: it cannot collect garbage."""
SEAL_BYTES = 9
ENDS = "ends the interpreter: "
GUEST = Path(verdicts.__file__).parent
TELL = """
import gc
import verdicts
before = gc.mem_alloc()
for line in verdicts.lines({path!r}):
    if {collect}:
        gc.collect()
    print(gc.mem_alloc() - before, line)
    before = gc.mem_alloc()
"""
"""Each line is what the input cost, and its verdict."""

Told = list[tuple[int, str]]
"""Heap taken in bytes and verdict, in the order of the inputs."""


def on_cpython(folder: Path, inputs: Sequence[Input]) -> list[str]:
    """The verdicts of this interpreter; `folder` holds the inputs meanwhile."""
    return list(verdicts.lines(str(_written(folder, inputs))))


def on_64_bits(folder: Path, inputs: Sequence[Input]) -> Told:
    """All in one process, if none ends it; garbage is collected after each."""
    return _told(UNIX64, folder, inputs, len(inputs), collect=True)


def on_32_bits(folder: Path, inputs: Sequence[Input]) -> Told:
    """In processes of a few inputs each."""
    return _told(WASM32, folder, inputs, BATCH, collect=False)


def _told(
    guest: Unix64 | Wasm32, folder: Path, inputs: Sequence[Input], batch: int, *, collect: bool
) -> Told:
    """An interpreter that ended early is started anew with the input at which it did; the one
    that ends a fresh one has that for a verdict."""
    told: Told = []
    while len(told) < len(inputs):
        path = _written(folder, inputs[len(told) : len(told) + batch])
        code = TELL.format(path=str(path), collect=collect)
        ran = guest.run(code, [FIRMWARE, GUEST, folder])
        told += _lines(ran) or [(0, ENDS + (ran.err or ran.out)[-300:])]
    return told


def differing(
    inputs: Sequence[Input], expected: Sequence[str], told: Told
) -> list[tuple[str, bytes, str, str]]:
    """(kind, bytes, expected, told) of each input whose verdict is another."""
    return [
        (kind, data, right, verdict)
        for (kind, data), right, (_, verdict) in zip(inputs, expected, told, strict=True)
        if right != verdict and (is_strict(kind, data) or verdict.startswith(ENDS))
    ]


def frames_alone(inputs: Sequence[Input]) -> list[Input]:
    """The inputs with each frame of a stream as one of its own, for what one frame costs."""
    alone = {
        (kind, b"\x1e" + body) if kind == "f" else (kind, data): None
        for kind, data in inputs
        for body in (_bodies(data) if kind == "f" else [data])
    }
    return list(alone)


def is_strict(kind: str, data: bytes) -> bool:
    """Whether all JSON parsers agree on it: MicroPython's takes more, and less, than CPython's.
    Where the seal is wrong nobody parses."""
    if kind == "p":
        return True
    bodies = [data] if kind == "b" else _bodies(data)
    return all(not _is_sealed(body) or _parses(body[:-SEAL_BYTES]) for body in bodies)


def _bodies(stream: bytes) -> list[bytes]:
    """What stands between RS and LF."""
    return [line.rpartition(b"\x1e")[2].removesuffix(b"\r") for line in stream.split(b"\n")]


def _is_sealed(body: bytes) -> bool:
    return body[-SEAL_BYTES:] == b"#%08x" % crc32(body[:-SEAL_BYTES])


def _parses(body: bytes) -> bool:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        json.dumps(json.loads(body, parse_constant=refuse), ensure_ascii=False).encode()
        return b"\\u0000" not in body
    except (ValueError, RecursionError):
        return False


def _written(folder: Path, inputs: Sequence[Input]) -> Path:
    path = folder / "inputs"
    path.write_bytes(
        b"".join(kind.encode() + len(data).to_bytes(2, "little") + data for kind, data in inputs)
    )
    return path


def _lines(ran: Outcome) -> Told:
    """What was told of the inputs; a traceback, if it ended with one, goes to `err` or follows."""
    found = []
    for line in ran.out.splitlines():
        cost, _, verdict = line.partition(" ")
        if not cost.removeprefix("-").isdecimal():
            break
        found.append((int(cost), verdict))
    return found
