"""solewave preview: from the command's start to the picture's file, for every shipped routine.

A process of its own each time, as a person starts it: Python, its libraries, the whole
pattern in the firmware's player at 50 Hz, the motors, ten hertz of heat, and the drawing.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import report
from solewave import playable, shipped

RUNS = 3
GOAL_S = 2.0
"""For a routine of half an hour."""


@dataclass(frozen=True)
class Took:
    """What one preview took: time on the clock, and of the processor."""

    wall_s: float
    cpu_s: float


def took(name: str, out: Path) -> Took:
    """One preview of a routine to a file."""
    words = [sys.executable, "-m", "solewave", "preview", name, "-o", str(out)]
    before, begun = os.times(), time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    after = os.times()
    cpu_s = after.children_user - before.children_user
    cpu_s += after.children_system - before.children_system
    return Took(time.perf_counter() - begun, cpu_s)


def median(name: str, kind: str, folder: str) -> Took:
    """The median of RUNS, wall and processor apart."""
    runs = [took(name, Path(folder) / f"{name}.{kind}") for _ in range(RUNS)]
    wall_s = statistics.median(run.wall_s for run in runs)
    return Took(wall_s, statistics.median(run.cpu_s for run in runs))


def main() -> None:
    """Measures, prints and keeps what was found."""
    names = sorted(path.stem for path in shipped.path("routines").glob("*.toml"))
    minutes = {name: playable.load(name).duration_ms / 60_000 for name in names}
    rows, figures, longest = [], {}, max(names, key=minutes.__getitem__)
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            row = [name, f"{minutes[name]:.0f} min"]
            for kind in ("png", "svg"):
                found = median(name, kind, folder)
                row += [f"{found.wall_s:.2f} s", f"{found.cpu_s:.2f} s"]
                figures[f"{name}_{kind}_s"] = round(found.wall_s, 3)
            rows.append(row)
    head = ["routine", "lasts", "png", "processor", "svg", "processor"]
    table = report.Table("preview to a file", head, rows, f"median of {RUNS}")
    what = f"{longest}, {minutes[longest]:.0f} min, to png"
    goal = report.Goal(what, figures[f"{longest}_png_s"], GOAL_S, "s")
    report.publish("preview", [table], [goal], figures)


if __name__ == "__main__":
    main()
