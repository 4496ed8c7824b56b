"""LittleFS images as MicroPython mounts them: what `flash` writes, what a virtual board has."""

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from littlefs import LittleFS, LittleFSError, UserContext

from solewave.errors import UserError

BLOCK = 4096
BLOCKS_DEFAULT = 256
"""Of a virtual board: 1 MiB; the file system partition of a 4 MB ESP32 has 512."""
DISK_VERSION = 0x0002_0000
"""LittleFS 2.0, for new images: MicroPython 1.24 mounts it, a later one brings it up to 2.1."""
ANY_VERSION = 0
"""Whatever the image has; an old version then goes up to the library's own at the first write."""
_OURS = ("sole/", "lib/adafruit_motor/")
"""Folders in which only the firmware's own files may lie: what is not in it goes."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the block has run.

    littlefs calls back into Python for each read, swallows what is raised there, and goes on
    with whatever lies in its buffer: an image would be misread, or spoiled.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    pressed: list[tuple[int, Any]] = []
    signal.signal(signal.SIGINT, lambda *what: pressed.append(what))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed:
            before(*pressed[0])


@undisturbed()
def refresh(path: Path, blocks: int, files: Mapping[str, bytes]) -> bool:
    """Brings the image at `path` up to `files` (path without leading slash -> content).

    A missing image is made. Everything that is not part of the firmware stays as it is.
    True if something changed. Raises UserError if the files do not fit.
    """
    size = blocks * BLOCK
    old = path.read_bytes() if path.exists() else b""
    fits = len(old) == size
    context = UserContext(buffer=bytearray(old if fits else b"\xff" * size))
    flash = opened(context, blocks)
    try:
        _mount(flash)
        changed = _write(flash, files)
    except LittleFSError as error:
        raise UserError(
            f"the firmware does not fit into the virtual board's flash of {size} bytes: {error}",
            f"Remove patterns from it, or delete the file to start with an empty one: {path}",
        ) from error
    if changed or not fits:
        path.write_bytes(context.buffer)
    return changed or not fits


@undisturbed()
def build(size: int, files: Mapping[str, bytes]) -> bytes:
    """A new image of `size` bytes with `files`. Raises UserError if they do not fit."""
    context = UserContext(buffer=bytearray(b"\xff" * size))
    flash = opened(context, size // BLOCK, DISK_VERSION)
    try:
        flash.format()
        flash.mount()
        _write(flash, files)
    except LittleFSError as error:
        raise UserError(
            f"the firmware and the patterns do not fit into {size} bytes of flash: {error}",
            "Remove patterns with `solewave remove NAME`, then flash again.",
        ) from error
    return bytes(context.buffer)


@undisturbed()
def read(path: Path, blocks: int) -> dict[str, bytes]:
    """Every file in an image: path without leading slash -> content."""
    flash = opened(UserContext(buffer=bytearray(path.read_bytes())), blocks)
    flash.mount()
    return {name: contents(flash, name) or b"" for name in names(flash)}


def opened(context: UserContext, blocks: int, disk_version: int = ANY_VERSION) -> LittleFS:
    """A file system over `context`, not yet mounted, with the sizes that MicroPython uses."""
    return LittleFS(
        context, mount=False, block_size=BLOCK, block_count=blocks, disk_version=disk_version,
        read_size=32, prog_size=32, cache_size=128, lookahead_size=32,
    )  # fmt: skip


def _mount(flash: LittleFS) -> None:
    try:
        flash.mount()
    except LittleFSError:
        flash.format()
        flash.mount()


def _write(flash: LittleFS, files: Mapping[str, bytes]) -> bool:
    changed = False
    for name in names(flash):
        if name.startswith(_OURS) and name not in files:
            flash.remove(name)
            changed = True
    for name, content in files.items():
        if contents(flash, name) == content:
            continue
        parent = PurePosixPath(name).parent.as_posix()
        if parent != ".":
            flash.makedirs(parent, exist_ok=True)
        with flash.open(name, "wb") as file:
            file.write(content)
        changed = True
    return changed


def names(flash: LittleFS) -> list[str]:
    """Paths of all files, without leading slash."""
    return [
        f"{folder.strip('/')}/{name}".lstrip("/")
        for folder, _, found in flash.walk("/")
        for name in found
    ]


def contents(flash: LittleFS, name: str) -> bytes | None:
    """What a file holds, None if there is none."""
    try:
        with flash.open(name, "rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
