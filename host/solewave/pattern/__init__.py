"""Patterns: TOML that people write, checked and compiled to what the device plays."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from sole.core import limits
from sole.core import pattern as compiled_format

from solewave import tomlsource
from solewave.pattern import advice, overruns
from solewave.pattern.encode import encode
from solewave.pattern.model import Pattern, Score
from solewave.pattern.read import read
from solewave.pattern.score import compose
from solewave.pattern.starter import template
from solewave.problems import Problem, Problems
from solewave.tomlsource import Source

__all__ = [
    "CompiledPattern",
    "compile_model",
    "compile_source",
    "load",
    "loads",
    "template",
    "warnings_for",
]


class CompiledPattern(msgspec.Struct, frozen=True):
    """A pattern ready for the device.

    `data` is the compiled file, `warnings` what plays otherwise than written, sorted by
    line; `pattern` and `score` are what was read and what the file holds.
    """

    data: bytes
    warnings: list[Problem]
    pattern: Pattern
    score: Score
    source: Source

    @property
    def title(self) -> str:
        """What a person calls it, "" if its author did not say."""
        return self.pattern.title

    @property
    def note(self) -> str:
        """What the person is told at the end, or ""."""
        return self.pattern.note

    @property
    def duration_ms(self) -> int:
        """How long it plays, repeats and all."""
        return self.score.duration_ms

    @property
    def sections(self) -> list[str]:
        """Names of the sections, in the order of the file."""
        return [section.name for section in self.pattern.sections]


def load(path: str | Path) -> CompiledPattern:
    """Reads, checks and compiles a TOML file. Raises BadInput with all that is wrong in it."""
    return compile_source(tomlsource.read(path))


def loads(text: str, file: str = "pattern.toml") -> CompiledPattern:
    """The same for TOML text; `file` is what problems call it."""
    return compile_source(tomlsource.parse(text, file))


def compile_source(source: Source) -> CompiledPattern:
    """Compiles a source that was read. Raises BadInput with all that is wrong in it."""
    problems = Problems(source.file, source.line)
    pattern = read(source, problems)
    data, score = _compile(pattern, problems)
    advice.note_timing(pattern, advice.SPIN_UP_MS, problems)
    advice.note_heat(score, problems)
    return CompiledPattern(data, problems.warnings, pattern, score, source)


def compile_model(pattern: Pattern, file: str = "pattern") -> bytes:
    """Bytes of a pattern that was not read from TOML. Raises BadInput if it is too large."""
    return _compile(pattern, Problems(file))[0]


def warnings_for(
    compiled: CompiledPattern,
    served: Iterable[str],
    spin_up_ms: int = advice.SPIN_UP_MS,
    heat_max_cc: int | None = limits.HEAT_TARGET_MAX_CC,
) -> list[Problem]:
    """All warnings of a pattern on one board, in place of `compiled.warnings`.

    `served` are the zones (names of `sole.core.zones.ZONES`) that have a motor of their
    own, `spin_up_ms` its slowest motor's, `heat_max_cc` its highest target or None
    where it has no heater.
    """
    problems = Problems(compiled.source.file, compiled.source.line)
    read(compiled.source, problems)
    advice.note_timing(compiled.pattern, spin_up_ms, problems)
    advice.note_heat(compiled.score, problems)
    advice.note_board(compiled.score, served, heat_max_cc, problems)
    return problems.warnings


def _compile(pattern: Pattern, problems: Problems) -> tuple[bytes, Score]:
    overruns.note_long(pattern, problems)
    problems.raise_if_errors()
    score = compose(pattern)
    overruns.note_many(score, problems)
    problems.raise_if_errors()
    try:
        data = encode(score)
        overruns.note_large(len(data), problems)
    except OverflowError:
        overruns.note_large(1 << 16, problems)
    problems.raise_if_errors()
    compiled_format.check(data)
    return data, score
