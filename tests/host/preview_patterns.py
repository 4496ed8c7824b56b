"""Patterns of all lengths for tests of the preview: many and few sections, repeats, warnings."""

from __future__ import annotations

import random
from typing import Any

import strategies
from sole.core.zones import PLACES
from solewave import pattern
from solewave.playable import Playable

COUNT = 50
SHORTEST_MS = 3_000
LONGEST_MS = 3_600_000
COLD = 8
"""A pattern without heat."""
KINDS = ("effleurage", "petrissage", "friction", "tapotement", "vibration", "compression")
WORDS = (
    "warm-up",
    "knead",
    "a",
    "the long middle section of it all",
    "tap $x_1$",
    "Fußsohle",
    "m",
)


def lasting_ms(index: int) -> int:
    """About how long pattern `index` (0 to COUNT - 1) plays: 3 s to an hour, evenly in octaves."""
    ratio = LONGEST_MS / SHORTEST_MS
    return round(SHORTEST_MS * ratio ** (index / (COUNT - 1)))


def toml(index: int) -> str:
    """Pattern `index` as its author would have written it; always the same."""
    return strategies.to_toml(_written(random.Random(index), lasting_ms(index)))


def made(index: int) -> Playable:
    """Pattern `index`, compiled."""
    found = pattern.loads(toml(index))
    names = tuple(found.sections)
    return Playable(
        f"made-{index}", found.data, found.title, found.duration_ms, names, found.warnings
    )


def _written(dice: random.Random, whole_ms: int) -> dict[str, Any]:
    names = [
        f"{dice.choice(WORDS)} {number}"[-32:].strip()
        for number in range(dice.choice((1, 3, 6, 40)))
    ]
    sequence: list[Any] = list(names)
    if dice.random() < 0.6:
        at = dice.randrange(len(names))
        times = dice.choice((2, 3, 30))
        sequence[at] = {"repeat": times, "play": names[at : at + 2]}
    if dice.random() < 0.3:
        sequence = [{"repeat": 2, "play": sequence}]
    shares = [dice.choice((0.02, 0.5, 1, 5)) for _ in names]
    weight = sum(shares[names.index(name)] for name in _played(sequence))
    lasting = [max(40, int(whole_ms * share / weight) // 20 * 20) for share in shares]
    section = {
        name: _section(dice, lasts_ms) for name, lasts_ms in zip(names, lasting, strict=True)
    }
    title = dice.choice(("Short", "A title that goes on and on, " * 2 + "$y$"))
    return {"format": 1, "title": title, "sequence": sequence, "section": section}


def _played(sequence: list[Any]) -> list[str]:
    found = []
    for step in sequence:
        found += [step] if isinstance(step, str) else _played(step["play"]) * step["repeat"]
    return found


def _section(dice: random.Random, lasts_ms: int) -> dict[str, Any]:
    section: dict[str, Any] = {"lasts": strategies.time(lasts_ms), "stroke": []}
    if dice.random() < 0.5:
        section["heat"] = dice.choice((32, 38, 41.5, "off"))
    for _ in range(dice.randrange(3)):
        stroke = {
            "kind": dice.choice(KINDS),
            "zones": dice.sample(PLACES, dice.randint(1, 5)),
            "level": dice.randint(25, 100),
        }
        if stroke["kind"] != "vibration":
            stroke["period"] = strategies.time(dice.choice((100, 700, 4_000)))
        section["stroke"].append(stroke)
    return section
