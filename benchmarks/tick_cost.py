"""What costs the same on every computer: a tick, the heap, files and uploads, in counts.

Counted by the 32-bit interpreter. Those of a tick are differences of two runs, so that what
comes before the ticks does not count. The guard, tests/unit/test_baseline.py, compares all
with baseline.json; run as a script, this writes that file anew.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import bench_memory
import big_pattern
import guests
import wire_cost

TICKS = 250
"""Five seconds: whole periods of the pad's samples."""
FEW_TICKS = 75
"""Of what allocates: this interpreter has 1 MB and collects nothing."""
BASELINE = Path(__file__).resolve().parent / "baseline.json"
LOCKED = ("quiet", "player")
"""Cases that must not allocate a byte."""
ALLOWED = 0.05
REWRITE = ".venv/bin/python benchmarks/tick_cost.py"


@dataclass
class Cost:
    """Per tick."""

    instructions: float
    heap_bytes: float


def measure(case: str, folder: Path, *, with_peers: bool = False) -> Cost:
    """One case of `guest/ticks.py`."""
    runs = []
    few = TICKS if case in LOCKED else FEW_TICKS
    for ticks in (few, 2 * few):
        code = f"import ticks; ticks.count({case!r}, {str(folder)!r}, {ticks}, {case in LOCKED})"
        printed, fuel = guests.run_32(code, folder, with_peers=with_peers)
        runs.append((fuel, int(printed)))
    return Cost(*((second - first) / few for first, second in zip(*runs, strict=True)))


def empty_loop(folder: Path) -> float:
    """Instructions of one turn of `while i < n: i += 1`."""
    turns = 10000
    fuels = [
        guests.run_32(f"import ticks; ticks.empty({count})", folder)[1]
        for count in (turns, 2 * turns)
    ]
    return (fuels[1] - fuels[0]) / turns


def guarded() -> dict[str, int]:
    """What the baseline holds, measured now."""
    with guests.files() as folder:
        whole, player = (measure(case, folder) for case in LOCKED)
        quick = measure("quick", folder)
    return {
        "tick_instructions": round(whole.instructions),
        "player_instructions": round(player.instructions),
        "quick_tick_instructions": round(quick.instructions),
        "tick_heap_bytes": round(whole.heap_bytes),
        **_held(),
        **_sent(),
    }


def _held() -> dict[str, int]:
    """What the firmware holds of flash and heap, as `bench_memory.py` measures it."""
    with tempfile.TemporaryDirectory() as name:
        sizes = bench_memory.firmware(Path(name))
        used = bench_memory.heap(Path(name))
    return {
        "compiled_bytes": sum(sizes.values()),
        "boot_heap_bytes": used["boot"],
        "upload_heap_bytes": used["upload_big_live"],
        "sessions_heap_bytes": bench_memory.growth_of(used),
    }


def _sent() -> dict[str, int]:
    """What two uploads take on the wire."""
    routine_bytes, routine_requests = wire_cost.routine()
    long_bytes, long_requests = wire_cost.of_upload(big_pattern.compiled())
    return {
        "upload_routine_bytes": routine_bytes,
        "upload_routine_requests": routine_requests,
        "upload_16k_bytes": long_bytes,
        "upload_16k_requests": long_requests,
    }


def worse(now: dict[str, int], before: dict[str, int]) -> list[str]:
    """A sentence for each value that grew by more than ALLOWED."""
    return [
        f"{name} is {value}, {value - before[name]:+} against {before[name]} in "
        f"benchmarks/{BASELINE.name} (at most +{ALLOWED:.0%}). If that is meant to be so, "
        f"`{REWRITE}` writes the file anew."
        for name, value in now.items()
        if value > before[name] * (1 + ALLOWED)
    ]


def main() -> None:
    """Measures and rewrites the baseline."""
    text = json.dumps(guarded(), indent=2)
    BASELINE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
