"""MicroPython images that are whole as esptool sees them, without any MicroPython in them."""

import hashlib
import random
import struct

from esptool.targets import CHIP_DEFS
from solewave.board import chip as chips
from solewave.flashing.partitions import TABLE_AT

VFS_AT, VFS_SIZE = 0x20_0000, 0x20_0000
FACTORY_AT = 0x1_0000
FLASH_SIZE = 0x40_0000
LAYOUT = (
    ("nvs", 1, 2, 0x9000, 0x6000),
    ("factory", 0, 0, FACTORY_AT, 0x1F_0000),
    ("vfs", 1, 0x81, VFS_AT, VFS_SIZE),
)
"""Of MicroPython up to 1.25; later ones have no vfs and a larger factory."""
SINCE_1_26 = (LAYOUT[0], ("factory", 0, 0, FACTORY_AT, 0x21_0000))


def program(chip: str, payload: bytes) -> bytes:
    """One program as the bootloader loads it: header, a segment, checksum, SHA-256."""
    chip_id = CHIP_DEFS[chip].IMAGE_CHIP_ID
    head = struct.pack("<BBBBI", 0xE9, 1, 2, 0x20, 0x4008_0000)
    head += struct.pack("<B3sHBHH4sB", 0xEE, bytes(3), chip_id, 0, 0, 0xFFFF, bytes(4), 1)
    body = head + struct.pack("<II", 0x3FFB_0000, len(payload)) + payload
    checksum = 0xEF
    for byte in payload:
        checksum ^= byte
    body += bytes(15 - len(body) % 16) + bytes([checksum])
    return body + hashlib.sha256(body).digest()


def table(layout: tuple[tuple[str, int, int, int, int], ...] = LAYOUT) -> bytes:
    """A partition table with its MD5."""
    rows = b"".join(
        struct.pack(
            "<2sBBLL16sL", b"\xaa\x50", kind, subtype, at, size, label.encode("latin-1"), 0
        )
        for label, kind, subtype, at, size in layout
    )
    return rows + b"\xeb\xeb" + b"\xff" * 14 + hashlib.md5(rows).digest()


def image(chip: str, partition_table: bytes | None = None) -> bytes:
    """Bootloader, partition table and a program of 100 kB, as they lie in flash."""
    start = chips.load(chip).bootloader_at
    flash = bytearray(b"\xff" * (FACTORY_AT - start))
    for at, part in (
        (start, program(chip, bytes(range(256)) * 8)),
        (TABLE_AT, table() if partition_table is None else partition_table),
    ):
        flash[at - start : at - start + len(part)] = part
    return bytes(flash) + program(chip, b"MicroPython" + random.Random(chip).randbytes(100_000))
