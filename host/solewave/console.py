"""All that is printed is printed here: results to stdout, what went wrong to stderr."""

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from solewave.errors import SolewaveError


def say(text: str = "") -> None:
    """One plain line of a result; never wrapped, so that it can be piped."""
    print(text, flush=True)


def data(value: Any) -> None:
    """A result for programs: JSON, one object or list on one line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def warn(text: str) -> None:
    """One line that a person should see but that is no result."""
    print(text, file=sys.stderr, flush=True)


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
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def is_terminal() -> bool:
    """Whether a person looks at stdout."""
    return sys.stdout.isatty()


def forgive_encoding() -> None:
    """A degree sign must not end the program on a terminal that has none."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


class Screen:
    """Shows renderables in place of each other, at the end of the terminal."""

    def __init__(self) -> None:
        from rich.live import Live  # noqa: PLC0415

        self._live = Live(auto_refresh=False)

    @contextlib.contextmanager
    def shown(self) -> Iterator["Screen"]:
        """Hides the cursor for as long as the block runs; the last picture stays."""
        with self._live:
            yield self

    def show(self, picture: Any) -> None:
        """Draws `picture` over the one before."""
        self._live.update(picture, refresh=True)


@contextlib.contextmanager
def progress(label: str) -> Iterator[Any]:
    """A function (done, size) in bytes that draws a bar on stderr, if a person looks at it."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as it:
        task = it.add_task(label, total=None)
        yield lambda done, size: it.update(task, completed=done, total=size)
