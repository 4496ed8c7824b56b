"""Reads a TOML file and knows on which line each of its keys stands.

The values come from tomllib, which is strict; the lines from tree-sitter's syntax
tree, because tomllib keeps none.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from solewave.problems import BadInput, KeyPath, Problem

SIZE_MAX = 1 << 20
"""Bytes of a file; a pattern or board written by a person has a few thousand."""

CURLY = frozenset("\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\xab\xbb")
"""The quotes of word processors and of other languages."""

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_KEYS = ("bare_key", "quoted_key", "dotted_key")


@dataclass(frozen=True)
class Source:
    """A file that was read: its plain values and the lines of its keys."""

    file: str
    data: dict[str, Any]
    lines: dict[KeyPath, int] = field(repr=False)

    def line(self, key_path: KeyPath) -> int:
        """Line (from 1) of a key, or of the nearest thing around it that the file has."""
        while key_path not in self.lines:
            if not key_path:
                return 1
            key_path = key_path[:-1]
        return self.lines[key_path]


def read(path: str | Path) -> Source:
    """Reads and parses a file.

    Raises BadInput if there is none, it is no file, cannot be opened, is larger than
    SIZE_MAX, not UTF-8 or not TOML.
    """
    return parse(_text(Path(path)), str(path))


def parse(text: str, file: str) -> Source:
    """Parses TOML text; `file` is what problems call it. Raises BadInput if it is not TOML."""
    try:
        return Source(file, tomllib.loads(text), _lines(text))
    except RecursionError:
        raise _bad(file, 0, "nested too deep", "Write it with fewer brackets.") from None
    except ValueError as error:  # TOMLDecodeError is one; a number of 5,000 digits another
        raise _not_toml(file, text, str(error)) from None


def _text(path: Path) -> str:
    file = str(path)
    if path.is_dir():
        raise _bad(file, 0, "is a directory", "Name a .toml file in it.")
    try:
        with path.open("rb") as opened:
            raw = opened.read(SIZE_MAX + 1)
    except FileNotFoundError:
        raise _bad(file, 0, "no such file", "Check the name and the directory.") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a null byte
        reason = getattr(error, "strerror", None) or str(error)
        raise _bad(file, 0, f"cannot be read: {reason}") from None
    if len(raw) > SIZE_MAX:
        raise _bad(file, 0, "larger than 1 MiB", "This is hardly a file written by a person.")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _bad(file, line, "not UTF-8 text", "Save the file as UTF-8.") from None


def _bad(file: str, line: int, what: str, remedy: str = "") -> BadInput:
    return BadInput([Problem(file, line, "", what, remedy)])


def _not_toml(file: str, text: str, said: str) -> BadInput:
    """tomllib says where at the end of its message, or that the file ended too early."""
    match = _AT_LINE.search(said)
    if match:
        line, column = int(match[1]), int(match[2])
        what = f"not TOML at column {column}: {_lower(said[: match.start()])}"
    else:
        line = text.rstrip().count("\n") + 1
        what = f"not TOML: {_lower(said.split('; ', maxsplit=1)[0])}"
        column = 0
    remedy = "Texts and times stand in double quotes, tables in [brackets], comments after #."
    if text.split("\n")[line - 1][column - 1 : column] in CURLY:
        remedy = 'A word processor put curly quotes here. Write straight ones: ".'
    return _bad(file, line, what, remedy)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_toml.language()))


def _lines(text: str) -> dict[KeyPath, int]:
    lines: dict[KeyPath, int] = {}
    for path, line in _walk(_parser().parse(text.encode()).root_node):
        lines.setdefault(path, line)
    return lines


def _walk(document: Node) -> Iterator[tuple[KeyPath, int]]:
    """Every key path of the document with its line; counts the [[tables]] of each name."""
    counts: dict[KeyPath, int] = {}
    for child in document.named_children:
        if child.type == "pair":
            yield from _pair((), child)
        elif child.type in ("table", "table_array_element"):
            yield from _table(child, counts)


def _table(node: Node, counts: dict[KeyPath, int]) -> Iterator[tuple[KeyPath, int]]:
    path: KeyPath = ()
    names = _key(node)
    for position, name in enumerate(names):
        path += (name,)
        if node.type == "table_array_element" and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        yield path, _line(node)
        if path in counts:
            path += (counts[path],)
            yield path, _line(node)
    for child in node.named_children:
        if child.type == "pair":
            yield from _pair(path, child)


def _pair(path: KeyPath, node: Node) -> Iterator[tuple[KeyPath, int]]:
    for name in _key(node):
        path += (name,)
        yield path, _line(node)
    yield from _value(path, node.named_children[-1])


def _value(path: KeyPath, node: Node) -> Iterator[tuple[KeyPath, int]]:
    if node.type == "inline_table":
        for child in node.named_children:
            if child.type == "pair":
                yield from _pair(path, child)
    elif node.type == "array":
        items = [child for child in node.named_children if child.type != "comment"]
        for index, item in enumerate(items):
            yield (*path, index), _line(item)
            yield from _value((*path, index), item)


def _key(node: Node) -> tuple[str, ...]:
    """The names in a pair's or header's key, quotes and escapes undone by tomllib."""
    found = next((child for child in node.named_children if child.type in _KEYS), None)
    return () if found is None or found.text is None else _names(found.text.decode())


@lru_cache(256)
def _names(key: str) -> tuple[str, ...]:
    """The names in a dotted key as it is written; () if that is no key."""
    try:
        value: Any = tomllib.loads(key + " = 0")
    except ValueError:
        return ()
    names = []
    while isinstance(value, dict):
        name, value = next(iter(value.items()))
        names.append(name)
    return tuple(names)


def _line(node: Node) -> int:
    return int(node.start_point[0]) + 1
