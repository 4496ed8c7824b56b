"""Hypothesis strategies for valid patterns, for tests of the compiler and of the player.

`written()` gives what tomllib would give for a valid pattern (a dict), `toml()` the
same as text, `compiled()` the bytes that the device plays.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st
from sole.core.zones import PLACES
from solewave import pattern

NAMES = ("warm-up", "knead", "tap", "wind down")
FEET = ("both", "left", "right", "alternate", "mirror")
PERIODS_MS = st.integers(100, 30_000)
SECTION_MS = st.integers(500, 50_000)
"""Short enough for the longest sequence below: 67 sections within the hour."""


def time(span_ms: int) -> str:
    """A time as TOML has it."""
    return f"{span_ms}ms"


@st.composite
def _spans(draw: st.DrawFn, section_ms: int) -> dict[str, str]:
    start_ms = draw(st.integers(0, section_ms - 20))
    end_ms = draw(st.integers(start_ms + 1, section_ms))
    fade_in_ms = draw(st.integers(0, end_ms - start_ms))
    fade_out_ms = draw(st.integers(0, end_ms - start_ms - fade_in_ms))
    spans = {"start": start_ms, "end": end_ms, "fade_in": fade_in_ms, "fade_out": fade_out_ms}
    kept = draw(st.sampled_from(((), ("start",), tuple(spans))))
    return {key: time(spans[key]) for key in kept}


@st.composite
def _curves(draw: st.DrawFn) -> dict[str, Any]:
    gaps_ms = draw(st.lists(st.integers(100, 1_000), min_size=1, max_size=8))
    points: list[list[Any]] = [["0s", draw(st.integers(0, 100))]]
    for index in range(len(gaps_ms)):
        points.append([time(sum(gaps_ms[: index + 1])), draw(st.integers(0, 100))])
    return {"points": points, "repeat": draw(st.booleans())}


@st.composite
def _shapes(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    if kind == "tapotement":
        return {"tap": draw(st.integers(1, 99))}
    if kind == "friction":
        return {"ripple": draw(st.integers(1, 30))}
    if kind != "compression":
        return {}
    rise = draw(st.integers(0, 60))
    hold = draw(st.integers(1, 100 - rise))
    return {"rise": rise, "hold": hold, "release": draw(st.integers(0, 100 - rise - hold))}


@st.composite
def _oscillations(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    wave = {"level": draw(st.integers(31, 100)), **draw(_shapes(kind))}
    if kind != "vibration":
        wave["period"] = time(draw(PERIODS_MS))
        if kind != "friction":
            wave["low"] = draw(st.integers(0, 30))
    return wave


@st.composite
def strokes(draw: st.DrawFn, section_ms: int) -> dict[str, Any]:
    """One valid [[section.NAME.stroke]] for a section that lasts `section_ms`."""
    kind = draw(
        st.sampled_from(
            (
                "effleurage",
                "petrissage",
                "friction",
                "tapotement",
                "vibration",
                "compression",
                "curve",
            )
        )
    )
    wave = draw(_curves() if kind == "curve" else _oscillations(kind))
    feet = draw(st.sampled_from(FEET))
    if feet == "alternate" and kind == "curve":
        wave["repeat"] = True
    if feet == "alternate" and kind == "vibration":
        wave["period"] = time(draw(PERIODS_MS))
    zones = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=5, unique=True))
    return {"kind": kind, "zones": zones, "feet": feet, **wave, **draw(_spans(section_ms))}


@st.composite
def sections(draw: st.DrawFn) -> dict[str, Any]:
    """One valid [section.NAME]."""
    section_ms = draw(SECTION_MS)
    section: dict[str, Any] = {"lasts": time(section_ms)}
    heat = draw(st.sampled_from((None, "off", 30, 36.5, 42)))
    if heat is not None:
        section["heat"] = heat
        if draw(st.booleans()):
            section["heat_ramp"] = time(draw(st.integers(0, section_ms)))
    section["stroke"] = draw(st.lists(strokes(section_ms), max_size=3))
    return section


def sequences(names: list[str]) -> st.SearchStrategy[list[Any]]:
    """A valid sequence over these names, repeats up to three deep."""
    name = st.sampled_from(names)
    inner = st.lists(name, min_size=1, max_size=2)
    for _ in range(3):
        repeat = st.fixed_dictionaries({"repeat": st.integers(2, 3), "play": inner})
        inner = st.lists(name, max_size=1).flatmap(
            lambda before, repeat=repeat: repeat.map(lambda found: [*before, found])
        ) | st.lists(name, min_size=1, max_size=2)
    return inner


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """A valid pattern as tomllib gives it."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    found: dict[str, Any] = {"format": 1, "title": draw(st.text('aé"\\ ß', max_size=8))}
    if draw(st.booleans()):
        found["sequence"] = draw(sequences(names))
    found["silent_end"] = draw(st.booleans())
    found["section"] = {name: draw(sections()) for name in names}
    return found


