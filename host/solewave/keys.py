"""Keys as they are pressed, without Enter, and a terminal that is left as it was found."""

import contextlib
import os
import re
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import termios
    import tty
except ImportError:  # Windows: the view is shown, Ctrl-C stops
    termios = None  # type: ignore[assignment]

_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|O.|.)?")
"""What arrow and function keys send; none of it means a letter that was typed."""


class Keyboard:
    """The keys of the terminal on stdin. `works` is False where there is none to be read."""

    def __init__(self) -> None:
        self.works = termios is not None and _in_foreground()

    @contextmanager
    def opened(self) -> Iterator["Keyboard"]:
        """Takes keys one by one and without echo for as long as the block runs.

        Ctrl-C works as ever. Ctrl-Z and Ctrl-S do not: a session whose host stands still ends.
        """
        if not self.works:
            yield self
            return
        number = sys.stdin.fileno()
        before = termios.tcgetattr(number)
        try:
            tty.setcbreak(number, termios.TCSADRAIN)
            now = termios.tcgetattr(number)
            now[0] &= ~termios.IXON
            now[6][termios.VSUSP] = b"\0"
            termios.tcsetattr(number, termios.TCSADRAIN, now)
            yield self
        finally:
            with contextlib.suppress(termios.error):  # the terminal has gone
                termios.tcsetattr(number, termios.TCSAFLUSH, before)

    def pressed(self) -> str:
        """What was typed since the last call, without the sequences of special keys."""
        typed = b""
        while self.works and select.select([sys.stdin.fileno()], [], [], 0)[0]:
            try:
                more = os.read(sys.stdin.fileno(), 1024)
            except OSError:
                more = b""
            if not more:  # the terminal has gone
                self.works = False
            typed += more
        return _ESCAPES.sub("", typed.decode("utf-8", "replace"))


def _in_foreground() -> bool:
    """Whether stdin is a terminal that is ours: in the background it would stop us."""
    try:
        number = sys.stdin.fileno()
        return os.isatty(number) and os.tcgetpgrp(number) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
