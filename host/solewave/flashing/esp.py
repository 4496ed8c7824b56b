"""The chip's bootloader, through esptool: which chip it is, reading, writing, resetting."""

import contextlib
import functools
import io
from collections.abc import Callable, Iterator
from typing import Any

from esptool import cmds  # type: ignore[import-untyped]
from esptool.logger import TemplateLogger, log  # type: ignore[import-untyped]
from esptool.util import (  # type: ignore[import-untyped]
    FatalError,
    flash_size_bytes,
)

from solewave.board import chip as chips
from solewave.errors import DeviceError
from solewave.transport import PORT_ERRORS, open_port

BAUD = 460800
"""What CP210x and CH340 do without loss on a short cable; the chip's own USB ignores it."""
ROM_BAUD = 115200
ATTEMPTS = 3

Progress = Callable[[int, int], None]

HOLD_BOOT = (
    "Hold the board's BOOT button, press RESET, let go of BOOT, and run the command again. "
    "If it stays so: another cable (one that carries data) or another port."
)
AGAIN = "Check the cable and run the command again: a chip whose writing broke off can be written."


class _Quiet(TemplateLogger):  # type: ignore[misc]
    """esptool's words go nowhere, its progress to `on_progress`."""

    def __init__(self) -> None:
        self.on_progress: Progress = lambda _done, _size: None

    def print(self, *args: Any, **kwargs: Any) -> None: ...
    def note(self, message: str) -> None: ...
    def warning(self, message: str) -> None: ...
    def error(self, message: str) -> None: ...
    def stage(self, finish: bool = False) -> None: ...
    def set_verbosity(self, verbosity: str) -> None: ...

    def progress_bar(self, cur_iter: int, total_iters: int, *_args: Any, **_more: Any) -> None:
        self.on_progress(cur_iter, total_iters)


@functools.cache
def _quiet() -> _Quiet:
    """The logger in place of esptool's own, which takes another in its place only once."""
    made = _Quiet()
    log.set_logger(made)
    return made


def _silence() -> contextlib.AbstractContextManager[Any]:
    """What esptool says once, about resetting, goes past the logger that it was given."""
    return contextlib.redirect_stderr(io.StringIO())


class Bootloader:
    """A chip that waits to be written. `chip` is its name as in boards/chips.

    `flash_size` is in bytes, known once it is prepared.
    """

    def __init__(self, esp: Any, port: str) -> None:
        self._esp = esp
        self._port = port
        self.title = str(esp.CHIP_NAME)
        self.chip = _known(self.title)
        self.flash_size = 0

    def prepare(self, baud: int) -> None:
        """Loads esptool's own helper into the chip, goes faster, finds the flash."""
        with _failing(self._port, "its bootloader does not take esptool's helper", HOLD_BOOT):
            if not self._esp.secure_download_mode:
                self._esp = cmds.run_stub(self._esp)
            if baud != ROM_BAUD:
                self._esp.change_baud(baud)
            cmds.attach_flash(self._esp)
            self.flash_size = int(flash_size_bytes(cmds.detect_flash_size(self._esp)) or 0)

    def read(self, at: int, size: int) -> bytes:
        """`size` bytes of flash from `at`."""
        with _failing(self._port, "its flash cannot be read", AGAIN):
            data: bytes = self._esp.read_flash(at, size)
            return data

    def write(self, parts: list[tuple[int, bytes]], progress: Progress) -> None:
        """Writes each (place, data) and compares what the flash then holds, by its MD5."""
        _quiet().on_progress = progress
        with _failing(self._port, "the writing broke off", AGAIN):
            cmds.write_flash(self._esp, list(parts), no_progress=False)

    def reset(self) -> None:
        """Starts what was written."""
        again = "Press its RESET button."
        with _failing(self._port, "it does not start anew", again), _silence():
            cmds.reset_chip(self._esp, "hard-reset")


@contextlib.contextmanager
def connected(port: str) -> Iterator[Bootloader]:
    """The bootloader of the chip on `port`. Raises DeviceError where none answers."""
    open_port(port).close()  # a missing or busy port has clearer words here than in esptool
    _quiet().on_progress = lambda _done, _size: None
    with _failing(port, "no bootloader answers", HOLD_BOOT), _silence():
        esp = cmds.detect_chip(port, connect_attempts=ATTEMPTS)
    try:
        yield Bootloader(esp, port)
    finally:
        with contextlib.suppress(*PORT_ERRORS, AttributeError):
            esp._port.close()


def _known(title: str) -> str:
    """The chip's name in boards/chips. Raises DeviceError for one that Solewave does not know."""
    facts = {chips.load(name).esptool_name: name for name in chips.names()}
    if title not in facts:
        raise DeviceError(
            f"the board has an {title}, which Solewave does not know",
            f"Chips that it knows: {', '.join(sorted(facts))}.",
        )
    return facts[title]


@contextlib.contextmanager
def _failing(port: str, what: str, remedy: str) -> Iterator[None]:
    try:
        yield
    except FatalError as error:
        said = str(error).strip().splitlines()
        reason = said[0].rstrip(".") if said else "no reason given"
        raise DeviceError(f"{port}: {what} ({reason})", remedy) from error
    except PORT_ERRORS as error:
        raise DeviceError(f"{port}: {what} (the port vanished)", AGAIN) from error