def to_toml(value: dict[str, Any]) -> str:
    """TOML text of what `written` gives."""
    lines = [f"{key} = {_inline(entry)}" for key, entry in value.items() if key != "section"]
    for name, section in value["section"].items():
        table = f"section.{json.dumps(name)}"
        lines.append(f"[{table}]")
        lines += [f"{key} = {_inline(entry)}" for key, entry in section.items() if key != "stroke"]
        for stroke in section["stroke"]:
            lines.append(f"[[{table}.stroke]]")
            lines += [f"{key} = {_inline(entry)}" for key, entry in stroke.items()]
    return "\n".join(lines) + "\n"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        entries = [f"{json.dumps(key)} = {_inline(entry)}" for key, entry in value.items()]
        return "{ " + ", ".join(entries) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(entry) for entry in value) + "]"
    return json.dumps(value)


def any_toml(value: dict[str, Any]) -> str:
    """TOML text of any dict, tables in a line each."""
    return "".join(f"{json.dumps(key)} = {_inline(entry)}\n" for key, entry in value.items())


JUNK = st.one_of(
    *(
        st.integers(-2, 300),
        st.floats(-1, 101, width=32),
        st.booleans(),
        st.text('a0 é!^"', max_size=3),
    ),
    st.sampled_from(("off", "0s", "50ms", "2h", "5/min", "0/s", "toes", "curve", "alternate")),
    st.sampled_from(([], {}, ["toes", "toes"], [["0s", 1]], [[1, "0s"]])),
)
"""Values to put where others belong."""


def _places(value: Any) -> list[tuple[Any, Any]]:
    """(dict or list, key or index) of everything in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, entry in inside:
        found.append((value, key))
        if isinstance(entry, dict | list):
            found += _places(entry)
    return found


@st.composite
def mutated(draw: st.DrawFn, documents: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """A document with one or two values that were replaced, taken out or added."""
    found = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 2))):
        inside, key = draw(st.sampled_from(_places(found)))
        how = draw(st.sampled_from(("replace", "take out", "add")))
        if how == "take out" and len(found) > 1:
            del inside[key]
        elif how == "add" and isinstance(inside, dict):
            inside[draw(st.sampled_from(KEYS))] = draw(JUNK)
        else:
            inside[key] = draw(JUNK)
    return found


KEYS = (
    *("format", "title", "sequence", "section", "lasts", "heat", "heat_ramp", "kind", "zones"),
    *("feet", "level", "low", "rate", "period", "tap", "ripple", "rise", "points", "repeat"),
    *("pin", "pins", "enable_pin", "run_ma", "watts", "psram", "labels", "motor", "typo"),
)


def toml() -> st.SearchStrategy[str]:
    """A valid pattern as TOML text."""
    return written().map(to_toml)


def compiled() -> st.SearchStrategy[bytes]:
    """A valid pattern as the device gets it."""
    return toml().map(lambda text: pattern.loads(text).data)
