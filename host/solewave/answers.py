"""What a massager may answer to each request and tell in each event, as docs/protocol.md has it.

The one place where it is decided what of a device's words is used: whoever reads an answer
behind `Client.ask`, or an event, finds each key that is needed, of its kind and in its range,
and nothing else. A device that is broken, or wants to harm, gets no further than here.
"""

from collections.abc import Mapping
from typing import Any

from sole.core import limits
from sole.core.zones import COUNT

from solewave.errors import DeviceError
from solewave.shapes import (
    Fields,
    Shapes,
    WrongShapeError,
    base64,
    flag,
    local_time,
    many,
    or_null,
    row,
    text,
    whole,
    word,
)

DEPTH_MAX = 8
"""Objects and lists in each other; the deepest answer has four."""

UPDATE_REMEDY = (
    "Bring the firmware and solewave to the same version: `solewave update`, "
    "or `solewave flash` if that fails as well."
)

_COUNT = whole()
_U32 = whole(0, 0xFFFF_FFFF)
_NEXT = or_null(whole(1, 2000))
"""An index to go on from. More than any massager keeps: a list must come to an end."""
_SIZE = whole(0, limits.PATTERN_SIZE_MAX)
_LEVEL = whole(0, 100)
_SCALE = whole(0, 1000)
"""Percent of intensity or tempo; the device keeps to narrower limits."""
_TEMP_CC = whole(-27315, 100_000)
_NAMES = many(word, 256)
_PARTS_MAX = 32
"""More than a chip has pins for."""

_STATE: Shapes = {
    "state": word,
    "name": or_null(word),
    "section": or_null(text),
    "elapsed_ms": _COUNT,
    "duration_ms": _COUNT,
    "ended": or_null(word),
    "levels": row(*[_LEVEL] * COUNT),
    "intensity_pct": _SCALE,
    "tempo_pct": _SCALE,
    "live": flag,
    "temp_cc": or_null(_TEMP_CC),
    "target_cc": _TEMP_CC,
    "heat_pct": _LEVEL,
    "resting": flag,
    "fault": or_null(word),
}
_COUNTS = ("uptime_ms", "ticks", "late", "longest_us", "frames", "bad", "free")

_BOARD: Shapes = {
    "board": or_null(text),
    "title": or_null(text),
    "chip": or_null(text),
    "mpy": text,
    "platform": text,
    "zones": many(whole(-1, _PARTS_MAX), COUNT),
    "heater": flag,
    "reset": word,
    "board_crc": or_null(_U32),
    "update": or_null(word),
}
"""What `hello` tells of the board; an older firmware tells less."""

_FIRMWARE: Shapes = {
    "format": text,
    "frame_max": whole(128, 0xFFFF),
    "inflate_max": whole(0, 0xFFFF),
}

_BEDTIME = Fields(
    {"at_min": whole(0, 1439), "days": whole(1, 127), "routine": word}, {"pulse": flag}
)
_SETTINGS = Fields(
    {
        "intensity_pct": _SCALE,
        "tempo_pct": _SCALE,
        "heat_limit_cc": _TEMP_CC,
        "favorite": or_null(word),
        "volume_pct": _LEVEL,
        "bedtime": or_null(_BEDTIME),
        "stored": flag,
        "broken": flag,
        "clock": or_null(local_time),
    },
    {"answered": flag},
)
_LISTED = Fields(
    {
        "name": word,
        "size": _SIZE,
        "crc": _U32,
        "title": or_null(text),
        "duration_ms": _COUNT,
        "stored": flag,
    }
)
_FAULT = row(word, _COUNT, or_null(_TEMP_CC), or_null(word))
_SESSION = row(_COUNT, word, or_null(_U32), _COUNT, or_null(_TEMP_CC), word)
_NOTHING = Fields()

ANSWERS: Mapping[str, Fields] = {
    "hello": Fields({"fw": text, "link": whole(0, 0xFFFF)}, {**_FIRMWARE, **_BOARD}),
    "ping": _NOTHING,
    "status": Fields({**_STATE, **dict.fromkeys(_COUNTS, _COUNT)}),
    "list": Fields({"patterns": many(_LISTED, 16), "next": _NEXT, "free": _COUNT}),
    "get": Fields({"size": _SIZE, "crc": _U32, "b64": base64}),
    "begin": Fields({"have": _SIZE, "stored": flag}),
    "chunk": Fields({"have": _SIZE}),
    "end": Fields({"stored": flag}),
    "remove": _NOTHING,
    "ready": Fields({"ticket": _U32}),
    "play": Fields({"duration_ms": _COUNT}),
    "swap": Fields({"duration_ms": _COUNT}),
    "pause": _NOTHING,
    "stop": _NOTHING,
    "resume": _NOTHING,
    "scale": _NOTHING,
    "watch": _NOTHING,
    "faults": Fields(
        {
            "latched": _NAMES,
            "self_test": or_null(text),
            "entries": many(_FAULT, 16),
            "next": _NEXT,
        }
    ),
    "clear": _NOTHING,
    "settings": _SETTINGS,
    "set": _SETTINGS,
    "clock": Fields({"clock": local_time}),
    "log": Fields({"sessions": many(_SESSION, 16), "next": _NEXT}),
    "hours": Fields({"sessions": _COUNT, "motors_s": many(_COUNT, _PARTS_MAX), "pad_s": _COUNT}),
}
"""By the request's `do`."""

EVENTS: Mapping[str, Fields] = {
    "state": Fields(_STATE),
    "hello": Fields({}, _BOARD),
    "fault": Fields({"latched": _NAMES}),
    "stored": Fields({"names": _NAMES}),
    "lost": Fields({"names": _NAMES, "code": word, "say": text}),
}
"""By `ev`; those of a newer firmware are not in it, and nobody here waits for them."""

REFUSAL = Fields({"code": word, "say": text})
_LINK = Fields({"link": whole(0, 0xFFFF)})


def answered(do: str, value: Any) -> dict[str, Any]:
    """The answer to the request `do`, checked. Raises DeviceError."""
    return _checked(ANSWERS[do], value, f"the massager's answer to {do}")


def link_version(hello: Any) -> int:
    """The version of the link, by which the rest of a hello is to be read. Raises DeviceError."""
    version: int = _checked(_LINK, hello, "the massager's answer to hello")["link"]
    return version


def refused(do: str, value: Any) -> dict[str, Any]:
    """`code` and `say` of the refusal of `do`, checked. Raises DeviceError."""
    return _checked(REFUSAL, value, f"the massager's refusal of {do}")


def told(event: dict[str, Any]) -> dict[str, Any] | None:
    """An event, checked, with its `ev`; None for one that is not known. Raises DeviceError."""
    name = event["ev"]
    if not isinstance(name, str) or name not in EVENTS:
        return None
    return {"ev": name, **_checked(EVENTS[name], event, f"the massager's event {name}")}


def _checked(shape: Fields, value: Any, what: str) -> dict[str, Any]:
    try:
        return shape(value)
    except WrongShapeError as error:
        raise DeviceError(f"{what} makes no sense: {error}", UPDATE_REMEDY) from None


def is_deep(value: Any, most: int = DEPTH_MAX) -> bool:
    """Whether more than `most` objects and lists stand in each other."""
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return most == 0 or any(is_deep(one, most - 1) for one in inside)
