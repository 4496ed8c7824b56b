"""Collects tests/vm/test_*.py a second time: each test function on real MicroPython.

pytest itself runs the files on CPython. The items made here run the same functions on
the 64-bit unix port (`[micropython]`) and, for those that a file names in its tuple
`WASM`, on a 32-bit interpreter (`[wasm32]`). Each function gets an interpreter of its
own: a crash, a hang or a full heap cannot reach the next one.
"""

from __future__ import annotations

import ast
import linecache
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rigs.guests import FIRMWARE, UNIX64, WASM32, Outcome, Unix64, Wasm32, libraries


class GuestFailedError(Exception):
    """A test function failed on another interpreter; carries its `outcome`."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("failed on the guest")
        self.outcome = outcome


class TwoRuntimeFile(pytest.File):
    """One file of tests in the subset of Python that both runtimes know."""

    def collect(self) -> Iterator[pytest.Item]:
        tree = ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))
        functions = list(_test_functions(tree))
        on_wasm = _wasm_names(tree)
        unknown = set(on_wasm) - {function.name for function in functions}
        if unknown:
            raise self.CollectError(f"{self.path}: WASM names no such test: {sorted(unknown)}")
        for function in functions:
            if function.args.args:
                raise self.CollectError(
                    f"{self.path}:{function.lineno}: {function.name} takes arguments; "
                    "a two-runtime test cannot use fixtures"
                )
            yield self._item(function, UNIX64)
            if function.name in on_wasm:
                yield self._item(function, WASM32)

    def _item(self, function: ast.FunctionDef, guest: Unix64 | Wasm32) -> pytest.Item:
        name = f"{function.name}[{guest.name}]"
        item: pytest.Item = GuestItem.from_parent(
            self, name=name, function=function.name, line=function.lineno, guest=guest
        )
        return item


class GuestItem(pytest.Item):
    """One test function on one guest."""

    def __init__(
        self, *, function: str, line: int, guest: Unix64 | Wasm32, **keywords: Any
    ) -> None:
        super().__init__(**keywords)
        self._function = function
        self._line = line
        self._guest = guest

    def runtest(self) -> None:
        require(self._guest)
        code = f"import {self.path.stem} as tests\ntests.{self._function}()\n"
        outcome = self._guest.run(code, [FIRMWARE, self.path.parent, libraries()])
        if outcome.code:
            raise GuestFailedError(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:  # type: ignore[override]
        if isinstance(excinfo.value, GuestFailedError):
            outcome = excinfo.value.outcome
            printed = outcome.out + outcome.err  # the unix port prints tracebacks on stdout
            last = printed.splitlines()[-1:] or ["nothing printed"]
            return f"{last[0]} (exit {outcome.code})\n{with_source(printed)}"
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._line - 1, self.name


def require(guest: Unix64 | Wasm32) -> None:
    """Skips the test where `guest` is missing; fails it on CI, where nothing may be missing."""
    reason = guest.missing()
    if reason is None:
        return
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"CI=true forbids skipping: {reason}", pytrace=False)
    pytest.skip(reason)


def with_source(traceback: str) -> str:
    """A MicroPython traceback with the source line put below each place, as CPython has it."""
    lines = []
    for line in traceback.splitlines():
        lines.append(line)
        place = re.match(r'\s*File "(.+)", line (\d+)', line)
        source = linecache.getline(place[1], int(place[2])).strip() if place else ""
        if source:
            lines.append("    " + source)
    return "\n".join(lines)


def _test_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def _wasm_names(tree: ast.Module) -> tuple[str, ...]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "WASM":
            return tuple(ast.literal_eval(node.value))
    return ()
