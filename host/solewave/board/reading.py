"""Reads plain TOML values into the structs of `solewave.board.model`, all problems at once.

What is allowed comes from the structs' own annotations, so no range stands twice.
"""

from collections.abc import Container
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import inspect

from solewave.board import pins, ranges
from solewave.board.pins import Pin, Role
from solewave.problems import KeyPath, Problems, allowed_words
from solewave.visible import told

_Shape = TypeVar("_Shape", bound=msgspec.Struct)


class PinUse(NamedTuple):
    """A pin that the file names: where, which, and for what."""

    path: KeyPath
    pin: Pin
    role: Role


class Reader:
    """Reads one file's tables.

    `pins` collects every pin named, also those in broken tables; `unread` the key paths of
    values that could not be used.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.pins: list[PinUse] = []
        self.unread: set[KeyPath] = set()

    def struct(
        self,
        raw: object,
        shape: type[_Shape],
        path: KeyPath,
        given: dict[str, Any] | None = None,
    ) -> _Shape | None:
        """A `shape` from a table, or None after a key it needs was missing or wrong.

        `given` holds values for keys that the table itself may leave out; None there
        says that the key was written, and its problem noted.
        """
        if not isinstance(raw, dict):
            self.problems.error(
                path, "must be a table", f"Write its keys under {_header(path, 1)}."
            )
            return None
        given = given or {}
        values = {name: value for name, value in given.items() if value is not None}
        values |= self.values(raw, shape, path)
        needed = self.need(shape, raw.keys() | given.keys(), path)
        return shape(**values) if all(name in values for name in needed) else None

    def values(
        self,
        raw: dict[str, Any],
        shape: type[msgspec.Struct],
        path: KeyPath,
        hidden: Container[str] = (),
        skip: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """The good values among the keys of a table.

        It may not have the keys in `hidden`; those in `skip` it may have, but they are
        read elsewhere.
        """
        known = ranges.field_types(shape)
        names = [name for name in dict.fromkeys((*known, *skip)) if name not in hidden]
        values = {}
        for name, value in raw.items():
            if name in skip:
                continue
            if name not in names:
                self.problems.error((*path, name), "unknown key", allowed_words(name, names))
                continue
            found = self._value(value, known[name], (*path, name))
            if found is not None:
                values[name] = found
            else:
                self.unread.add((*path, name))
        return values

    def items(
        self,
        raw: object,
        shape: type[_Shape],
        path: KeyPath,
        given: dict[str, Any] | None = None,
    ) -> list[tuple[KeyPath, _Shape]]:
        """The good ones of a list of tables, each with where it stands."""
        if not isinstance(raw, list):
            self.problems.error(path, "must be a list", f"Write each under {_header(path, 2)}.")
            return []
        read = [
            ((*path, i), self.struct(one, shape, (*path, i), given)) for i, one in enumerate(raw)
        ]
        return [(at, found) for at, found in read if found is not None]

    def need(
        self, shape: type[msgspec.Struct], there: Container[str], path: KeyPath
    ) -> tuple[str, ...]:
        """Notes each key that a `shape` needs and that is not `there`; returns all it needs."""
        needed = _required(shape)
        for name in needed:
            if name not in there:
                remedy = _how_to_add(ranges.field_types(shape)[name], (*path, name))
                self.problems.error(path, f'"{name}" is missing', remedy)
        return needed

    def _value(self, raw: object, annotated: inspect.Type, path: KeyPath) -> Any:
        """The value, or None after a problem was noted."""
        kind, extra = ranges.plain(annotated)
        if isinstance(kind, inspect.StructType) and kind.cls is Pin:
            return self._pin(raw, extra["role"], path)
        if isinstance(kind, inspect.StructType):
            return self.struct(raw, kind.cls, path)
        if isinstance(kind, inspect.VarTupleType):
            return self._tuple(raw, kind, path)
        if isinstance(kind, inspect.DictType):
            return self._texts(raw, kind.value_type, path)
        problem = ranges.wrong(raw, kind)
        if problem:
            name = next(part for part in reversed(path) if isinstance(part, str))
            self.problems.error(path, problem, ranges.remedy(raw, annotated, name))
            return None
        return raw

    def _pin(self, raw: object, role: Role, path: KeyPath) -> Pin | None:
        try:
            pin = pins.parse(raw)
        except ValueError:
            self.problems.error(path, f"{told(raw)} is not a pin", pins.HOW)
            return None
        self.pins.append(PinUse(path, pin, role))
        return pin

    def _texts(self, raw: object, kind: inspect.Type, path: KeyPath) -> dict[str, str] | None:
        """A table of texts, whatever its keys are."""
        if not isinstance(raw, dict):
            remedy = f"Write its keys under {_header(path, 1)}."
            self.problems.error(path, "must be a table", remedy)
            return None
        read = {name: self._value(text, kind, (*path, name)) for name, text in raw.items()}
        return {name: text for name, text in read.items() if text is not None}

    def _tuple(self, raw: object, kind: inspect.VarTupleType, path: KeyPath) -> Any:
        """Pins may stand without the brackets of a list when there is one of them."""
        item, extra = ranges.plain(kind.item_type)
        assert isinstance(item, inspect.StructType)
        entries = [raw] if item.cls is Pin and not isinstance(raw, list) else raw
        least, most = kind.min_length or 0, kind.max_length
        if isinstance(entries, list) and not least <= len(entries) <= (most or len(entries)):
            self.problems.error(path, f"{len(entries)} entries", f"Allowed: {least} to {most}.")
        if item.cls is not Pin:
            return tuple(found for _, found in self.items(entries, item.cls, path))
        assert isinstance(entries, list)
        found = [self._pin(entry, extra["role"], path) for entry in entries]
        return tuple(pin for pin in found if pin) or None


@cache
def _required(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    """Names of the keys that a `shape` cannot be without."""
    return tuple(field.name for field in msgspec.structs.fields(shape) if field.required)


def _how_to_add(annotated: inspect.Type, path: KeyPath) -> str:
    kind, _ = ranges.plain(annotated)
    if isinstance(kind, inspect.StructType) and kind.cls is not Pin:
        return f"Add it under {_header(path, 1)}."
    if isinstance(kind, inspect.VarTupleType) and path[-1] != "pins":
        return f"Add it under {_header(path, 2)}."
    range_ = ranges.allowed(kind, str(path[-1]))
    return f"Add it. Allowed: {range_}." if range_ else f"Add it. {pins.HOW}"


def _header(path: KeyPath, brackets: int) -> str:
    """How TOML writes the header of a table (1 bracket) or of one in a list (2)."""
    name = ".".join(part for part in path if isinstance(part, str))
    return "[" * brackets + name + "]" * brackets
