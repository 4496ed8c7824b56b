"""What a tick of the whole firmware costs, beside two libraries that play waves on outputs.

All run on the same interpreters and write to the same outputs. The unit of time is one turn
of `while i < n: i += 1`, so that the numbers do not depend on how fast this computer is;
instructions are those of the 32-bit interpreter under wasmtime.
"""

from pathlib import Path

import guests
import peers
import report
import tick_cost
from tick_cost import Cost

RUNS = 4
"""Each has a heap of its own, which lies otherwise in memory."""
ROUNDS = 30
TICKS = 50
OURS = {
    "whole": "whole tick, three strokes",
    "quiet": "the same without adafruit_motor",
    "quick": "whole tick, and a friction of 5/s: every motor in every tick",
    "player": "the player alone, three strokes",
    "wave": "player and motors, one wave",
    "mirrored": "player and motors, one wave, ten phases",
}
PEERS = {
    "picofx": f"{peers.named('picofx')}, one wave, ten phases",
    "np_animation": f"{peers.named('np-animation')}, one wave, ten phases",
}
COMPARED = ("mirrored", "picofx")
"""In a process of their own: picofx allocates, and so takes longer the fuller the heap is."""
GOAL_TURNS = 1000


def turns(folder: Path) -> dict[str, tuple[float, float]]:
    """For each case, turns of the empty loop and microseconds per tick, on the unix port."""
    others = [case for case in OURS | PEERS if case not in COMPARED]
    return _turns(others, folder) | _turns(list(COMPARED), folder)


def _turns(names: list[str], folder: Path) -> dict[str, tuple[float, float]]:
    code = f"import ticks; ticks.clock({names!r}, {str(folder)!r}, {TICKS}, {ROUNDS})"
    found: dict[str, tuple[float, float]] = {}
    for _ in range(RUNS):
        for line in guests.run_64(code, folder, with_peers=True).splitlines():
            name, tick_us, turns_us = line.split()
            one = (1000 * float(tick_us) / float(turns_us), float(tick_us))
            found[name] = min(one, found.get(name, one))
    return found


def rows(
    timed: dict[str, tuple[float, float]], costs: dict[str, Cost], loop: float
) -> list[list[str]]:
    """One for each case."""
    return [
        [
            words,
            f"{timed[case][0]:,.0f}",
            f"{timed[case][1]:.1f}",
            f"{costs[case].instructions / loop:,.0f}",
            f"{costs[case].instructions / 10:,.0f}",
            f"{costs[case].heap_bytes:,.0f}",
        ]
        for case, words in (OURS | PEERS).items()
    ]


def main() -> None:
    """Measures, prints, keeps."""
    with guests.files() as folder:
        timed = turns(folder)
        costs = {case: tick_cost.measure(case, folder, with_peers=True) for case in OURS | PEERS}
        loop = tick_cost.empty_loop(folder)
    head = ["", "turns", "us", "turns, 32 bits", "instructions per zone", "bytes"]
    note = (
        "Ten zones. A whole tick: ten motors, heater on, session, supervisor, link idle. Turns "
        "and us: unix port, the least of many rounds. Instructions and bytes: 32 bits. Our motors "
        "have 32 steps and are written when theirs changes; the peers write each output each time."
    )
    table = report.Table("A tick of 20 ms", head, rows(timed, costs, loop), note)
    goals = [
        report.Goal("bytes per tick of our own code", costs["quiet"].heap_bytes, 0),
        report.Goal("whole tick", timed["whole"][0], GOAL_TURNS, "turns"),
        report.Goal(
            "player and motors against picofx, one wave, ten phases",
            timed["mirrored"][0] / timed["picofx"][0],
            1 / 3,
            "of its time",
        ),
        report.Goal(
            "the same on 32 bits",
            costs["mirrored"].instructions / costs["picofx"].instructions,
            1 / 3,
            "of its instructions",
        ),
    ]
    figures = {
        case: {
            "turns": timed[case][0],
            "us": timed[case][1],
            "instructions": costs[case].instructions,
            "heap_bytes": costs[case].heap_bytes,
        }
        for case in OURS | PEERS
    }
    report.publish("tick", [table], goals, figures | {"loop_instructions": loop})


if __name__ == "__main__":
    main()
