"""What must come out, found in another way than the code under attack finds it."""

from __future__ import annotations

import json
from binascii import crc32
from typing import Any

SEAL_BYTES = 9


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
