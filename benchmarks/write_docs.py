"""Writes what the benchmarks found last (.venv/bench) into the tables of docs/performance.md.

A table stands between `<!-- NAME -->` and `<!-- end -->`, `machine` among the names. What has
not been measured here stays as it is, and is named.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import report

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
PLACE = re.compile(r"(<!-- (?P<name>[a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Rewrites the page."""
    reports = {one.name: one for one in report.load()}
    missing: list[str] = []

    def filled(found: re.Match[str]) -> str:
        name = found["name"]
        if name == "machine":
            return found[1] + machines(reports.values()) + found[3]
        if name not in reports:
            missing.append(name)
            return found[0]
        return found[1] + tables(reports[name]) + found[3]

    PAGE.write_text(PLACE.sub(filled, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    if missing:
        sys.stderr.write(f"not measured yet, left as they were: {', '.join(missing)}\n")


def tables(found: report.Report) -> str:
    """All tables of one benchmark, its goals last."""
    return "\n" + "".join(markdown(table) for table in report.with_goals(found))


def markdown(table: report.Table) -> str:
    """One table, its title before it and its note behind."""
    rule = ["---", *["---:"] * (len(table.head) - 1)]
    rows = [_row(cells) for cells in (table.head, rule, *table.rows)]
    note = f"{_sentence(table.note)}\n\n" if table.note else ""
    return f"**{table.title}**\n\n" + "\n".join(rows) + f"\n\n{note}"


def machines(reports: Iterable[report.Report]) -> str:
    """What the tables were measured on; several values where they were not all measured there."""
    facts: dict[str, list[str]] = {}
    for one in reports:
        for what, value in one.machine.items():
            known = facts.setdefault(what, [])
            known += [value] if value not in known else []
    lines = [f"- {what}: {'; '.join(values)}\n" for what, values in facts.items()]
    return "\n" + "".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return f"{text[0].upper()}{text[1:]}."


if __name__ == "__main__":
    main()
