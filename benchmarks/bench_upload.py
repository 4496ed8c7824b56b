"""What it takes to bring a file to the board, and what other tools need for the same.

Each tool is run as a person runs it, as a process of its own, in turns, against a virtual
board whose line is as slow as a UART of 115200 baud with 1 ms turn-around. solewave talks to
the firmware; the others meet an idle board at its prompt, which is the best case for them.
The flash takes no time here: it would be the same for all, and is not the link.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import big_pattern
import peers
import report
from solewave import board, filesystem, playable
from solewave.client import Client
from solewave.transport import open_port
from solewave.virtual import VirtualBoard

BAUD = 115200
BYTES_PER_S = BAUD // 10
ROUNDS = 5
TIMEOUT_S = 120
SOLEWAVE = str(Path(sys.executable).with_name("solewave"))


@dataclass
class Run:
    """One upload: bytes each way, turn-arounds, seconds on the line and of the whole command."""

    bytes_in: int
    bytes_out: int
    turns: int
    line_s: float
    command_s: float


@dataclass
class Tool:
    """How a tool is told to bring `file`, which lies alone in its folder, to `port`."""

    name: str
    command: Callable[[str, Path], list[str]]
    board: VirtualBoard
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def bring(self, what: str, file: Path) -> None:
        """Runs it once; raises if the file is not on the board's flash then."""
        traffic = self.board.watch_traffic()
        begun = time.monotonic()
        command = self.command(self.board.port, file)
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_S)
        command_s = time.monotonic() - begun
        run = Run(traffic.bytes_in, traffic.bytes_out, traffic.turns, traffic.seconds, command_s)
        self.runs.setdefault(what, []).append(run)
        there = filesystem.read(self.board.flash_path, filesystem.BLOCKS_DEFAULT)
        if file.read_bytes() not in there.values():
            raise SystemExit(f"{self.name} did not bring {file.name}")


def main() -> None:
    """Runs all tools, prints both tables and the goals."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    payloads = {"routine": playable.load("stress-relief").data, "16 KiB": big_pattern.compiled()}
    with tempfile.TemporaryDirectory() as folder, tools(Path(folder)) as all_tools:
        for what, data in payloads.items():
            for number in range(rounds):
                for tool in all_tools:
                    tool.bring(what, fresh(Path(folder), tool.name, data, number))
    tables = [table(what, data, all_tools) for what, data in payloads.items()]
    report.publish("upload", tables, goals(payloads, all_tools), figures(payloads, all_tools))


@contextmanager
def tools(folder: Path) -> Iterator[list[Tool]]:
    """The tools, solewave first and mpremote second, each with its board."""

    def peer(name: str) -> str:
        return str(peers.program(name))

    def solewave(port: str, file: Path) -> list[str]:
        return [SOLEWAVE, "upload", str(file), "--port", port]

    def mpremote(port: str, file: Path) -> list[str]:
        return [peer("mpremote"), "connect", port, "cp", str(file), f":{file.name}"]

    def resumed(port: str, file: Path) -> list[str]:
        return [*mpremote(port, file)[:3], "resume", "cp", str(file), f":{file.name}"]

    def mpytool(port: str, file: Path) -> list[str]:
        return [peer("mpytool"), "-p", port, "cp", str(file), f":{file.name}"]

    def belay(port: str, file: Path) -> list[str]:
        return [peer("belay"), "sync", port, str(file.parent)]

    reference = board.load("esp32-devkitc")
    with ExitStack() as stack:
        ours = stack.enter_context(
            VirtualBoard(reference, folder / "ours", throttle_baud=BAUD, flash_timing=False)
        )
        line = open_port(ours.port)
        Client(line).hello()  # it has started
        line.close()
        yield [
            Tool("solewave", solewave, ours),
            *(
                Tool(title, command, stack.enter_context(bare(folder / command.__name__)))
                for title, command in (
                    (peers.named("mpremote"), mpremote),
                    (f"{peers.named('mpremote')} resume", resumed),
                    (peers.named("mpytool"), mpytool),
                    (peers.named("belay"), belay),
                )
            ),
        ]  # fmt: skip


def bare(folder: Path) -> VirtualBoard:
    """A board that does nothing but wait at MicroPython's prompt."""
    return VirtualBoard(
        board.load("esp32-devkitc"), folder, throttle_baud=BAUD, flash_timing=False,
        with_firmware=False, files={"main.py": b""},
    )  # fmt: skip


