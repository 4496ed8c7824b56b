"""The partition table of an ESP32's flash: which part of it lies where."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5

from solewave.errors import UserError

TABLE_AT = 0x8000
TABLE_SIZE = 0xC00
"""Where ESP-IDF puts the table, and the most it takes (ESP-IDF, "Partition Tables")."""

_ENTRY = struct.Struct("<2sBBLL16sL")
_MAGIC, _MD5_MAGIC = b"\xaa\x50", b"\xeb\xeb"
_EMPTY = b"\xff" * _ENTRY.size
FILE_SYSTEM = "vfs"
"""Label of the partition that MicroPython mounts as its file system."""
FAT = "ffat"
"""Label where a build has FAT instead: the firmware needs LittleFS, which a power cut spares."""


@dataclass(frozen=True)
class Partition:
    """One part of the flash; `at` and `size` in bytes."""

    label: str
    kind: int
    subtype: int
    at: int
    size: int


def read(table: bytes) -> list[Partition]:
    """The partitions in `table`, which begins with the first entry.

    Raises UserError where there is no table or it is damaged.
    """
    found = []
    for at, entry in _entries(table):
        magic, kind, subtype, where, size, label, _flags = _ENTRY.unpack(entry)
        if magic == _MD5_MAGIC:
            if entry[16:] != md5(table[:at]).digest():
                raise UserError("the partition table is damaged", "Use another image.")
            break
        if magic != _MAGIC:
            raise UserError("there is no partition table", "Use another image.")
        name = label.rstrip(b"\0").decode("ascii", "backslashreplace")
        found.append(Partition(name, kind, subtype, where, size))
    return found


def _entries(table: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(0, min(len(table), TABLE_SIZE) - _ENTRY.size + 1, _ENTRY.size):
        entry = table[at : at + _ENTRY.size]
        if entry == _EMPTY:
            return
        yield at, entry


def file_system(partitions: list[Partition], flash_size: int) -> Partition | None:
    """The partition that MicroPython mounts, on a chip with `flash_size` bytes; None without one.

    Since 1.26 the table does not name it: MicroPython takes what is left behind the last
    partition (boardctrl_startup in its ports/esp32/main.c).
    """
    named = next((one for one in partitions if one.label == FILE_SYSTEM), None)
    if named is not None or any(one.label == FAT for one in partitions):
        return named
    at = max((one.at + one.size for one in partitions), default=flash_size)
    left = flash_size - at
    return Partition(FILE_SYSTEM, 1, 0x81, at, left) if left > 0 else None
