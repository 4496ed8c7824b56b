"""How much faster than life a session is simulated: seconds of the massager in one of ours.

`rig` is what `solewave simulate` and the tests of faults run on; `virtual board` is the one
behind a serial line, its clock as fast as it goes (speed 0). Both run the real firmware.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import children
import report
from sole.core.board import GPIO_MASK
from sole.core.frame import unseal
from solewave import board, playable, upload
from solewave.client import Client
from solewave.simulate.session import AFTER_MS, START_MS, simulate
from solewave.transport import open_port
from solewave.virtual import VirtualBoard
from solewave.virtual.process import has_micropython

LONGEST = "better-sleep"
ROUTINES = (LONGEST, "circulation", "stress-relief")
BOARD = "esp32-devkitc"
ROUNDS = 2
PLAYED_S = 4.0
PRESS_MS = 200


@dataclass
class Speed:
    """Simulated seconds, and the seconds of wall and processor that they took."""

    simulated_s: float
    wall_s: float
    processor_s: float

    @property
    def times(self) -> float:
        """Simulated seconds in one of the processor's."""
        return self.simulated_s / self.processor_s

    def row(self, what: str, where: str) -> list[str]:
        """As the table shows it."""
        by_wall = f"{self.simulated_s / self.wall_s:,.0f}"
        return [what, where, f"{self.simulated_s:,.0f}", f"{self.times:,.0f}", by_wall]


def main() -> None:
    """Runs everything, prints the table and the goals."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    interpreters = {"CPython": False} | ({"MicroPython": True} if has_micropython() else {})
    rig = {
        (name, where): best([on_rig(name, interpreters[where]) for _ in range(rounds)])
        for name in ROUTINES
        for where in interpreters
    }
    rows = [speed.row(f"rig, {name}", where) for (name, where), speed in rig.items()]
    goals = [report.Goal("rig on CPython, slowest", slowest(rig, "CPython"), 500, "s/s", True)]
    if has_micropython():
        virtual = best([on_virtual_board() for _ in range(rounds)])
        rows.append(virtual.row(f"virtual board, {LONGEST}", "MicroPython"))
        goals.append(report.Goal("virtual board", virtual.times, 200, "s/s", True))
    head = ["", "interpreter", "simulated, s", "s per processor s", "s per wall s"]
    table = report.Table("Simulation", head, rows, f"best of {rounds} runs, start of it included")
    figures = {f"rig, {name}, {where}": vars(speed) for (name, where), speed in rig.items()}
    report.publish("simulate", [table], goals, figures)


def on_rig(name: str, micropython: bool) -> Speed:
    """One session from power-on to two minutes after its end."""
    begun, used = time.perf_counter(), children.processor_s()
    told = simulate(playable.load(name), board.load(BOARD), [], micropython)
    simulated_s = (START_MS + told.session_ms + AFTER_MS) / 1000
    return Speed(simulated_s, time.perf_counter() - begun, children.processor_s() - used)


def on_virtual_board() -> Speed:
    """A board that plays a routine, for PLAYED_S of the wall's seconds."""
    begun, used = time.perf_counter(), children.processor_s()
    with (
        tempfile.TemporaryDirectory() as folder,
        VirtualBoard(board.load(BOARD), Path(folder), speed=0) as made,
    ):
        _play(made)
        time.sleep(PLAYED_S)
        simulated_s = made.plant()["now_us"] / 1_000_000
    return Speed(simulated_s, time.perf_counter() - begun, children.processor_s() - used)


def _play(made: VirtualBoard) -> None:
    """Starts the longest routine at the button: a live session would miss its host."""
    line = open_port(made.port)
    client = Client(line)
    client.hello()
    upload.send(client, LONGEST, playable.load(LONGEST).data)
    client.ask("set", favorite=LONGEST)
    button = next(one for one in unseal(made.board.compiled())["buttons"] if one["does"] == "play")
    made.press(button["pin"] & GPIO_MASK, PRESS_MS)
    while client.ask("status")["state"] != "playing":
        time.sleep(0.01)
    line.close()


def best(speeds: list[Speed]) -> Speed:
    """The one that nothing else slowed down."""
    return max(speeds, key=lambda speed: speed.times)


def slowest(rig: dict[tuple[str, str], Speed], where: str) -> float:
    """Simulated seconds per second of the routine that takes longest."""
    return min(speed.times for (_, ran_on), speed in rig.items() if ran_on == where)


if __name__ == "__main__":
    main()
