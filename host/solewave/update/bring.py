"""From a board that runs the old firmware to one that runs the new."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sole.core.frame import FrameError, unseal

from solewave import firmware_files
from solewave.client import Client
from solewave.errors import DeviceError, UserError
from solewave.transport import open_port
from solewave.update import plan
from solewave.update.board_side import BoardSide, Found
from solewave.update.plan import Plan
from solewave.update.repl import CodeError, Repl

START_S = 40.0
"""How long the first start after an update may take: some files take a second to move."""

Progress = Callable[[int, int], None]

OLD_RUNS = (
    "The board still has its old firmware, whole. Run `solewave update` again: "
    "it goes on where it broke off."
)
NEW_RUNS = "The new firmware is whole on the board: unplug it and plug it in, and it runs."
EITHER_RUNS = (
    "The next start runs the old or the new firmware, whole; `solewave doctor` says which."
)


class SpoiledError(DeviceError):
    """What lies on the board is not what was sent to it."""


@dataclass(frozen=True)
class Brought:
    """What came of an update: the number of files and bytes brought, files removed."""

    files: int
    size: int
    removed: int


def bring(
    port: str,
    board_file: bytes | None,
    firmware_runs: bool,
    progress: Progress = lambda _done, _size: None,
) -> Brought:
    """Brings the firmware of this solewave, with a compiled board file or the board's own.

    Raises DeviceError, whose remedy tells which firmware the board has now, and UserError
    if there is no board file or no room.
    """
    repl = Repl(port)
    try:
        repl.stop(firmware_runs)
        side = BoardSide(repl)
        found = _settled(side)
        files = firmware_files.files(_board_file(side, found, board_file))
        made = plan.make(files, found, _old_files(side, found))
        if made.bring:
            _stage(side, made, found, progress)
            with _broken_off(EITHER_RUNS):
                side.commit()
        with _broken_off(NEW_RUNS):
            if made.bring and "finish_update.py" not in found.files:
                side.finish()  # a board without the firmware cannot do it by itself
            repl.reset()
    except (UserError, CodeError, SpoiledError):
        repl.reset()  # it can still be talked to: what it has runs again
        raise
    finally:
        repl.close()
    return Brought(len(made.bring), sum(map(len, made.bring.values())), len(made.gone))


def _settled(side: BoardSide) -> Found:
    """What lies on the board, once an update that was only to be finished is."""
    with _broken_off(EITHER_RUNS):
        found = side.look()
        if not found.ready:
            return found
        side.finish()
        return side.look()


def _board_file(side: BoardSide, found: Found, given: bytes | None) -> bytes:
    if given is not None:
        return given
    if firmware_files.BOARD_FILE not in found.files:
        raise UserError(
            "the board has no board file, so nothing tells how it is wired",
            "Name one: `solewave update --board BOARD`.",
        )
    return side.read(firmware_files.BOARD_FILE)


def _old_files(side: BoardSide, found: Found) -> set[str]:
    if firmware_files.MANIFEST_FILE not in found.files:
        return set()
    try:
        return set(unseal(side.read(firmware_files.MANIFEST_FILE)))
    except FrameError:
        return set()


def _stage(side: BoardSide, made: Plan, found: Found, progress: Progress) -> None:
    """Everything beside the old files, checked there byte for byte."""
    size = sum(map(len, made.bring.values()))
    done = 0
    with _broken_off(OLD_RUNS):
        for path in made.stale:
            side.unstage(path)
        for path, content in made.bring.items():
            if found.staged.get(path) != plan.hashed(content):
                side.stage(path, content)
            done += len(content)
            progress(done, size)
        if side.staged() != {path: plan.hashed(content) for path, content in made.bring.items()}:
            raise SpoiledError("what was written does not read back")


@contextlib.contextmanager
def _broken_off(which: str) -> Iterator[None]:
    """Adds to whatever goes wrong which firmware the board has."""
    try:
        yield
    except DeviceError as error:
        error.remedy = which
        raise


def greet(port: str, for_s: float = START_S) -> dict[str, Any]:
    """The firmware's hello, once it has started. Raises DeviceError if it does not."""
    until = time.monotonic() + for_s
    while True:
        try:
            line = open_port(port)
            with contextlib.closing(line):
                return Client(line).hello()
        except DeviceError:  # a chip with its own USB leaves and comes back
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
