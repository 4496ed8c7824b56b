"""A board at MicroPython's prompt: every output off, then code run on it, through mpremote."""

import contextlib
import io
import struct
import time
from collections.abc import Iterator
from typing import Any

from mpremote.transport import TransportError  # type: ignore[import-untyped]
from mpremote.transport_serial import SerialTransport  # type: ignore[import-untyped]

from solewave.errors import DeviceError
from solewave.update.metered import Metered

QUIET_S = 10.0
"""How long a board may be silent: checking a large file takes the longest, about a second."""

STOP_S = 5.0
"""How long the firmware may take to stop: it finishes a write to flash first."""

ALL_OFF = b"every output is off"
"""What the firmware's last line says (sole.run)."""
PROMPT = b">>> "
RAW_PROMPT = b"raw REPL; CTRL-B to exit\r\n>"

BROKEN = (TransportError, OSError, struct.error, TypeError)
"""What mpremote raises when the board or the cable goes: pyserial's errors are OSErrors."""


class CodeError(DeviceError):
    """Code failed on the board; `message` ends with the exception."""


class Repl:
    """An open port with the raw prompt behind it. Everything raises DeviceError."""

    def __init__(self, port: str) -> None:
        self.port = port
        try:
            self._line: Any = SerialTransport(port, timeout=QUIET_S)
        except TransportError:
            from solewave.transport import open_port  # noqa: PLC0415

            open_port(port).close()  # says what is wrong with it
            raise DeviceError(f"{port} cannot be opened", "Repeat the command.") from None
        self._line.serial.write_timeout = QUIET_S
        self._line.serial = self._port = Metered(self._line.serial)

    def stop(self, firmware_runs: bool) -> None:
        """Ends what runs there, then starts afresh with boot.py, which makes every output safe.

        With `firmware_runs` the firmware must say itself that every output is off.
        """
        with self._breaking("while the firmware was being stopped"):
            self._port.write(b"\r\x03")
            said = self._said_until(ALL_OFF if firmware_runs else PROMPT)
        if firmware_runs and ALL_OFF not in said:
            raise DeviceError(
                f"the firmware on {self.port} did not say that its outputs are off",
                "Unplug the massager, plug it in and repeat the command.",
            )
        with self._breaking("while it was brought to its prompt"):
            self._line.enter_raw_repl()

    def _said_until(self, wanted: bytes) -> bytes:
        until = time.monotonic() + STOP_S
        said = b""
        while wanted not in said and time.monotonic() < until:
            if self._port.in_waiting:
                said += self._port.read(self._port.in_waiting)
            else:
                time.sleep(0.01)
        return said

    def run(self, code: str) -> str:
        """Runs code; gives what it printed. Raises CodeError if it ends in an exception there."""
        with self._breaking("while it was being updated"):
            said, error = self._line.exec_raw(code, timeout=QUIET_S)
        if error:
            lines = error.decode(errors="replace").strip().splitlines()
            raise CodeError(f"the board reports {lines[-1] if lines else 'an error'}")
        text: str = said.decode(errors="replace")
        return text

    def reset(self) -> None:
        """Starts the board anew; the prompt is gone then."""
        with self._breaking("when it was to start anew"):
            self._line.exec_raw_no_follow("import machine\nmachine.reset()")

    def close(self) -> None:
        """Gives the port back."""
        self._line.serial = self._port.port  # mpremote sets its RTS and DTR first
        with contextlib.suppress(*BROKEN):
            self._line.close()

    @contextlib.contextmanager
    def _breaking(self, when: str) -> Iterator[None]:
        self._port.begin_step()
        try:
            with _silence():
                yield
        except BROKEN as error:
            raise DeviceError(
                f"the board on {self.port} fell silent {when}",
                "Check the cable, unplug the massager, plug it in and repeat the command.",
            ) from error


def _silence() -> contextlib.AbstractContextManager[Any]:
    """mpremote prints what it did not understand."""
    return contextlib.redirect_stdout(io.StringIO())