def fresh(folder: Path, name: str, data: bytes, number: int) -> Path:
    """`data` under a name that this board has not seen: nobody may skip it as there already."""
    file = folder / "sent" / name / f"{len(data)}-{number}.sole"
    file.parent.mkdir(parents=True, exist_ok=True)
    for older in file.parent.iterdir():
        older.unlink()
    file.write_bytes(data)
    return file


def table(what: str, data: bytes, all_tools: list[Tool]) -> report.Table:
    """One row for each tool: bytes and turns as they are, times the best and the median."""
    rows = []
    for tool in all_tools:
        runs = tool.runs[what]
        best = min(runs, key=lambda run: run.line_s)
        rows.append([
            tool.name, f"{best.bytes_in:,}", f"{best.bytes_in / len(data):.2f}",
            f"{best.bytes_out:,}", str(best.turns), f"{best.line_s:.2f}",
            f"{statistics.median(run.command_s for run in runs):.2f}",
        ])  # fmt: skip
    head = ["", "to the board, B", "per byte", "back, B", "turns", "on the line, s", "command, s"]
    note = f"line: best of {len(runs)} runs, taken in turns; command: median"
    title = f"Upload of {what if what != 'routine' else 'a routine'} ({len(data):,} bytes)"
    return report.Table(title, head, rows, note)


def goals(payloads: dict[str, bytes], all_tools: list[Tool]) -> list[report.Goal]:
    """What was wanted of solewave, and what came out."""
    ours, mpremote = all_tools[0], all_tools[1]
    found = []
    for what, data in payloads.items():
        ratio = min(run.bytes_in for run in ours.runs[what]) / len(data)
        found.append(report.Goal(f"bytes to the board per byte, {what}", ratio, 1.5))
    share = best_line_s(ours, "routine") / best_line_s(mpremote, "routine")
    found.append(report.Goal("routine: time on the line, share of mpremote's", share, 1 / 3))
    for what in payloads:
        quickest_s = min(best_line_s(peer, what) for peer in all_tools[1:])
        share = best_line_s(ours, what) / quickest_s
        found.append(report.Goal(f"{what}: time on the line, share of the best peer's", share, 1))
    wire_s = len(payloads["16 KiB"]) / BYTES_PER_S
    times = best_line_s(ours, "16 KiB") / wire_s
    found.append(report.Goal("16 KiB: time on the line, times the wire's limit", times, 1.6))
    for what in payloads:
        share = command_s(ours, what) / command_s(mpremote, what)
        found.append(report.Goal(f"{what}: whole command, share of mpremote's", share, 1.0))
    return found


def figures(payloads: dict[str, bytes], all_tools: list[Tool]) -> dict[str, object]:
    """The bare numbers of every run."""
    runs = {
        tool.name: {
            what: [vars(run) for run in tool.runs[what]] for what in payloads
        }
        for tool in all_tools
    }  # fmt: skip
    return {"payload_bytes": {what: len(data) for what, data in payloads.items()}, "runs": runs}


def best_line_s(tool: Tool, what: str) -> float:
    """Whatever else the computer does can only make it slower."""
    return min(run.line_s for run in tool.runs[what])


def command_s(tool: Tool, what: str) -> float:
    """The median of the whole command's time."""
    return statistics.median(run.command_s for run in tool.runs[what])


if __name__ == "__main__":
    main()
