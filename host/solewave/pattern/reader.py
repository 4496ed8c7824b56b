"""Takes values out of one TOML table; what is wrong with one is noted and reading goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from solewave.pattern import units
from solewave.problems import KeyPath, Problems, allowed_words, nearest
from solewave.visible import told

T = TypeVar("T")


class Table:
    """One table of a source, `path` being where it stands.

    Getters return the default where the key is absent, and None (after noting an
    error) where its value cannot be used.
    """

    def __init__(self, value: dict[str, Any], path: KeyPath, problems: Problems) -> None:
        self.value = value
        self.path = path
        self.problems = problems

    def has(self, key: str) -> bool:
        """Whether the author wrote this key."""
        return key in self.value

    def error(self, key: str | KeyPath, what: str, remedy: str = "") -> None:
        """Notes an error at a key of this table (or at a path below it)."""
        self.problems.error(self._at(key), what, remedy)

    def warning(self, key: str | KeyPath, what: str, remedy: str = "") -> None:
        """Notes a warning at a key of this table."""
        self.problems.warning(self._at(key), what, remedy)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Notes each key that is none of `known`."""
        known = tuple(known)
        for key in self.value:
            if key in known:
                continue
            close = nearest(key, known)
            hint = f' Did you mean "{close}"?' if close else ""
            self.error(key, "unknown key", f"Allowed here: {', '.join(known)}.{hint}")

    def require(self, key: str, example: str) -> bool:
        """Whether the key is there; notes an error with a line to write if not."""
        if key not in self.value:
            self.error((), f"{key} is missing", f"Write {example}.")
        return key in self.value

    def time_ms(self, key: str, default_ms: T, least_ms: int = 0) -> int | T | None:
        """Milliseconds of a time such as "1.5s"."""
        if key not in self.value:
            return default_ms
        return self.as_time_ms(key, self.value[key], least_ms)

    def as_time_ms(self, key: str | KeyPath, value: object, least_ms: int = 0) -> int | None:
        """Milliseconds of a value that must be a time."""
        if not isinstance(value, str):
            self.error(key, f"{told(value)} is no time", _time_remedy(value))
            return None
        span_ms = units.time_ms(value)
        if span_ms is None:
            self.error(key, f"{told(value)} is no time", _time_remedy(value))
        elif span_ms < least_ms:
            self.error(key, f"{told(value)} is too short", f"At least {least_ms}ms.")
            return None
        return span_ms

    def number(
        self, key: str, default: T, least: float, most: float, unit: str
    ) -> float | T | None:
        """A number from `least` to `most`; `unit` (such as "%") is for the message."""
        if key not in self.value:
            return default
        return self.as_number(key, self.value[key], least, most, unit)

    def as_number(
        self, key: str | KeyPath, value: object, least: float, most: float, unit: str
    ) -> float | None:
        """A value that must be a number from `least` to `most`."""
        allowed = f"Allowed: a number from {least:g} to {most:g} ({unit})."
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.error(key, f"{told(value)} is no number", allowed + _bare(value))
            return None
        if not least <= value <= most:  # also catches nan
            self.error(key, f"{told(value)} is out of range", allowed)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """true or false; absent is false."""
        value = self.value.get(key, False)
        if isinstance(value, bool):
            return value
        self.error(key, f"{told(value)} is neither true nor false", "Write true or false.")
        return None

    def word(self, key: str, allowed: tuple[str, ...], default: str, noun: str) -> str | None:
        """One of the allowed words; `noun` says what they are ("mode of the feet")."""
        value = self.value.get(key, default)
        if value in allowed:
            return str(value)
        self.error(key, f"{told(value)} is no {noun}", allowed_words(value, allowed))
        return None

    def text(self, key: str, most_bytes: int) -> str:
        """A line of text, "" where absent or not usable."""
        value = self.value.get(key, "")
        if not isinstance(value, str):
            self.error(key, f"{told(value)} is no text", f'Write {key} = "...".')
            return ""
        self.check_text(key, value, most_bytes)
        return value

    def check_text(self, key: str | KeyPath, value: str, most_bytes: int) -> None:
        """Notes an error if a text is too long, or holds what a terminal would obey."""
        size = len(value.encode())
        if size > most_bytes:
            self.error(key, f"{size} bytes long", f"At most {most_bytes} bytes of UTF-8.")
        if any(ord(char) < 32 or 127 <= ord(char) < 160 for char in value):
            self.error(key, "has control characters or line breaks", "Write it on one line.")

    def _at(self, key: str | KeyPath) -> KeyPath:
        return (*self.path, key) if isinstance(key, str) else self.path + key


def _bare(value: object) -> str:
    """The number alone, where an author wrote "60%" or "60"."""
    if not isinstance(value, str):
        return ""
    bare = value.strip().removesuffix("%").removesuffix("C").removesuffix("°").strip()
    return f" Write {bare}." if bare.replace(".", "", 1).isdecimal() else ""


def _time_remedy(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'A time has a unit: write "{value}s", "{value}min" or "{value}ms".'
    close = units.likely_time(value) if isinstance(value, str) else None
    hint = f' Did you mean "{close}"?' if close else ""
    return f'Write a number and h, min, s or ms, such as "2min" or "1.5s".{hint}'
