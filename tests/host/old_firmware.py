"""Boards with an older firmware than this solewave's, and asking one what it runs."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solewave import board, firmware_files
from solewave.client import Client
from solewave.transport import open_port
from solewave.virtual import VirtualBoard

OLD, NEW = "0.0.9", "0.1.0"
GONE = "sole/gone.mpy"
"""A file of the old firmware that the new one has not."""
FIRST = ("finish_update.py", "main.py")
"""What runs before anything else, and so what may least be missing for a moment."""
KEPT = {"patterns/mine.sole": b"not read", "faults.json": b"", "notes.txt": b"a person's own"}
SPEED = 20


def compiled_board() -> bytes:
    return board.load("esp32-devkitc").compiled()


def old_files(folder: Path) -> dict[str, bytes]:
    """A whole firmware that differs in the version, in FIRST and in the file GONE."""
    source = folder / "old_init.py"
    source.write_text(f'__version__ = "{OLD}"\n')
    files = firmware_files.files(compiled_board())
    files["sole/__init__.mpy"] = firmware_files.compiled(source, "sole/__init__.py")
    for name in FIRST:
        files[name] += b"# older\n"
    files[GONE] = b"old"
    files[firmware_files.MANIFEST_FILE] = firmware_files.manifest(files)
    return files


def virtual(folder: Path, files: dict[str, bytes] | None = None, **options: Any) -> VirtualBoard:
    """A board with just these files, or with those that lie in `folder` already."""
    options = {"speed": SPEED, "with_firmware": False, "flash_timing": False, **options}
    return VirtualBoard(board.load("esp32-devkitc"), folder, files=files, **options)


@dataclass(frozen=True)
class State:
    """What a board says that it runs; `self_test` is None if every file is in its place."""

    fw: str
    update: str | None
    self_test: str | None


def state(made: VirtualBoard) -> State:
    with closing(open_port(made.port, SPEED)) as line:
        client = Client(line)
        hello = client.hello()
        return State(hello["fw"], hello["update"], client.ask("faults")["self_test"])
