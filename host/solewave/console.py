"""All that is printed is printed here: results to stdout, what went wrong to stderr."""

import codecs
import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, TextIO

from solewave.errors import SolewaveError
from solewave.visible import visible

LINES = "\n\t\xa0"
"""What texts of ours may hold besides printable characters."""


def say(text: str = "", *, hang: int | None = None) -> None:
    """One plain line of a result; never wrapped, so that it can be piped.

    With `hang` a terminal gets it broken between words, further lines indented by so much.
    """
    text = visible(text, LINES)
    print(text if hang is None else _for_eyes(text, sys.stdout, hang), flush=True)


def _for_eyes(text: str, stream: TextIO, hang: int) -> str:
    """As long as it is for files and pipes, folded for a person at a terminal."""
    if not stream.isatty():
        return text
    from solewave.fold import fold  # noqa: PLC0415

    with contextlib.suppress(OSError, ValueError):
        return fold(text, os.get_terminal_size(stream.fileno()).columns or columns(), hang)
    return text


def reader_gone() -> None:
    """Whoever read stdout has enough: nothing more is written, not at the exit either."""
    with contextlib.suppress(OSError, ValueError):  # a stream without a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def data(value: Any) -> None:
    """A result for programs: JSON, one object or list on one line.

    What a terminal would obey or hide stands there as JSON's own escapes.
    """
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
    print(text, flush=True)


def warn(text: str) -> None:
    """One line that a person should see but that is no result."""
    print(_for_eyes(visible(text, LINES), sys.stderr, 2), file=sys.stderr, flush=True)


def failed(error: SolewaveError) -> None:
    """What went wrong and what to do about it. Problems of a file come one a line."""
    problems = getattr(error, "problems", None)
    if problems is not None:
        for problem in problems:
            warn(str(problem))
        return
    remedy = f". {error.remedy}" if error.remedy else ""
    warn(f"solewave: {error.message}{remedy}")


def bug(what: str, where: str) -> None:
    """An error of ours: short, with the place of the traceback and how to report it."""
    warn(f"solewave: this is a bug in solewave: {what}. The traceback is in {where}.")
    warn("Please report it: open an issue where you got solewave from and attach that file.")


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Columns; numbers (headings that end in a space) stand to the right."""
    headings = list(headings)
    cells = [[heading.strip() for heading in headings], *[list(row) for row in rows]]
    widths = [max(len(row[index]) for row in cells) for index in range(len(headings))]
    for row in cells:
        parts = [
            cell.rjust(width) if heading.endswith(" ") else cell.ljust(width)
            for cell, width, heading in zip(row, widths, headings, strict=True)
        ]
        say("  ".join(parts).rstrip())


def confirm(question: str) -> bool:
    """Asks a person; anything but a yes is a no, and so is nobody there to ask."""
    if not sys.stdin.isatty():
        return False
    print(f"{visible(question, LINES)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


DUMB = ("", "dumb", "unknown")
"""Values of TERM that promise nothing."""


def is_terminal() -> bool:
    """Whether a person looks at stdout."""
    return sys.stdout.isatty()


def can_draw() -> bool:
    """Whether a person looks at stdout, on a terminal where things can be drawn over."""
    return is_terminal() and os.environ.get("TERM", "") not in DUMB


def columns() -> int:
    """How wide stdout's terminal is; 80 where there is none. COLUMNS overrides both."""
    return shutil.get_terminal_size().columns


def is_plain() -> bool:
    """Whether stdout has no block characters."""
    try:
        "█·".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


NEAREST = dict(
    zip("▁▂▃▄▅▆▇█…°·─┌┐│┊\N{MULTIPLICATION SIGN}\N{EN DASH}", "._:-=+*#~ .-++|:x-", strict=True)
)
"""For what a stream's encoding lacks; as wide, so that columns stay in line."""


def forgive_encoding() -> None:
    """A degree sign must not end the program on a terminal that has none."""
    codecs.register_error("solewave", _nearest)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="solewave")  # type: ignore[union-attr]


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """An error handler, as `codecs` has them: NEAREST, or a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(NEAREST.get(char, "?") for char in lacking), error.end


SHELL_SIZE = ("COLUMNS", "LINES")


class Screen:
    """Shows renderables in place of each other, on the terminal's alternate screen.

    Each one fills the screen without clearing it first, so nothing flickers, and what
    a resize left behind is drawn over.
    """

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.live import Live  # noqa: PLC0415

        # Where a shell exports its size rich would hold on to it through every resize.
        others = {name: value for name, value in os.environ.items() if name not in SHELL_SIZE}
        self._live = Live(console=Console(_environ=others), auto_refresh=False, screen=True)

    @contextlib.contextmanager
    def shown(self) -> Iterator["Screen"]:
        """For as long as the block runs; then screen and cursor are as they were before."""
        with _terminated_as_exit(), self._live:
            yield self

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows at this moment."""
        size = self._live.console.size
        return size.width, size.height

    def show(self, picture: Any) -> None:
        """Draws `picture` over the one before."""
        self._live.update(picture, refresh=True)


@contextlib.contextmanager
def _terminated_as_exit() -> Iterator[None]:
    """SIGTERM unwinds the program as `exit` does, so that the terminal is put in order."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def styled(lines: Iterable[Any]) -> None:
    """Lines of a result in color (rich's Text), for a person at a terminal."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(highlight=False)
    for line in lines:
        console.print(line, soft_wrap=True)


WAITING_S = 1.0
"""As long as this people wait without asking themselves whether anything happens."""


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Says on stderr what is waited for, if it takes long and a person looks; wiped after."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "") in DUMB:
        yield
        return
    import threading  # noqa: PLC0415

    said = threading.Event()

    def say_so() -> None:
        said.set()
        print(what[: columns() - 3], end="", file=sys.stderr, flush=True)

    timer = threading.Timer(WAITING_S, say_so)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


@contextlib.contextmanager
def steps(label: str) -> Iterator[Any]:
    """A function (done, count) that draws a bar on stderr, if a person looks at it."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as it:
        task = it.add_task(label, total=None)
        yield lambda done, count: it.update(task, completed=done, total=count)


@contextlib.contextmanager
def progress(label: str) -> Iterator[Any]:
    """A function (done, size) in bytes that draws a bar on stderr, if a person looks at it."""
    if not sys.stderr.isatty():
        yield lambda _done, _size: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as it:
        task = it.add_task(label, total=None)
        yield lambda done, size: it.update(task, completed=done, total=size)
