"""Good inputs to begin from, a list for each target: what is shipped, and one of each kind."""

from __future__ import annotations

import functools
from pathlib import Path

import mistakes
from fuzz.cable import COMMANDS, command
from fuzz.devices import Recorder
from rigs.guests import REPOSITORY
from sole.core.frame import frame
from solewave import board, pattern

REQUESTS: tuple[dict[str, object], ...] = (
    {"id": 1, "do": "hello"},
    {"id": 2, "do": "play", "ticket": 40000, "name": "a", "intensity_pct": 80, "tempo_pct": 120},
    {"id": 3, "do": "begin", "name": "stress-relief", "size": 515, "crc": 4022250974},
    {"id": 4, "do": "chunk", "at": 330, "b64": "U09MRQEA" * 4},
    {"id": 65535, "do": "stop", "now": True},
    {"id": 6, "do": "watch", "every_ms": 100},
)
"""One of each shape that goes to the device."""


@functools.cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Good inputs of a target (`fuzz.targets.TARGETS`), the same on every run."""
    return _FOUND[target]()


def _streams() -> tuple[bytes, ...]:
    return tuple(frame(request) for request in REQUESTS)


def _compiled_patterns() -> tuple[bytes, ...]:
    return (mistakes.GOOD, *(pattern.loads(text.decode()).data for text in _written_patterns()))


def _compiled_boards() -> tuple[bytes, ...]:
    return tuple(board.load(name).compiled() for name in board.names())


def _written_patterns() -> tuple[bytes, ...]:
    return _files("examples") + _files("routines")


def _written_boards() -> tuple[bytes, ...]:
    return _files("boards")


def _conversations() -> tuple[bytes, ...]:
    """What a massager says to each command: the command's number, then its lines."""
    found = []
    for number, (words, mood) in enumerate(COMMANDS):
        device = Recorder(mood)
        command(words, device)
        found.append(bytes([number]) + device.given)
    return tuple(found)


def _files(folder: str) -> tuple[bytes, ...]:
    paths: list[Path] = sorted((REPOSITORY / folder).glob("*.toml"))
    return tuple(path.read_bytes() for path in paths)


_FOUND = {
    "frames": _streams,
    "compiled-pattern": _compiled_patterns,
    "compiled-board": _compiled_boards,
    "written-pattern": _written_patterns,
    "written-board": _written_boards,
    "answers": _conversations,
}
