"""A chip whose flash holds what no MicroPython would write: `flash` looks at it and goes on."""

from __future__ import annotations

import struct
from functools import cache
from hashlib import md5
from random import Random

from fuzz.words import EVIL
from hypothesis import given, settings
from hypothesis import strategies as st
from littlefs import UserContext
from rigs.nightly import NIGHTLY
from solewave import filesystem
from solewave.flashing import choose, existing, partitions

FLASH_SIZE = 4 << 20
VFS_AT = 0x10000
BLOCKS = 16
VFS_SIZE = BLOCKS * filesystem.BLOCK
READS_MAX = 2000
FILES = {
    "main.py": b"x" * 50,
    "board.json": b"{}",
    "patterns/mine.sole": b"p" * 6000,
    "patterns/small.sole": b"p" * 60,
}
PLACES = (0, 4096, VFS_AT, VFS_SIZE, FLASH_SIZE - 1, FLASH_SIZE, 1 << 31, (1 << 32) - 1)
LABELS = (b"vfs", b"ffat", b"\xff\xfe", b"vfs\0x", b"\x1b[2J", b"")

modest = settings(max_examples=2000 if NIGHTLY else 40, derandomize=not NIGHTLY, deadline=None)


class Chip:
    """What `existing.look` asks of a bootloader."""

    flash_size = FLASH_SIZE

    def __init__(self, table: bytes, files: bytes) -> None:
        self._flash = bytearray(b"\xff" * FLASH_SIZE)
        self._flash[partitions.TABLE_AT : partitions.TABLE_AT + len(table)] = table
        self._flash[VFS_AT : VFS_AT + len(files)] = files
        self._reads = 0

    def read(self, at: int, size: int) -> bytes:
        self._reads += 1
        assert self._reads < READS_MAX
        return bytes(self._flash[at : at + size].ljust(size, b"\xff"))


def table(*entries: tuple[int, int, bytes]) -> bytes:
    """A partition table with a right checksum, of (at, size, label)."""
    made = b"".join(
        struct.pack("<2sBBLL16sL", b"\xaa\x50", 1, 0x81, at, size, label, 0)
        for at, size, label in entries
    )
    return made + b"\xeb\xeb" + b"\xff" * 14 + md5(made).digest()


@cache
def image() -> bytes:
    return filesystem.build(VFS_SIZE, FILES)


def looked_at(chip: Chip) -> existing.Existing:
    found = existing.look(chip)
    assert choose.consent(found, erase=False).isprintable()
    assert all(name.isprintable() for name in found.belongings)
    return found


def spoiled(rng: Random) -> bytes:
    """Bytes and blocks of the file system become others; most of it is in its first blocks."""
    made = bytearray(image())
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(made) // rng.choice((1, 8, 8)))
        size = rng.choice((1, 1, 4, 64))
        made[at : at + size] = rng.randbytes(size)
        if rng.random() < 0.2:
            to, of = (rng.randrange(BLOCKS) * filesystem.BLOCK for _ in range(2))
            made[to : to + filesystem.BLOCK] = made[of : of + filesystem.BLOCK]
    return bytes(made[:VFS_SIZE])


def test_a_good_flash_is_read():
    found = looked_at(Chip(table((VFS_AT, VFS_SIZE, b"vfs")), image()))
    assert found.belongings == ["mine", "small"]


@given(seed=st.integers(0, (1 << 32) - 1))
@modest
def test_a_spoiled_file_system_is_read_as_far_as_it_goes(seed):
    looked_at(Chip(table((VFS_AT, VFS_SIZE, b"vfs")), spoiled(Random(seed))))


@given(
    entries=st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(LABELS)),
        max_size=4,
    )
)
@modest
def test_a_table_that_lies(entries):
    looked_at(Chip(table(*entries), image()))


def test_a_name_in_another_encoding_is_asked_about():
    context = UserContext(buffer=bytearray(b"\xff" * VFS_SIZE))
    flash = filesystem.opened(context, BLOCKS, filesystem.DISK_VERSION)
    flash.filename_encoding = "latin-1"
    flash.format()
    flash.mount()
    with flash.open("m\xfcde.txt", "w"):
        pass
    chip = Chip(table((VFS_AT, VFS_SIZE, b"vfs")), bytes(context.buffer))
    assert not looked_at(chip).readable


def test_a_name_that_gives_orders_is_shown():
    name = EVIL.replace("/", "")
    files = filesystem.build(VFS_SIZE, {name: b"", f"patterns/{name}": b""})
    found = looked_at(Chip(table((VFS_AT, VFS_SIZE, b"vfs")), files))
    assert "\\x1b]0;owned" in choose.consent(found, erase=False)
