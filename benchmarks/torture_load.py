"""Ten minutes of a host that sends as fast as the line takes, garbage included.

    python benchmarks/torture_load.py [--minutes 10] [--seed 1]

The real firmware on a chip as slow as an ESP32 (tests/load has the model); the minutes are the
board's. Sessions play meanwhile and are stopped every ten seconds. Exit code 1: a promise was
broken; the seed repeats it.
"""

import argparse
import sys
import time
from pathlib import Path

from report import Goal, Table, publish

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / part) for part in ("firmware", "host", "tests")]

from load.flood import Outcome, flood, slow_bench  # noqa: E402

STOP_MS = 100
APART_MS = 40
"""A tick begins 20 ms after the one before; later than twice that it is late."""


def main() -> int:
    """Exit code: 0 if everything held."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="of the board")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.monotonic()
    with slow_bench() as bench:
        outcome = flood(bench, int(asked.minutes * 60_000), asked.seed)
    wanted = goals(outcome)
    publish("load", [table(outcome, time.monotonic() - begun)], wanted, vars(outcome))
    return 0 if all(goal.met for goal in wanted) else 1


def table(outcome: Outcome, took_s: float) -> Table:
    """What was sent, and what became of it."""
    rows = [
        ["bytes on the line", f"{outcome.arrived:,}"],
        ["of them lost: the receive buffer was full", f"{outcome.lost:,}"],
        ["frames understood", f"{outcome.frames:,}"],
        ["frames and requests refused", f"{outcome.bad:,}"],
        ["ticks", f"{outcome.ticks:,}"],
        ["sessions stopped", str(len(outcome.stops_us))],
        ["times one was sent again: bytes of it were lost", str(outcome.torn)],
        [
            "median answer to stop, ms",
            f"{sorted(outcome.stops_us)[len(outcome.stops_us) // 2] / 1000:.0f}",
        ],
    ]
    note = f"the board's time; its computation as slow as tests/load says; took {took_s:.0f} s"
    return Table("A host that floods the line", ["", ""], rows, note)


def goals(outcome: Outcome) -> list[Goal]:
    """What must hold."""
    slowest_ms = max(outcome.stops_us) / 1000
    idle = len(outcome.stops_us) - outcome.still_playing
    return [
        Goal("late ticks, by the firmware's count", outcome.late, 0),
        Goal("longest from one tick to the next", outcome.apart_us / 1000, APART_MS, "ms"),
        Goal("slowest answer to a stop that came whole", slowest_ms, STOP_MS, "ms"),
        Goal("faults latched (the lease among them)", len(outcome.latched), 0),
        Goal("resets", len(outcome.resets), 0),
        Goal("sessions that the flood ended", idle, 0),
    ]


if __name__ == "__main__":
    sys.exit(main())
