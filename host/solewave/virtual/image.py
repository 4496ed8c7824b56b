"""The virtual flash: a LittleFS image in a file, as `machine` on the board's side mounts it."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from littlefs import LittleFS, LittleFSError, UserContext

from solewave.errors import UserError

BLOCK = 4096
BLOCKS_DEFAULT = 256
"""1 MiB; the file system partition of a 4 MB ESP32 has 512."""
_OURS = ("sole/", "lib/adafruit_motor/")
"""Folders in which only the firmware's own files may lie: what is not in it goes."""


def refresh(path: Path, blocks: int, files: Mapping[str, bytes]) -> bool:
    """Brings the image at `path` up to `files` (path without leading slash -> content).

    A missing image is made. Everything that is not part of the firmware stays as it is.
    True if something changed. Raises UserError if the files do not fit.
    """
    size = blocks * BLOCK
    old = path.read_bytes() if path.exists() else b""
    fits = len(old) == size
    context = UserContext(buffer=bytearray(old if fits else b"\xff" * size))
    flash = LittleFS(
        context, mount=False, block_size=BLOCK, block_count=blocks,
        read_size=32, prog_size=32, cache_size=128, lookahead_size=32,
    )  # fmt: skip
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


def read(path: Path, blocks: int) -> dict[str, bytes]:
    """Every file in an image: path without leading slash -> content."""
    context = UserContext(buffer=bytearray(path.read_bytes()))
    flash = LittleFS(
        context, block_size=BLOCK, block_count=blocks,
        read_size=32, prog_size=32, cache_size=128, lookahead_size=32,
    )  # fmt: skip
    return {name: _content(flash, name) or b"" for name in _names(flash)}


def _mount(flash: LittleFS) -> None:
    try:
        flash.mount()
    except LittleFSError:
        flash.format()
        flash.mount()


def _write(flash: LittleFS, files: Mapping[str, bytes]) -> bool:
    changed = False
    for name in _names(flash):
        if name.startswith(_OURS) and name not in files:
            flash.remove(name)
            changed = True
    for name, content in files.items():
        if _content(flash, name) == content:
            continue
        parent = PurePosixPath(name).parent.as_posix()
        if parent != ".":
            flash.makedirs(parent, exist_ok=True)
        with flash.open(name, "wb") as file:
            file.write(content)
        changed = True
    return changed


def _names(flash: LittleFS) -> list[str]:
    return [
        f"{folder.strip('/')}/{name}".lstrip("/")
        for folder, _, names in flash.walk("/")
        for name in names
    ]


def _content(flash: LittleFS, name: str) -> bytes | None:
    try:
        with flash.open(name, "rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
