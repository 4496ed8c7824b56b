"""The command line at a cable whose other end a test holds: no port, no process, no waiting."""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

import mistakes
from solewave import attach, client, connect, console, device_clock, ports
from solewave.cli import cli
from solewave.doctor import examine
from solewave.doctor import massager as doctor
from solewave.errors import DONE, DeviceError, SolewaveError
from solewave.update import before, bring

READS_MAX = 3000
"""After so many looks at the line somebody pulls the cable: no command may need more."""
BYTE_S = 10 / 115200
NO_SIGNALS = SimpleNamespace(SIGINT=2, signal=lambda *_: None)
"""Python takes signals in the main thread only, and `torture.py` has others."""
NOW = datetime(2026, 11, 23, 21, 40, 5)


READERS = (
    "bedtime", "composing", "faults", "live", "playable", "sending", "session", "settings_text",
    "upload", "usage", "views", "week_map",
)  # fmt: skip
"""What reads answers, and commands import when they need it: a fuzzer has to see it before."""
for _name in READERS:
    importlib.import_module(f"solewave.{_name}")

COMMANDS = tuple(
    (tuple(words.split()), mood)
    for words, mood in (
        ("status", "faulty"),
        ("status --json", "playing"),
        ("list", "faulty"),
        ("list --json", "faulty"),
        ("get hum --out {folder}/got.sole", "faulty"),
        ("upload {folder}/hum.sole --name new", "faulty"),
        ("upload {folder}/hum.sole --name new --json", "playing"),
        ("remove hum", "faulty"),
        ("play hum", "well"),
        ("play {folder}/hum.sole --name new --json", "well"),
        ("play {folder}/hum.sole --live", "well"),
        ("watch", "playing"),
        ("watch --json", "playing"),
        ("pause", "playing"),
        ("resume", "paused"),
        ("resume --json", "paused"),
        ("stop", "playing"),
        ("stop --now", "playing"),
        ("faults", "faulty"),
        ("faults --json", "faulty"),
        ("faults clear", "faulty"),
        ("faults clear sensor-open", "faulty"),
        ("set", "faulty"),
        ("set --volume 20 --favorite hum --json", "faulty"),
        ("bedtime", "faulty"),
        ("bedtime --json", "faulty"),
        ("bedtime 23:00 --routine hum", "faulty"),
        ("bedtime off", "faulty"),
        ("log", "faulty"),
        ("log --calendar", "faulty"),
        ("log --hours", "faulty"),
        ("log --csv -", "faulty"),
        ("log --json", "faulty"),
        ("doctor", "faulty"),
        ("doctor --json", "playing"),
    )
)
"""What is asked, and of which massager (see `fuzz.devices`)."""


class Device(Protocol):
    """The other end: gets bytes, and gives the next of its own, b"" when it has none."""

    def feed(self, data: bytes) -> None: ...

    def give(self) -> bytes: ...


class Cable:
    """What `solewave.client.Line` asks of a transport; time passes in `read` and `sleep` only."""

    name = "cable"
    time_scale = 1.0

    def __init__(self, device: Device) -> None:
        self._device = device
        self._reads = 0
        self._now_s = 0.0

    def now(self) -> float:
        return self._now_s

    def sleep(self, for_s: float) -> None:
        self._now_s += for_s

    def read(self, timeout_s: float) -> bytes:
        self._reads += 1
        if self._reads > READS_MAX:
            raise DeviceError("the cable was pulled")
        data = self._device.give()
        self._now_s += len(data) * BYTE_S if data else timeout_s
        return data

    def write(self, data: bytes) -> None:
        self._device.feed(data)

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and all that it printed."""

    code: int
    said: str


def command(words: tuple[str, ...], device: Device) -> Ended:
    """Runs `solewave words` with `device` at the cable; what is our bug comes as it is."""
    said = _Said()
    (folder() / "got.sole").unlink(missing_ok=True)
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        _plugged_in(Cable(device)),
    ):
        code = _obeyed([word.format(folder=folder()) for word in ("--port", Cable.name, *words)])
    return Ended(code, said.getvalue())


class _Said(io.StringIO):
    """What is printed; a fuzzer that waits too long tells where past it."""

    def fileno(self) -> int:
        return sys.__stderr__.fileno() if sys.__stderr__ else 2


def _obeyed(words: list[str]) -> int:
    """As `solewave.cli.run`, which would catch a bug too."""
    try:
        result = cli.main(words, prog_name="solewave", standalone_mode=False)
    except SolewaveError as error:
        console.failed(error)
        return error.exit_code
    return result if isinstance(result, int) else DONE


@contextlib.contextmanager
def _plugged_in(cable: Cable) -> Iterator[None]:
    """Every port is this cable, every clock is its clock, and nobody presses Ctrl-C."""
    places: list[tuple[Any, str, Any]] = [
        *((module, "open_port", lambda *_: cable) for module in (connect, examine, before, bring)),
        *((owner, "now", staticmethod(cable.now)) for owner in (client.Clock, doctor.Clock)),
        (doctor.Clock, "sleep", staticmethod(cable.sleep)),
        (device_clock.Computer, "now", staticmethod(lambda: NOW)),
        (ports, "comports", tuple),
        (attach, "signal", NO_SIGNALS),
    ]
    old = [vars(owner)[name] for owner, name, _ in places]
    state_dir = os.environ.get("SOLEWAVE_STATE_DIR")
    os.environ["SOLEWAVE_STATE_DIR"] = str(folder())
    try:
        for owner, name, value in places:
            setattr(owner, name, value)
        yield
    finally:
        for (owner, name, _), value in zip(places, old, strict=True):
            setattr(owner, name, value)
        os.environ.pop("SOLEWAVE_STATE_DIR")
        if state_dir is not None:
            os.environ["SOLEWAVE_STATE_DIR"] = state_dir


@functools.cache
def folder() -> Path:
    """Where commands find the pattern that they upload, and write what they get."""
    made = tempfile.TemporaryDirectory(prefix="solewave-cable-")
    path = Path(made.name)
    _kept.append(made)
    (path / "hum.sole").write_bytes(mistakes.GOOD)
    return path


_kept: list[Any] = []
"""Until the process ends."""
