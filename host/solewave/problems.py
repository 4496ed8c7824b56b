"""What is wrong in a file that a person wrote: where, what, what is allowed, what to do.

All problems of a file are collected and come in one run, sorted by line.
"""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Literal

import msgspec

from solewave.errors import UserError
from solewave.visible import visible

KeyPath = tuple[str | int, ...]
"""Where a value stands: `("section", "knead", "stroke", 0, "kind")`."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Problem(msgspec.Struct, frozen=True):
    """One thing to mend.

    `line` counts from 1 and is 0 where no line can be told; `key` is a dotted path or "".
    `what` says what is wrong and has no full stop; `remedy` is a sentence or "". As text it is one
    line that a terminal only shows, whatever the file holds.
    """

    file: str
    line: int
    key: str
    what: str
    remedy: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        severity = "warning: " if self.severity == "warning" else ""
        key = f"{self.key}: " if self.key else ""
        remedy = f". {self.remedy}" if self.remedy else ""
        return visible(f"{place}{severity}{key}{self.what}{remedy}")


class BadInput(UserError):  # noqa: N818  (it names what it is, as UserError and DeviceError do)
    """A file with errors in it. `problems` holds them, and the warnings, sorted by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects what is wrong in one file.

    `line_of` turns a key path into a line (see `solewave.tomlsource.Source.line`).
    """

    def __init__(self, file: str, line_of: Callable[[KeyPath], int] | None = None) -> None:
        self.file = file
        self._line_of = line_of
        self._found: list[Problem] = []

    def error(self, key_path: KeyPath, what: str, remedy: str = "") -> None:
        """Adds what forbids to use the file."""
        self._add(key_path, what, remedy, "error")

    def warning(self, key_path: KeyPath, what: str, remedy: str = "") -> None:
        """Adds what works otherwise than written."""
        self._add(key_path, what, remedy, "warning")

    def raise_if_errors(self) -> None:
        """Raises BadInput with everything found so far if an error is among it."""
        if any(problem.severity == "error" for problem in self._found):
            raise BadInput(self._found)

    @property
    def warnings(self) -> list[Problem]:
        """The warnings so far, sorted by line."""
        return in_order(problem for problem in self._found if problem.severity == "warning")

    def _add(
        self, key_path: KeyPath, what: str, remedy: str, severity: Literal["error", "warning"]
    ) -> None:
        line = self._line_of(key_path) if self._line_of else 0
        found = Problem(self.file, line, dotted(key_path), what, remedy, severity)
        if found not in self._found:
            self._found.append(found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems sorted by line; those of one line stay in the order they were found."""
    return sorted(problems, key=lambda problem: problem.line)


def dotted(key_path: KeyPath) -> str:
    """How a person reads a key path: `section.knead.stroke[0].kind`."""
    text = ""
    for part in key_path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if _BARE.fullmatch(part) else f'"{part}"'
            text += f".{name}" if text else name
    return text


def nearest(word: object, allowed: Iterable[str]) -> str | None:
    """The allowed word that `word` was likely meant to be, or None."""
    if not isinstance(word, str):
        return None
    by_fold = {entry.lower(): entry for entry in allowed}
    close = get_close_matches(word.lower().replace(" ", "_"), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def allowed_words(word: object, allowed: Iterable[str]) -> str:
    """The remedy for a word that is none of `allowed`: all of them, and the nearest."""
    allowed = list(allowed)
    close = nearest(word, allowed)
    return f"Allowed: {', '.join(allowed)}." + (f' Did you mean "{close}"?' if close else "")
