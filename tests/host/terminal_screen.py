"""The command line on a terminal of its own, as a person sees it and types at it."""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyte

HANG_GUARD_S = 60

START = "import sys; from solewave.cli import main; sys.argv[0] = 'solewave'; main()"


class Terminal:
    """`solewave ARGV` as the leader of a session on a pseudo-terminal.

    `screen` is a pyte screen; `rows()` what stands on it now, without empty space at the
    ends of lines. `raw` is everything that was written. A thread takes it in, as a
    terminal does: a command whose screen nobody reads would stand still.
    """

    def __init__(self, argv: list[str], columns: int, lines: int, env: dict[str, str]) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.exit_code: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            _set_size(0, columns, lines)
            # execve, since readline puts LINES and COLUMNS where os.environ does not see them
            os.execve(sys.executable, [sys.executable, "-c", START, *argv], _environment(env))
        self.modes = termios.tcgetattr(self.fd)
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._take_in, daemon=True)
        self._thread.start()

    def rows(self) -> list[str]:
        with self._news:
            return [row.rstrip() for row in self.screen.display]

    def text(self) -> str:
        return "\n".join(self.rows())

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        with self._news:
            self.screen.resize(lines, columns)
        _set_size(self.fd, columns, lines)

    def until(self, wanted: Callable[[], object]) -> None:
        """Waits until `wanted()` comes true."""
        begun = time.monotonic()
        while not wanted():
            assert self.exit_code is None, f"it ended: {self.text()}"
            assert time.monotonic() < begun + HANG_GUARD_S, self.text()
            with self._news:
                self._news.wait(0.2)

    def shows(self, *parts: str) -> None:
        """Waits until all `parts` stand on the screen, wherever their lines are broken."""
        self.until(lambda: all(" ".join(part.split()) in self.words() for part in parts))

    def words(self) -> str:
        """What stands on the screen as one line, with single spaces."""
        return " ".join(self.text().split())

    def ends(self) -> int:
        """Waits for the end of the command; its exit code."""
        self._thread.join(HANG_GUARD_S)
        assert self.exit_code is not None, self.text()
        return self.exit_code

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def _take_in(self) -> None:
        while data := self._read():
            with self._news:
                self.raw += data
                self._stream.feed(data)
                self._news.notify_all()
        status = os.waitpid(self.pid, 0)[1]
        with self._news:
            self.exit_code = os.waitstatus_to_exitcode(status)
            self._news.notify_all()

    def _read(self) -> bytes:
        try:
            return os.read(self.fd, 65536)
        except OSError:  # nobody has it open any more
            return b""

    def close(self) -> None:
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            self._thread.join(HANG_GUARD_S)
        os.close(self.fd)


def _environment(env: dict[str, str]) -> dict[str, str]:
    """Ours, but for what would tell the command of another terminal than its own."""
    others = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "SOLEWAVE_PORT")
    ours = {name: value for name, value in os.environ.items() if name not in others}
    return {**ours, "TERM": "xterm-256color", "LANG": "C.UTF-8", **env}


def _set_size(fd: int, columns: int, lines: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


@contextmanager
def terminal(
    *argv: str, columns: int = 80, lines: int = 24, env: dict[str, str] | None = None
) -> Iterator[Terminal]:
    made = Terminal(list(argv), columns, lines, env or {})
    try:
        yield made
    finally:
        made.close()
