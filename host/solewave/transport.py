"""Bytes to and from a port: a serial device, a pyserial URL or a virtual board's terminal."""

import contextlib
import errno
import os
import re
from collections.abc import Iterator

import serial  # type: ignore[import-untyped]

from solewave.errors import DeviceError

BAUD = 115200
"""The speed of MicroPython's prompt on a UART bridge; USB-serial and terminals ignore it."""

CABLE_REMEDY = "Check the cable and the port's name."

READ_MAX = 4096
"""Bytes taken at a time from a device that does not stop; the rest waits in the system."""

WRITE_TIMEOUT_S = 5.0
"""A frame takes 45 ms at 115200 baud: a write that takes seconds meets a dead port."""

GROUP_REMEDY = (
    "Add yourself to the group that owns it (`sudo usermod -aG dialout $USER`), "
    "then log out and in again."
)


try:
    import termios

    _TERMINAL_ERRORS: tuple[type[Exception], ...] = (termios.error,)
except ImportError:  # Windows
    _TERMINAL_ERRORS = ()

PORT_ERRORS: tuple[type[Exception], ...] = (OSError, TypeError, *_TERMINAL_ERRORS)
"""What a port that vanishes raises: pyserial's own errors are OSErrors, reading from a closed
descriptor is a TypeError, flushing one an error of termios."""
OPEN_ERRORS: tuple[type[Exception], ...] = (*PORT_ERRORS, ValueError)
"""The same, and what a URL that pyserial does not know raises."""


class Transport:
    """An open port. Raises DeviceError when the port vanishes.

    `time_scale` is how many seconds of the board's time pass in one of ours: 1.0
    for every real board, the speed of a virtual one.
    """

    def __init__(self, port: serial.SerialBase, name: str, time_scale: float = 1.0) -> None:
        self._port = port
        self.name = name
        self.time_scale = time_scale

    def read(self, timeout_s: float) -> bytes:
        """What arrived; waits `timeout_s` seconds at most for a first byte, b"" if none came."""
        with self._vanishing():
            if self._port.timeout != timeout_s:
                self._port.timeout = timeout_s
            first: bytes = self._port.read(1)
            more = min(self._port.in_waiting, READ_MAX) if first else 0
            return first + self._port.read(more) if more else first

    def write(self, data: bytes) -> None:
        """Sends all of `data` (bytes)."""
        with self._vanishing():
            self._port.write(data)

    def close(self) -> None:
        """Gives the port back; closing a port that has vanished is no error."""
        with contextlib.suppress(OSError, serial.SerialException):
            self._port.close()

    @contextlib.contextmanager
    def _vanishing(self) -> Iterator[None]:
        try:
            yield
        except serial.SerialTimeoutException as error:
            raise DeviceError(
                f"{self.name} takes no more data",
                "Unplug the massager, plug it in again and repeat the command.",
            ) from error
        except PORT_ERRORS as error:
            raise DeviceError(
                f"{self.name} vanished while it was in use",
                "Check the cable and plug it in again; a session that runs stops by itself.",
            ) from error


def open_port(spec: str, time_scale: float = 1.0) -> Transport:
    """Opens a serial port or pyserial URL without resetting the board behind it.

    Raises DeviceError where it is missing, busy, not permitted or no port at all.
    """
    try:
        port = serial.serial_for_url(spec, do_not_open=True, exclusive=True)
        port.baudrate = BAUD
        port.write_timeout = WRITE_TIMEOUT_S
        _open_quietly(port)
    except OPEN_ERRORS as error:
        raise _refused(spec, error) from error
    return Transport(port, spec, time_scale)


def _open_quietly(port: serial.SerialBase) -> None:
    """Opens with DTR and RTS inactive, RTS first.

    The kernel raises both lines on opening. The usual reset circuit pulls EN low
    while RTS is active and DTR is not, so DTR must never fall before RTS does.
    pyserial drops DTR first, except where the port says that it manages DTR itself.
    """
    port.dtr = False
    port.rts = False
    order_matters = os.name == "posix" and type(port) is serial.Serial
    port.dsrdtr = order_matters
    port.open()
    if order_matters:
        port.dsrdtr = False
        with contextlib.suppress(OSError):  # a pseudo-terminal has no such lines
            port.dtr = False


def _refused(spec: str, error: Exception) -> DeviceError:
    number = _number(error)
    if number in (errno.EBUSY, errno.EAGAIN) or "exclusively lock" in str(error):
        return DeviceError(
            f"{spec} is in use by another program",
            "Close it (a serial monitor, mpremote, another solewave) and try again.",
        )
    if number in (errno.EACCES, errno.EPERM):
        return DeviceError(f"you may not open {spec}", GROUP_REMEDY)
    if number in (errno.ENOENT, errno.ENXIO, errno.ENODEV):
        return DeviceError(
            f"there is no port {spec or '(an empty name)'}",
            "Check the cable, or leave --port out to let solewave look for the massager.",
        )
    if number == errno.ENOTTY:
        return DeviceError(
            f"{spec} is no serial port", "Leave --port out to let solewave look for the massager."
        )
    if isinstance(error, ValueError):
        return DeviceError(
            f"{spec} is neither a port nor a URL that pyserial knows",
            "Give a serial port, a pyserial URL such as socket://HOST:PORT, or virtual.",
        )
    is_url = "://" in spec
    remedy = "Check the address, and that something listens there." if is_url else CABLE_REMEDY
    return DeviceError(f"{spec} cannot be opened: {_why(error)}", remedy)


def _number(error: Exception) -> int | None:
    """The system's number of what went wrong; pyserial may have it in its text only."""
    number = getattr(error, "errno", None)
    found = re.search(r"\[Errno (\d+)\]|port: \((\d+), ", str(error))
    return int(found[1] or found[2]) if number is None and found else number


def _why(error: Exception) -> str:
    """The system's own words; pyserial wraps them, and names the port once more."""
    number = _number(error)
    return str(error) if number is None else os.strerror(number)
