"""The order in which sections play, with nested repeats, out of the TOML `sequence`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sole.core import limits

from solewave.pattern import schema
from solewave.pattern.model import Repeat, Step
from solewave.pattern.reader import Table
from solewave.problems import KeyPath, Problems, allowed_words
from solewave.visible import told

_REPEAT_MAX = 255
_EXAMPLE = '["warm-up", { repeat = 2, play = ["knead"] }]'


def read_sequence(table: Table, names: tuple[str, ...]) -> tuple[Step, ...]:
    """The steps under the key `sequence`; all sections in their order where it is absent.

    `names` are the sections of the file. Steps that cannot be used are noted and left out.
    """
    if not table.has("sequence"):
        return names
    reader = _Reader(names, table.problems)
    return reader.steps(table.value["sequence"], ("sequence",), 0)


def played(steps: tuple[Step, ...]) -> Iterator[str]:
    """Names of the sections that a sequence mentions, in order, repeats once."""
    for step in steps:
        if isinstance(step, Repeat):
            yield from played(step.play)
        else:
            yield step


class _Reader:
    def __init__(self, names: tuple[str, ...], problems: Problems) -> None:
        self._names = names
        self._problems = problems

    def steps(self, written: Any, path: KeyPath, depth: int) -> tuple[Step, ...]:
        if not isinstance(written, list) or not written:
            what = "plays nothing" if written == [] else f"{told(written)} is no sequence"
            self._problems.error(path, what, f"Write a list of sections, such as {_EXAMPLE}.")
            return ()
        found = (self._step(step, (*path, index), depth) for index, step in enumerate(written))
        return tuple(step for step in found if step is not None)

    def _step(self, written: Any, path: KeyPath, depth: int) -> Step | None:
        if isinstance(written, dict):
            return self._repeat(written, path, depth)
        if not isinstance(written, str):
            remedy = f"Write a section's name or a repeat, as in {_EXAMPLE}."
            self._problems.error(path, f"{told(written)} is no step", remedy)
            return None
        if written not in self._names:
            remedy = allowed_words(written, self._names) if self._names else ""
            self._problems.error(path, f"there is no section {told(written)}", remedy)
            return None
        return written

    def _repeat(self, written: dict[str, Any], path: KeyPath, depth: int) -> Repeat | None:
        table = Table(written, path, self._problems)
        table.refuse_unknown(schema.known_keys(schema.Repeat))
        times = self._times(table)
        if depth == limits.REPEAT_DEPTH_MAX:
            what = f"repeats lie more than {limits.REPEAT_DEPTH_MAX} deep"
            table.error((), what, "Merge some of them.")
            return None
        if not table.require("play", 'play = ["..."]'):
            return None
        play = self.steps(written["play"], (*path, "play"), depth + 1)
        return Repeat(times, play) if times and play else None

    def _times(self, table: Table) -> int | None:
        if not table.require("repeat", "repeat = 2"):
            return None
        times = table.value["repeat"]
        if isinstance(times, bool) or not isinstance(times, int) or not 2 <= times <= _REPEAT_MAX:
            remedy = f"Allowed: a whole number from 2 to {_REPEAT_MAX}."
            table.error("repeat", f"{told(times)} is no number of repeats", remedy)
            return None
        return times
