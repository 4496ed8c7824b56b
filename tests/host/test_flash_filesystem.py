"""The file system that `flash` writes: MicroPython reads it, what is a person's is in it."""

from hashlib import sha256
from pathlib import Path

import pytest
from old_firmware import NEW, State, state
from rigs.guests import REPOSITORY, UNIX64
from rigs.two_runtimes import require
from solewave import board, filesystem, firmware_files
from solewave.errors import UserError
from solewave.flashing import choose, partitions
from solewave.flashing.existing import Existing
from solewave.virtual import VirtualBoard

GUEST = REPOSITORY / "tests" / "powercut" / "guest"
COMPILED = board.load("esp32-devkitc").compiled()
PLACE = partitions.Partition("vfs", 1, 0x81, 0x200000, 0x200000)
KEPT = {"patterns/mine.sole": b"mine" * 100, "faults.json": b"{}"}

READ_BACK = """
import os
from binascii import hexlify
from cut_flash import CutFlash, with_flash
from hashlib import sha256

def walk(folder):
    for name, kind, *_ in os.ilistdir(folder):
        path = folder + '/' + name
        if kind == 0x4000:
            walk(path)
        else:
            with open(path, 'rb') as file:
                print(path[len('/cut/'):], hexlify(sha256(file.read()).digest()).decode())

with open('PATH', 'rb') as file:
    with_flash(CutFlash(bytearray(file.read())), walk)
"""


def test_micropython_mounts_the_file_system_and_reads_every_file(tmp_path: Path) -> None:
    require(UNIX64)
    built = choose.file_system(PLACE, COMPILED, Existing(kept=KEPT), erase=False)
    assert len(built) == PLACE.size
    (tmp_path / "vfs").write_bytes(built)
    ran = UNIX64.run(READ_BACK.replace("PATH", str(tmp_path / "vfs")), [GUEST], heap="8M")
    found = dict(line.split() for line in ran.out.splitlines())
    wanted = {**firmware_files.files(COMPILED), **KEPT}
    assert found == {path: sha256(data).hexdigest() for path, data in wanted.items()}, ran.err
    assert len(found) > 40


def test_the_image_has_the_version_that_micropython_1_24_mounts() -> None:
    built = choose.file_system(PLACE, COMPILED, Existing(), erase=False)
    superblock = built.index(b"littlefs")
    assert superblock == 8
    assert int.from_bytes(built[20:24], "little") == 0x0002_0000


def test_the_firmware_starts_from_it(own_state: None, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    built = choose.file_system(PLACE, COMPILED, Existing(kept=KEPT), erase=False)
    (tmp_path / "b" / "flash").write_bytes(built)
    with VirtualBoard(
        board.load("esp32-devkitc"), tmp_path / "b", 20, flash_blocks=512, with_firmware=False
    ) as made:
        assert state(made) == State(NEW, None, None)


def test_erase_leaves_nothing_behind() -> None:
    built = choose.file_system(PLACE, COMPILED, Existing(kept=KEPT), erase=True)
    assert b"minemine" not in built


def test_patterns_that_do_not_fit_are_said(tmp_path: Path) -> None:
    small = partitions.Partition("vfs", 1, 0x81, 0x200000, 64 * 4096)
    kept = {f"patterns/p{number}.sole": bytes(16384) for number in range(40)}
    with pytest.raises(UserError, match="do not fit into 262144 bytes"):
        choose.file_system(small, COMPILED, Existing(kept=kept), erase=False)
    assert filesystem.BLOCK == 4096


@pytest.mark.parametrize(
    ("existing", "erase", "question"),
    [
        (Existing(), False, ""),
        (Existing(kept=KEPT), False, ""),
        (Existing(readable=False), False, "cannot read. Erase it?"),
        (Existing(readable=False), True, ""),
        (Existing(others=("main.py", "wifi.py")), False, "main.py, wifi.py. Erase them?"),
        (Existing(others=tuple("abcdefg")), False, "a, b, c, d, e and 2 more. Erase them?"),
    ],
)
def test_what_is_asked_before_anything_goes(
    existing: Existing, erase: bool, question: str
) -> None:
    asked = choose.consent(existing, erase)
    assert asked.endswith(question)
    assert bool(asked) == bool(question)
