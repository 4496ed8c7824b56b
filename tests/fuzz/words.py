"""What mutators put in place of a good value: numbers at limits, words, and what is no number."""

from __future__ import annotations

from random import Random
from typing import Any

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
