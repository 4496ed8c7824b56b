"""Shapes of values that came from outside: each takes a value and gives it, checked, or raises.

A shape is called with the value and with where it stands (`patterns[0].size`).

msgspec, which checks files that people wrote, could check most of this. But its import takes as
long as click's, which every command that talks to a massager would pay (tests/host/test_imports.py
forbids it), and its messages show neither the value nor, for texts, the rule in words.
"""

from binascii import a2b_base64
from collections.abc import Callable, Mapping
from typing import Any

from sole.core.calendar import CalendarError, parse
from sole.core.names import name_is_good

from solewave.visible import told

Shape = Callable[[Any, str], Any]
Shapes = Mapping[str, Shape]
NONE: Shapes = {}

COUNT_MAX = 1 << 40
"""The most that anything is counted to: 34 years in milliseconds."""


class WrongShapeError(ValueError):
    """A value that cannot be used. As text: where it stands, what it is, what is expected."""


def _wrong(value: Any, where: str, wanted: str) -> WrongShapeError:
    return WrongShapeError(f"{where or 'it'} is {_shown(value)}, not {wanted}")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else f"a list of {len(value)}"
    return "null" if value is None else told(value)


def whole(low: int = 0, high: int = COUNT_MAX) -> Shape:
    """A whole number from `low` to `high`."""

    def checked(value: Any, where: str) -> Any:
        if type(value) is not int or not low <= value <= high:
            raise _wrong(value, where, f"a whole number from {low} to {high}")
        return value

    return checked


def flag(value: Any, where: str) -> Any:
    """True or false."""
    if not isinstance(value, bool):
        raise _wrong(value, where, "true or false")
    return value


def text(value: Any, where: str) -> Any:
    """A text that can be written to a file and holds no control characters."""
    if not isinstance(value, str) or any(map(_is_control, value)):
        raise _wrong(value, where, "a text without control characters")
    return value


def _is_control(char: str) -> bool:
    """As the device refuses in texts of patterns; and half a character (a lone surrogate)."""
    return char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"


def word(value: Any, where: str) -> Any:
    """A pattern's name, a code or a word of the protocol: they are all made alike."""
    if not name_is_good(value):
        raise _wrong(value, where, "a word of 1 to 32 characters a-z 0-9 -")
    return value


def base64(value: Any, where: str) -> Any:
    """Text that stands for bytes; the text is given."""
    try:
        a2b_base64(value)
    except (ValueError, TypeError):
        raise _wrong(value, where, "base64") from None
    return text(value, where)


def local_time(value: Any, where: str) -> Any:
    """A text such as `2026-11-23T22:14:05`."""
    try:
        parse(value)
    except CalendarError as error:
        raise _wrong(value, where, f"a time of the device ({error.say})") from None
    return value


def or_null(shape: Shape) -> Shape:
    """What `shape` takes, or null."""
    return lambda value, where: None if value is None else shape(value, where)


def many(shape: Shape, most: int) -> Shape:
    """A list of up to `most` values of one shape."""

    def checked(value: Any, where: str) -> Any:
        if not isinstance(value, list) or len(value) > most:
            raise _wrong(value, where, f"a list of up to {most}")
        return [shape(one, f"{where}[{index}]") for index, one in enumerate(value)]

    return checked


def row(*shapes: Shape) -> Shape:
    """A list with a shape for each place; what a newer firmware adds behind them is dropped."""

    def checked(value: Any, where: str) -> Any:
        if not isinstance(value, list) or len(value) < len(shapes):
            raise _wrong(value, where, f"a list of {len(shapes)}")
        there = zip(shapes, value, strict=False)
        return [shape(one, f"{where}[{index}]") for index, (shape, one) in enumerate(there)]

    return checked


class Fields:
    """An object with the keys of `needed`, and those of `may_lack`, which older firmware has not.

    Other keys, which a newer firmware may have, are dropped: nobody has checked them.
    """

    def __init__(
        self,
        needed: Mapping[str, Shape] | None = None,
        may_lack: Mapping[str, Shape] | None = None,
    ) -> None:
        self._needed = dict(needed or {})
        self._shapes = {**self._needed, **(may_lack or {})}

    @property
    def keys(self) -> set[str]:
        """All that are known."""
        return set(self._shapes)

    def __call__(self, value: Any, where: str = "") -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _wrong(value, where, "an object")
        for key in self._needed:
            if key not in value:
                raise WrongShapeError(f"{where or 'it'} has no {key}")
        inside = f"{where}." if where else ""
        shapes = self._shapes
        return {key: shapes[key](value[key], inside + key) for key in value if key in shapes}
