"""A bench: an interpreter that runs the real firmware step by step, under our orders.

`solewave/virtual/device/trial.py` is the other end. Time passes only when it is told to, so
that the same orders always give the same answers.
"""

import copy
import json
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sole.core.frame import seal, unseal

from solewave import firmware_files, shipped
from solewave.errors import SolewaveError
from solewave.virtual.hardware import BoardLike, parts, plain
from solewave.virtual.process import DEVICE, has_micropython

RS = "\x1e"
HEAP = "4M"
"""Garbage is collected when this is full, not each second: a trial's time is its own."""
_UNDER_MICROPYTHON = "import sys; from micropython_unix import main; sys.exit(main())"


@dataclass(frozen=True)
class Setup:
    """What a trial begins with.

    `board` is the compiled board file's content, `model` and `hardware` what the plant needs
    besides; `patterns` are names and compiled bytes. `pad_c` and `foot_c` are degrees Celsius
    at power-on (None: as the model says); `start_ms` is what the clock shows then;
    `adc_bow_pct` and `adc_offset_mv` bend what the ADC measures. `files` lie on the flash
    besides, or in place of those that would (path -> content).
    """

    board: dict[str, Any]
    model: dict[str, Any]
    hardware: dict[str, Any]
    patterns: Mapping[str, bytes] = field(default_factory=dict)
    pad_c: float | None = None
    foot_c: float | None = None
    start_ms: int = 0
    adc_bow_pct: float = 0.0
    adc_offset_mv: float = 0.0
    files: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, board: BoardLike, patterns: Mapping[str, bytes] | None = None) -> Self:
        """A board as its file describes it."""
        return cls(
            unseal(board.compiled()), plain(board.model), parts(board), dict(patterns or {})
        )

    def order(self) -> dict[str, Any]:
        """The command that begins the trial."""
        pad_c = self.model["ambient_c"] if self.pad_c is None else self.pad_c
        foot_c = self.model["foot_c"] if self.foot_c is None else self.foot_c
        files = {f"/patterns/{name}.sole": data for name, data in self.patterns.items()}
        files |= {"/board.json": seal(self.board), "/manifest.json": seal({})}
        files |= self.files
        return {
            "do": "start",
            "speed": 0,
            "start_us": self.start_ms * 1000,
            "chip": self.board["chip"],
            "board": self.board,
            "model": self.model,
            "parts": self.hardware,
            "plant": {"pad_c": pad_c, "foot_c": foot_c},
            "adc": {"bow_pct": self.adc_bow_pct, "offset_mv": self.adc_offset_mv},
            "boot": (shipped.path("firmware") / "boot.py").read_text(encoding="utf-8"),
            "files": {path: b64encode(data).decode() for path, data in files.items()},
        }

    def copy(self) -> dict[str, Any]:
        """The board's content, to change."""
        return copy.deepcopy(self.board)


class Bench:
    """An interpreter for any number of trials, one after another; a context manager.

    `micropython`: which one; None takes MicroPython where it is installed. Raises
    SolewaveError if the interpreter ends by itself: that is a bug of ours.
    """

    script = DEVICE / "trial.py"
    """What the interpreter runs."""

    def __init__(self, micropython: bool | None = None) -> None:
        self.micropython = has_micropython() if micropython is None else micropython
        self.console: list[str] = []
        """What the firmware of the present trial printed."""

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="solewave-bench-"))
        if self.micropython:
            _lay_out(self._folder)
        self._errors = (self._folder / "errors.txt").open("w+")
        self._child = subprocess.Popen(
            self._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._errors, text=True, encoding="utf-8",
        )  # fmt: skip
        self._in_trial = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.kill()
        self._child.communicate()
        self._errors.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _command(self) -> list[str]:
        trial = [str(self.script), str(DEVICE), str(self._folder)]
        if self.micropython:
            return [sys.executable, "-c", _UNDER_MICROPYTHON, "-X", f"heapsize={HEAP}", *trial]
        return [sys.executable, "-P", *trial]

    def begin(self, setup: Setup) -> dict[str, Any]:
        """Powers a new massager on; the one before is thrown away."""
        if self._in_trial:
            self.do("end")
        self._in_trial = True
        self.console.clear()
        return self._order(setup.order())

    def do(self, what: str, **details: Any) -> dict[str, Any]:
        """Gives one order; what the trial measured when it was carried out.

        `run` (ms, until: "latch", "idle" or "heating"), `ask` (request), `ping` (on), `press`
        (does, ms), `inject` (fault, sensor, for_ms), `mend`, `warm` (pad_c, foot_c), `noise`
        (b64), `measure` (pad_ma, base_ma, rows), `memory`, `state`, `end`.
        """
        return self._order({"do": what, **details})

    def ask(self, verb: str, **arguments: Any) -> dict[str, Any]:
        """Sends a request over the trial's link; the device's answer (`ok` or `err`)."""
        answer = self.do("ask", request={"do": verb, **arguments}).get("answer")
        return answer or {"err": {"code": "silent", "say": "no answer"}}

    def play(self, name: str, **scales: int) -> dict[str, Any]:
        """Starts a pattern as a host does: a ticket, then play, then a ping each second.

        `scales`: `intensity_pct` and `tempo_pct`, as docs/protocol.md has them.
        """
        self.do("ping", on=True)
        ticket = self.ask("ready").get("ok", {}).get("ticket", 0)
        return self.ask("play", name=name, ticket=ticket, **scales)

    def _order(self, command: dict[str, Any]) -> dict[str, Any]:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.write(json.dumps(command) + "\n")
            self._child.stdin.flush()
            for line in self._child.stdout:
                if line.startswith(RS):
                    told: dict[str, Any] = json.loads(line[1:])
                    return told
                self.console.append(line.rstrip())
        except BrokenPipeError:
            pass
        self._errors.seek(0)
        said = " ".join([*self.console[-20:], self._errors.read()])
        raise SolewaveError(f"the trial ended by itself: {said}")


def _lay_out(folder: Path) -> None:
    """The firmware compiled as for a board. CPython imports it as the host itself does."""
    package = shipped.device_package()
    sources = {
        f"sole/{path.relative_to(package).as_posix()}": path for path in package.rglob("*.py")
    }
    sources["adafruit_motor/motor.py"] = shipped.motor_library()
    for name, source in sources.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.with_suffix(".mpy").write_bytes(firmware_files.compiled(source, name))
