"""What a single value may be, in words and as a check, from a struct's own annotations."""

import re
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from solewave.problems import allowed_words
from solewave.visible import told

_UNITS = {
    "_pct_per_c": "% per degree C",
    "_c_per_min": "°C per minute",
    "_j_per_k": "J/K",
    "_w_per_k": "W/K",
    "_ms": "ms",
    "_ma": "mA",
    "_mv": "mV",
    "_pct": "%",
    "_hz": "Hz",
    "_c": "°C",
    "_s": "s",
    "_min": "minutes",
    "_ohm": "ohm",
    "_lsb": "LSB",
    "volts": "V",
    "watts": "W",
    "beta": "K",
}
"""By the end of a key's name; the first that fits counts."""


@cache
def field_types(shape: type[msgspec.Struct]) -> dict[str, inspect.Type]:
    """What `msgspec.inspect` knows of each key of a struct, ranges included."""
    info = inspect.type_info(shape)
    assert isinstance(info, inspect.StructType)
    return {field.name: field.type for field in info.fields}


def plain(kind: inspect.Type) -> tuple[inspect.Type, dict[str, Any]]:
    """The type without "or None" and without metadata, and the metadata's `extra`."""
    if isinstance(kind, inspect.UnionType):
        kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
    if isinstance(kind, inspect.Metadata):
        return kind.type, kind.extra or {}
    return kind, {}


def allowed(kind: inspect.Type, name: str) -> str:
    """What the key `name` may be: "0 to 90 %". "" where nothing short can be said."""
    kind, _ = plain(kind)
    if isinstance(kind, (inspect.IntType, inspect.FloatType)):
        if kind.ge == kind.le:
            return f"{kind.ge}"
        steps = f", in steps of {kind.multiple_of}" if kind.multiple_of else ""
        return f"{_number(kind.ge)} to {_number(kind.le)}{unit(name)}{steps}"
    if isinstance(kind, inspect.LiteralType):
        return ", ".join(map(str, kind.values))
    if isinstance(kind, inspect.StrType):
        return _allowed_text(kind)
    return "true, false" if isinstance(kind, inspect.BoolType) else ""


def _allowed_text(kind: inspect.StrType) -> str:
    if kind.pattern:
        return "1 to 32 characters a-z 0-9 -, the first no -"
    return f"text of {kind.min_length} to {kind.max_length} printable characters"


def remedy(raw: object, kind: inspect.Type, name: str) -> str:
    """The sentence that tells what the key `name` may be instead of `raw`."""
    bare, extra = plain(kind)
    if isinstance(bare, inspect.LiteralType):
        return allowed_words(raw, map(str, bare.values))
    note = f" {extra['note']}" if "note" in extra else ""
    return f"Allowed: {allowed(kind, name)}.{note}"


def wrong(raw: object, kind: inspect.Type) -> str:
    """What is wrong with the value `raw`, or ""."""
    kind, _ = plain(kind)
    if isinstance(kind, (inspect.IntType, inspect.FloatType)):
        return _wrong_number(raw, kind)
    if isinstance(kind, inspect.BoolType):
        fits = isinstance(raw, bool)
    elif isinstance(kind, inspect.LiteralType):
        fits = raw in kind.values
    else:
        assert isinstance(kind, inspect.StrType)
        fits = isinstance(raw, str) and _fits_text(raw, kind)
    return "" if fits else f"{told(raw)} is not allowed"


def unit(name: str) -> str:
    """The unit that a key's name ends with, after a space: " mA"; or ""."""
    return next((f" {unit}" for end, unit in _UNITS.items() if name.endswith(end)), "")


def _wrong_number(raw: object, kind: inspect.IntType | inspect.FloatType) -> str:
    whole = isinstance(kind, inspect.IntType)
    if isinstance(raw, bool) or not isinstance(raw, int if whole else (int, float)):
        return f"{told(raw)} is not a {'whole ' if whole else ''}number"
    assert kind.ge is not None
    assert kind.le is not None
    within = kind.ge <= raw <= kind.le  # false for nan
    if within and not (kind.multiple_of and raw % kind.multiple_of):
        return ""
    return f"{told(raw)} is not allowed"


def _fits_text(raw: str, kind: inspect.StrType) -> bool:
    if kind.pattern and not re.search(kind.pattern, raw):
        return False
    fits = (kind.min_length or 0) <= len(raw) <= (kind.max_length or len(raw))
    return fits and raw.isprintable()


def _number(value: float | None) -> str:
    return f"{value:.15g}"
