"""From what stands behind --port to a massager that has said hello."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from solewave import ports
from solewave.client import Client, Line
from solewave.errors import UserError
from solewave.sharing import Guest, join
from solewave.transport import Transport, open_port

VIRTUAL = "virtual"
BOARD_DEFAULT = "esp32-devkitc"
SPEED_MAX = 1000.0


def state_dir() -> Path:
    """Where the virtual board's flash and our own reports lie; SOLEWAVE_STATE_DIR moves it."""
    chosen = os.environ.get("SOLEWAVE_STATE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_state_path  # noqa: PLC0415

    return user_state_path("solewave", appauthor=False)


def virtual_folder() -> Path:
    """Where the virtual board's flash lies, made if it is not there. Raises UserError."""
    folder = state_dir() / VIRTUAL
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror
    else:
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
        why = "you may not write there"
    raise UserError(
        f"the virtual board cannot keep its flash in {folder}: {why}",
        "Let SOLEWAVE_STATE_DIR name a folder of yours.",
    )


@contextmanager
def connect(spec: str | None, *, brief: bool = False) -> Iterator[tuple[Client, dict[str, Any]]]:
    """A client and the device's `hello`, or a `brief` one, for as long as the block runs.

    `spec` is a serial port, its USB serial number, a pyserial URL, `virtual`,
    `virtual:SPEED`, or None for the only board plugged in. Raises DeviceError where no
    massager answers.
    """
    with _transport(spec) as transport:
        client = Client(transport)
        yield client, client.hello(brief=brief)


@contextmanager
def _transport(spec: str | None) -> Iterator[Line]:
    with contextlib.ExitStack() as stack:
        port, time_scale = stack.enter_context(address(spec))
        transport: Guest | Transport | None
        transport = join(state_dir(), port, time_scale) or open_port(port, time_scale)
        stack.callback(transport.close)
        yield transport


@contextmanager
def address(spec: str | None) -> Iterator[tuple[str, float]]:
    """The port behind `spec` (see `connect`), not opened, and its time scale."""
    if spec is None:
        spec = ports.find()
    if spec == VIRTUAL or spec.startswith(VIRTUAL + ":"):
        with _virtual(spec) as found:
            yield found
    else:
        port = ports.named(spec)
        yield port, _time_scale(port)


@contextmanager
def _virtual(spec: str) -> Iterator[tuple[str, float]]:
    """Port and speed of the virtual board that runs, or of one that lives for this block."""
    from solewave import virtual  # noqa: PLC0415

    speed = _speed(spec)
    running = virtual.find_running()
    if running is not None and speed is None:
        yield running.port, running.speed
        return
    if running is not None:
        raise UserError(
            f"a virtual board runs already, at {running.speed:g} times the clock's speed",
            "Use --port virtual for that one, or end it first.",
        )
    from solewave import board  # noqa: PLC0415

    with virtual.VirtualBoard(
        board.load(BOARD_DEFAULT), virtual_folder(), speed=speed or 1.0
    ) as made:
        yield made.port, speed or 1.0


def _speed(spec: str) -> float | None:
    if spec == VIRTUAL:
        return None
    return valid_speed(spec.partition(":")[2])


def valid_speed(text: str) -> float:
    """A speed from 1 to SPEED_MAX times the clock's. Raises UserError."""
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 1.0 <= speed <= SPEED_MAX:
        raise UserError(
            f'"{text}" is no speed of a virtual board',
            f"Give a number from 1 to {SPEED_MAX:g}, for example virtual:20.",
        )
    return speed


def _time_scale(port: str) -> float:
    """1, unless `port` is the terminal of the virtual board that runs."""
    if not port.startswith("/dev/pts/"):
        return 1.0
    from solewave import virtual  # noqa: PLC0415

    running = virtual.find_running()
    return float(running.speed) if running is not None and running.port == port else 1.0
