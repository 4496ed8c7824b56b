"""Days in the life of a massager, at random: 72 simulated hours of the real firmware.

    python benchmarks/torture_soak.py [--hours 72] [--life-hours 24] [--seed 1] [--cpython]

Sessions, buttons, uploads, settings, garbage, faults, hangs and power cuts, on the model of
pad and foot (tests/faults/soak_actions.py has the list). At every quiet moment: outputs off, no
late tick, files whole, and on MicroPython the heap in use. After that, a day without any reset,
for the heap alone. Exit code 1: a promise was broken, or the heap grew; the seed repeats it.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from report import Goal, Table, publish

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / part) for part in ("firmware", "host", "tests", "tests/vm")]

from faults.soak import Action, BrokenPromiseError, Soak, growth_bytes  # noqa: E402
from faults.soak_actions import ACTIONS, IN_ONE_LIFE  # noqa: E402
from solewave.simulate import Bench  # noqa: E402
from solewave.virtual.process import has_micropython  # noqa: E402

HOURS = 72
LIFE_HOURS = 24
GROWTH_GOAL_BYTES = 4096
"""One object a minute would be more in a life of six hours; what was played last is less."""


def main() -> int:
    """Exit code: 0 if everything held."""
    asked = _arguments()
    begun = time.monotonic()
    days, broken = _lived(asked, asked.hours, ACTIONS)
    seconds = time.monotonic() - begun
    life, broken_then = _lived(asked, asked.life_hours, IN_ONE_LIFE, cycles=False)
    goals = _goals(days, life) if days.bench.micropython else []
    _publish(days, life, goals, seconds)
    for soak, what in ((days, broken), (life, broken_then)):
        if what:
            sys.stderr.write(f"after {soak.now_ms} ms of seed {asked.seed}: {what}\n")
    return 1 if broken or broken_then or not all(goal.met for goal in goals) else 0


def _lived(
    asked: argparse.Namespace, hours: float, actions: Mapping[Action, int], *, cycles: bool = True
) -> tuple[Soak, str | None]:
    """A massager that lived so long, and the promise that was broken, or None."""
    with Bench(micropython=has_micropython() and not asked.cpython) as bench:
        soak = Soak(bench, Random(asked.seed), cycles=cycles)
        return soak, _live(soak, hours, actions)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--hours", type=float, default=HOURS, help="simulated")
    parser.add_argument(
        "--life-hours", type=float, default=LIFE_HOURS, help="simulated, without a reset"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cpython", action="store_true", help="twice as fast, without the heap")
    return parser.parse_args()


def _live(soak: Soak, hours: float, actions: Mapping[Action, int]) -> str | None:
    """Lets it live; what was broken, or None. Tells each hour that passed."""
    try:
        soak.begin()
        while soak.now_ms < hours * 3600_000:
            soak.live(min(1.0, hours), actions)
            sys.stderr.write(f"\r{soak.now_ms / 3600_000:.0f} of {hours:.0f} hours ")
    except BrokenPromiseError as error:
        return str(error)
    finally:
        sys.stderr.write("\n")
    return None


def _goals(days: Soak, life: Soak) -> list[Goal]:
    return [
        Goal(
            "heap that grows from the first to the last third of a life",
            growth_bytes(days.heaps), GROWTH_GOAL_BYTES, "bytes",
        ),
        Goal(
            f"the same in a life of {life.now_ms / 3600_000:.0f} hours without a reset",
            growth_bytes(life.heaps), GROWTH_GOAL_BYTES, "bytes",
        ),
    ]  # fmt: skip


def _publish(days: Soak, life: Soak, goals: list[Goal], seconds: float) -> None:
    names = ("sessions", "uploads", "requests", "faults", "hangs", "resets", "quiet moments")
    rows = [[name, f"{days.counts[name]:,}"] for name in names]
    rows.insert(0, ["simulated hours", f"{days.now_ms / 3600_000:.1f}"])
    rows.append(["seconds that it took", f"{seconds:.0f}"])
    figures: dict[str, Any] = {
        "hours": round(days.now_ms / 3600_000, 2),
        "heap_bytes": days.heaps,
        "life_heap_bytes": life.heaps,
    }
    table = Table("Soak", ["what", "how much"], rows, "Every promise was looked at throughout.")
    publish("soak", [table], goals, {**figures, **days.counts})


if __name__ == "__main__":
    sys.exit(main())
