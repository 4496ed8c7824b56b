"""Injects every fault on both interpreters; prints the table and keeps it in docs/safety.md.

The trials run on virtual time with fixed noise, so the numbers are the same on any computer.
A test compares each row with the page. `make faults` runs this.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from faults import table
from faults.cases import ALL, Case
from faults.measure import Outcome, measure
from solewave.simulate import Bench
from solewave.virtual.process import has_micropython


def outcomes() -> dict[Case, Outcome]:
    """The worst of both interpreters for every case."""
    with Bench(micropython=False) as bench:
        worst = {case: measure(bench, case) for case in ALL}
    if has_micropython():
        with Bench(micropython=True) as bench:
            worst = {case: one.worse(measure(bench, case)) for case, one in worst.items()}
    return worst


def main() -> None:
    """Measures, prints, writes."""
    new = table.table(outcomes())
    table.write(new)
    sys.stdout.write(new)


if __name__ == "__main__":
    main()
