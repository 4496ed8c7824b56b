"""How long a person waits for the command line: whole commands, each a process of its own."""

import math
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import children
import report
from solewave import shipped

ROUNDS = 15
PYTHON = sys.executable
SOLEWAVE = str(Path(sys.executable).with_name("solewave"))
IMPORT_CLICK = 'python -c "import click"'
LONGEST = "better-sleep"
"""The longest of the shipped routines."""


@dataclass
class Took:
    """The least that a command took: of the wall's clock and of the processor, in ms."""

    wall_ms: float = math.inf
    processor_ms: float = math.inf

    def note(self, wall_ms: float, processor_ms: float) -> None:
        """One more run."""
        self.wall_ms = min(self.wall_ms, wall_ms)
        self.processor_ms = min(self.processor_ms, processor_ms)


def main() -> None:
    """Runs all commands in turns, prints the table and the goals."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        commands = cases(Path(folder))
        took = {name: Took() for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                took[name].note(*run(command))
    rows = [[name, f"{one.processor_ms:.0f}", f"{one.wall_ms:.0f}"] for name, one in took.items()]
    note = f"the least of {rounds} runs, taken in turns: whatever else runs can only add to it"
    table = report.Table("Whole commands", ["", "processor, ms", "wall, ms"], rows, note)
    figures = {name: vars(one) for name, one in took.items()}
    report.publish("host", [table], goals(took), figures)


def cases(folder: Path) -> dict[str, list[str]]:
    """Name -> command."""
    routines = sorted(str(path) for path in shipped.path("routines").glob("*.toml"))
    one = str(shipped.path("routines") / f"{LONGEST}.toml")
    picture = str(folder / "picture.png")
    return {
        "python -c pass": [PYTHON, "-c", "pass"],
        IMPORT_CLICK: [PYTHON, "-c", "import click"],
        "solewave --help": [SOLEWAVE, "--help"],
        "solewave play --help": [SOLEWAVE, "play", "--help"],
        f"solewave check, {len(routines)} routines": [SOLEWAVE, "check", *routines],
        f"solewave preview {LONGEST}": [SOLEWAVE, "preview", one, "--out", picture],
    }


def run(command: list[str]) -> tuple[float, float]:
    """Milliseconds of wall and processor. Raises CalledProcessError if it fails."""
    begun, used = time.perf_counter(), children.processor_s()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - begun) * 1000, (children.processor_s() - used) * 1000


def goals(took: dict[str, Took]) -> list[report.Goal]:
    """What was wanted of the processor's time, and what came out."""
    ms = {name: one.processor_ms for name, one in took.items()}
    share = ms["solewave --help"] / ms[IMPORT_CLICK]
    (check_ms,) = (time_ms for name, time_ms in ms.items() if " check" in name)
    (preview_ms,) = (time_ms for name, time_ms in ms.items() if " preview" in name)
    return [
        report.Goal("solewave --help, times `import click`", share, 1.5),
        report.Goal("check of all routines", check_ms, 300, "ms"),
        report.Goal(f"preview of {LONGEST}", preview_ms, 2000, "ms"),
    ]


if __name__ == "__main__":
    main()
