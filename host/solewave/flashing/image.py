"""A MicroPython image for an ESP32: whether it is whole, and for which chip."""

from dataclasses import dataclass
from typing import Any

from solewave.board.chip import Chip
from solewave.errors import UserError
from solewave.flashing import partitions
from solewave.flashing.partitions import Partition

DOWNLOAD = "Download it again, or name another with --image."
_MAGIC = 0xE9
_CHIP_ID_AT = 12
_NAME = b"MicroPython"
"""Part of the banner that every build prints."""


@dataclass(frozen=True)
class Image:
    """`data` is written at `at`; it holds bootloader, partition table and MicroPython.

    `file_system` is where MicroPython will look for its files. Places and sizes in bytes.
    """

    data: bytes
    at: int
    file_system: Partition


def checked(data: bytes, name: str, chip_name: str, chip: Chip, flash_size: int) -> Image:
    """The image in `data`, called `name`. UserError if it is damaged or for another chip.

    `flash_size` is the board's, in bytes. The parts of an image carry a checksum and most a
    SHA-256 of their own: both are compared.
    """
    _need_chip(data, name, chip_name)
    table = partitions.read(data[partitions.TABLE_AT - chip.bootloader_at :])
    _need_whole(data, name, chip_name, 0)
    for one in table:
        if one.kind == 0 and one.at - chip.bootloader_at < len(data):
            _need_whole(data, name, chip_name, one.at - chip.bootloader_at)
    if _NAME not in data:
        raise UserError(f"{name} is no MicroPython", DOWNLOAD)
    place = partitions.file_system(table, flash_size)
    if place is None or place.at + place.size > flash_size:
        raise UserError(
            f"{name} leaves no place for a file system on a flash of {flash_size} bytes",
            "Name a build with LittleFS and for such a flash with --image.",
        )
    if place.at < chip.bootloader_at + len(data):
        raise UserError(f"{name} reaches into its own file system partition", DOWNLOAD)
    return Image(data, chip.bootloader_at, place)


def _need_chip(data: bytes, name: str, chip_name: str) -> None:
    if data[:1] != bytes([_MAGIC]):
        raise UserError(f"{name} is no image for an ESP32", DOWNLOAD)
    wanted = _classes()[chip_name].IMAGE_CHIP_ID
    found = int.from_bytes(data[_CHIP_ID_AT : _CHIP_ID_AT + 2], "little")
    if found != wanted:
        names = {rom.IMAGE_CHIP_ID: rom.CHIP_NAME for rom in _classes().values()}
        raise UserError(
            f"{name} is for {names.get(found, 'another chip')}, the board has "
            f"{_classes()[chip_name].CHIP_NAME}",
            "Name the image for the board's chip, or leave --image out.",
        )


def _classes() -> dict[str, Any]:
    from esptool.targets import CHIP_DEFS  # type: ignore[import-untyped]  # noqa: PLC0415

    return {name: rom for name, rom in CHIP_DEFS.items() if hasattr(rom, "IMAGE_CHIP_ID")}


def _need_whole(data: bytes, name: str, chip_name: str, at: int) -> None:
    """Raises UserError unless the program at `at` has the checksums that it says."""
    from esptool.bin_image import (  # type: ignore[import-untyped]  # noqa: PLC0415
        LoadFirmwareImage,
    )
    from esptool.util import FatalError  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        part = LoadFirmwareImage(chip_name, data[at:])
        whole = part.checksum == part.calculate_checksum()
        if part.append_digest:
            whole = whole and part.stored_digest == part.calc_digest
    except (FatalError, ValueError, IndexError, EOFError) as error:
        raise UserError(f"{name} is damaged at byte {at}: {error}", DOWNLOAD) from error
    if not whole:
        raise UserError(f"{name} is damaged: the part at byte {at} has wrong checksums", DOWNLOAD)
