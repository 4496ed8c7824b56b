"""What must come out, found in another way than the code under attack finds it."""

from __future__ import annotations

import json
from binascii import crc32
from typing import Any

SEAL_BYTES = 9
DONE, USER, DEVICE = 0, 1, 2
REFUSED = (
    "the massager refused: ", "the massager has no pattern ", "the massager has no bedtime yet",
    "nothing plays", "nothing is paused", "name the fault", "no fault is latched",
)  # fmt: skip
"""How a message begins that asks the person, not the device, for something else."""


def shows_no_harm(code: int, said: str) -> None:
    """Asserts that a command ended as it should, whatever the device was, and printed text only.

    The person is asked for something else (exit code 1) only where the device said that it works.
    """
    assert code in (DONE, USER, DEVICE)
    assert all(char.isprintable() or char in "\n\xa0" for char in said), ascii(said)
    if code == USER:
        assert said.rpartition("solewave: ")[2].startswith(REFUSED), said


def frames_in(data: bytes, most_bytes: int) -> list[Any]:
    """The object of each frame in a stream, or the code of its refusal, in order."""
    found = []
    for line in data.split(b"\n")[:-1]:
        _before, mark, body = line.rpartition(b"\x1e")
        if mark:
            found.append(_frame(body, most_bytes))
    return found


def _frame(body: bytes, most_bytes: int) -> Any:
    if len(body) > most_bytes:
        return "too-long"
    body = body.removesuffix(b"\r")
    text, seal = body[:-SEAL_BYTES], body[-SEAL_BYTES:]
    if seal != f"#{crc32(text):08x}".encode():
        return "bad-crc"
    try:
        value = json.loads(text)
    except ValueError:
        return "not-json"
    return value if isinstance(value, dict) else "not-json"
