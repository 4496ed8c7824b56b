"""What mutators put in place of a good value: numbers at limits, words, and what is no number."""

from __future__ import annotations

from binascii import crc32
from random import Random
from typing import Any

from sole.core.frame import frame

NUMBERS = (
    0, 1, 2, 9, 10, 11, 20, 50, 64, 65, 90, 100, 101, 150, 200, 255, 256, 300, 301, 512, 1000,
    3000, 4200, 4201, 4500, 4501, 5000, 10000, 16384, 32767, 32768, 40000, 60000, 65535,
    1800000, 3600000, 3600001, 16777215, 1 << 30, 1 << 31, 1 << 32, 1 << 63,
)  # fmt: skip
"""Limits of the format, of boards and of integers."""

DEEP: list[Any] = []
for _ in range(150):
    DEEP = [DEEP]

VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0.5, 42.0, 1e308, float("inf"), "", "left_arch", "hbridge", "stop",
    "sensor-open", "x" * 200, "\x00\x1e\n", "\ud800", [], {}, [1, 2], [[]], {"a": 1}, DEEP,
    *NUMBERS,
)  # fmt: skip
"""In place of any value of a JSON file."""

EVIL = "\x1b]0;owned\x07\x9b2J\u202eegassam\r"
ANSWERS: tuple[Any, ...] = (
    *VALUES, EVIL, "\x1b[2J", "\n", "\x85", "\ud800", "\u202e", "..", "-", "=1+1", "²", "9" * 300,
    "%s", float("nan"), float("-inf"), -1e308, -(1 << 63), 10**900, [None] * 200, {"a": {}},
    "U09MRQ==", "9999-12-31T23:59:59", "2026-11-23T22:14:05+01:00", "sensor-open", "hum", "status",
    "[red]",
)  # fmt: skip
"""In place of any value that a device tells."""

DEEP_BODIES = tuple(b'{"id":1,"ok":' + b"[" * deep + b"]" * deep + b"}" for deep in (9, 400, 500))
NOISES = (
    b"x" * 300, b"\x1e" * 50, b"\x1e" + b"y" * 1100, b"\x00\xff\xfe", b"boot\r\n\x1b[2J\r\n",
    b">>> ", b"solewave: stopped by an error\r\nKeyError: \x1b[2J\r\n>>> ", b"\n" * 20,
    frame({"ev": "state"}), frame({"ev": []}), frame({"ev": "hello", "reset": "watchdog"}),
    frame({"id": [], "ok": {}}), frame({"id": None, "err": None}), frame({"ok": {}}),
    *(b"\x1e" + body + b"#%08x\n" % crc32(body) for body in DEEP_BODIES),
)  # fmt: skip
"""What may stand before an answer."""
ENVELOPES: tuple[dict[str, Any], ...] = (
    {"id": -1}, {"id": None}, {"id": 1.0}, {"id": True}, {"id": {}}, {"ok": None}, {"ok": []},
    {"err": None}, {"err": {}}, {"err": {"code": "busy", "say": ""}}, {"ev": "state"}, {"ev": {}},
    {"err": {"code": "fault", "say": "latched"}}, {"err": {"code": "self-test", "say": "pad"}},
    {"err": {"code": "stale", "say": "x"}}, {"err": {"code": "gap", "say": "x\x1b[2J"}},
    {"err": {"code": "unknown-verb", "say": "no such"}}, {"err": {"code": [], "say": {}}},
    {"id": None, "err": {"code": "bad-crc", "say": "x"}},
    {"err": {"code": "no-pattern", "say": "x"}},
)  # fmt: skip
"""What may stand around an answer."""

TOKENS = (
    "0", "1", "-1", "65", "100", "101", "42", "42.0", "38.5", "45", "nan", "inf", "-inf", "1e400",
    "9223372036854775808", "0x10", "true", '""', '"x"', '"2min"', '"0s"', '"61min"', '"-1s"',
    '"1ms"', '"99999999999999999999s"', '"6/min"', '"0/min"', '"1e9s"', '"30s"', "'off'",
    '"both"', '"alternate"', '"curve"', '"vibration"', '"effleurage"', '["arch"]', '["arhc"]',
    "[]", "{}", "[[]]", "[1, 'a']", '[["0s", 1], ["1s", 100]]', '{ repeat = 3, play = ["a"] }',
    "1979-05-27", "07:32:00", '"""', '"\\u0000"', '"\\U0001F600"', '"' + "x" * 300 + '"',
    "[section.x]", "[[section.x.stroke]]", "title", "format", "section", "a.b.c", '"esp32"', "25",
    '"!^26"', '"GPIO34"', '"left_arch"', "[" * 60, "[" * 60 + "]" * 60,
)  # fmt: skip
"""In place of any value, or key, of a TOML file."""


def number_near(was: int, size: int, rng: Random) -> int:
    """Another number for one that `was`, in a file of `size` bytes."""
    kind = rng.randrange(6)
    if kind == 0:
        return was + rng.choice((-1, 1))
    if kind == 1:
        return rng.randrange(size + 1)
    if kind == 2:
        return was ^ 1 << rng.randrange(24)
    if kind == 3:
        return rng.randrange(1 << rng.choice((8, 16, 24)))
    return rng.choice(NUMBERS) + rng.choice((-1, 0, 0, 1))
