"""A chip's flash in memory, with partitions and files, as `flashing.existing.look` reads it."""

from functools import cache

import esp_images
from solewave import filesystem
from solewave.flashing import partitions

FLASH_SIZE = 4 << 20
VFS_AT = 0x10000
BLOCKS = 16
VFS_SIZE = BLOCKS * filesystem.BLOCK
PERSONS = {
    "faults.json": b"f" * 90,
    "patterns/mine.sole": b"p" * 9000,
    "patterns/small.sole": b"p" * 60,
}
FILES = {"main.py": b"x" * 50, "board.json": b"{}", **PERSONS}


@cache
def image() -> bytes:
    """A file system with FILES in it."""
    return filesystem.build(VFS_SIZE, FILES)


def table(*places: tuple[int, int, str]) -> bytes:
    """A partition table with a right checksum, of (at, size, label)."""
    return esp_images.table(tuple((label, 1, 0x81, at, size) for at, size, label in places))


class HeldFlash:
    """What `existing.look` asks of a bootloader; `reads` counts how often."""

    flash_size = FLASH_SIZE

    def __init__(self, files: bytes, partition_table: bytes | None = None) -> None:
        self._flash = bytearray(b"\xff" * FLASH_SIZE)
        self._put(partitions.TABLE_AT, partition_table or table((VFS_AT, VFS_SIZE, "vfs")))
        self._put(VFS_AT, files)
        self.reads = 0

    def _put(self, at: int, data: bytes) -> None:
        self._flash[at : at + len(data)] = data

    def read(self, at: int, size: int) -> bytes:
        self.reads += 1
        return bytes(self._flash[at : at + size].ljust(size, b"\xff"))
