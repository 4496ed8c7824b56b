"""What the benchmarks run on MicroPython, of 64 and of 32 bits, and what they give it."""

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import peers
from rigs.guests import FIRMWARE, UNIX64, WASM32, Outcome, libraries
from solewave import board, pattern

GUEST_CODE = Path(__file__).resolve().parent / "guest"
BOARD = "esp32-devkitc"
"""Ten motors, a pad with two thermistors."""

_HEAD = """format = 1
sequence = ["one"]
[section.one]
lasts = "20min"
heat = 31
heat_ramp = "1min"
"""
WAVE = '[[section.one.stroke]]\nkind = "effleurage"\nrate = "10/min"\nlevel = 100\n'
_STROKES = """
[[section.one.stroke]]
kind = "effleurage"
rate = "8/min"
level = 45
[[section.one.stroke]]
kind = "petrissage"
period = "5s"
level = 62
[[section.one.stroke]]
kind = "compression"
rate = "8/min"
level = 42
"""
_QUICK = """
[[section.one.stroke]]
kind = "friction"
rate = "5/s"
ripple = 40
level = 80
"""
PATTERNS = {
    "one": _HEAD + WAVE,
    "mirrored": _HEAD + WAVE + 'feet = "mirror"\n',
    "three": _HEAD + _STROKES,
    "quick": _HEAD + _STROKES + _QUICK,
}


ROM_IMAGE = "modules.romfs"
_MOUNT = """import vfs
with open({image!r}, "rb") as file:
    rom = file.read()  # a name keeps it: to the file system it is memory, no object
vfs.mount(vfs.VfsRom(memoryview(rom)), "/rom")
"""


class GuestError(Exception):
    """What ran on MicroPython failed; the text is what it printed."""


@contextmanager
def files():
    """A folder with board.json and a compiled file of each of PATTERNS."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "board.json").write_bytes(board.load(BOARD).compiled())
        for pattern_name, text in PATTERNS.items():
            (folder / f"{pattern_name}.sole").write_bytes(pattern.loads(text).data)
        yield folder


def run_64(code: str, folder: Path, *, with_peers: bool = False, heap: str = "512k") -> str:
    """What `code` prints on the unix port; `heap` in MicroPython's words."""
    return _printed(UNIX64.run(code, _folders(folder, with_peers), heap=heap))


def run_32(code: str, folder: Path, *, with_peers: bool = False) -> tuple[str, int]:
    """What `code` prints on the 32-bit interpreter, and the instructions that it took."""
    outcome = WASM32.run(code, _folders(folder, with_peers))
    return _printed(outcome), outcome.fuel


def run_compiled(code: str, folder: Path) -> str:
    """What `code` prints on the 32-bit interpreter, with `folder` in the place of a board's
    flash: all of the firmware is imported from there, by the paths that a board has. Where the
    folder holds ROM_IMAGE, that is mounted as a ROM file system is, and searched first."""
    path = ["", "lib"]
    head = f"import os; os.chdir({str(folder)!r})\n"
    if (folder / ROM_IMAGE).exists():
        head = _MOUNT.format(image=str(folder / ROM_IMAGE)) + head
        path = ["/rom", "/rom/lib", *path]
    return _printed(WASM32.run(f"{head}sys.path[-1:] = {path}\n{code}", [GUEST_CODE, folder]))


def _folders(folder: Path, with_peers: bool) -> list[Path]:
    found = [GUEST_CODE, FIRMWARE, libraries(), folder]
    return [*found, peers.packages()] if with_peers else found


def _printed(outcome: Outcome) -> str:
    if outcome.code:
        raise GuestError(outcome.out + outcome.err)
    return outcome.out
