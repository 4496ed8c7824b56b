"""What lies on a board before it is flashed: a person's patterns must not get lost."""

from dataclasses import dataclass, field
from typing import Any

from littlefs import LittleFSError, UserContext

from solewave import filesystem, firmware_files
from solewave.errors import UserError
from solewave.flashing import partitions
from solewave.flashing.esp import Bootloader
from solewave.flashing.partitions import Partition
from solewave.visible import visible

OURS = ("sole/", "lib/", "update/", "update.new/")
OUR_FILES = (
    *firmware_files.AS_THEY_ARE,
    *(firmware_files.BOARD_FILE, firmware_files.MANIFEST_FILE),
    "pins.json",
)
PATTERNS = "patterns/"
MEMORY = {"settings.json": "the settings", "usage/": "the log of sessions"}
"""File or folder, and what a person calls it."""
KEPT = (PATTERNS, *MEMORY, "faults.json")
"""Carried over; a latched fault, too, is not cleared by writing the firmware anew."""
BLANK_BLOCKS = 2
"""LittleFS keeps its root in the first two blocks; a partition never used has none."""


@dataclass(frozen=True)
class Existing:
    """`kept` is carried over, `others` are files that are not Solewave's.

    `readable` is False where there is something that is no LittleFS. `board_file` is the
    compiled board file that lay there, None without one.
    """

    kept: dict[str, bytes] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    readable: bool = True
    board_file: bytes | None = None

    @property
    def belongings(self) -> list[str]:
        """What is carried over, as a person calls it: patterns by their names, then the rest."""
        names = [visible(path) for path in self.kept if path.startswith(PATTERNS)]
        patterns = sorted(path.removeprefix(PATTERNS).removesuffix(".sole") for path in names)
        rest = [what for start, what in MEMORY.items() if self._has(start)]
        return patterns + rest

    def _has(self, start: str) -> bool:
        return any(path.startswith(start) for path in self.kept)


class _OnChip(UserContext):
    """A partition that is read as it is needed: a few blocks instead of megabytes.

    What LittleFS tidies up after a power cut stays here and never reaches the chip. After a
    read that `failed` what it finds means nothing.
    """

    def __init__(self, chip: Bootloader, place: Partition) -> None:
        super().__init__(buffer=bytearray())
        self._chip = chip
        self._place = place
        self._blocks: dict[int, bytearray] = {}
        self.failed: Exception | None = None

    def block(self, number: int) -> bytearray:
        if number not in self._blocks:
            at = self._place.at + number * filesystem.BLOCK
            self._blocks[number] = bytearray(self._chip.read(at, filesystem.BLOCK))
        return self._blocks[number]

    def _held(self, number: int) -> bytearray:
        """A block; keeps what fails, as littlefs swallows it and goes on with what it has."""
        if self.failed is None:
            try:
                return self.block(number)
            except Exception as error:
                self.failed = error
        return bytearray(filesystem.BLOCK)

    def read(self, _cfg: Any, block: int, off: int, size: int) -> bytearray:
        return self._held(block)[off : off + size]

    def prog(self, _cfg: Any, block: int, off: int, data: bytes) -> int:
        self._held(block)[off : off + len(data)] = data
        return 0

    def erase(self, _cfg: Any, block: int) -> int:
        self._blocks[block] = bytearray(b"\xff" * filesystem.BLOCK)
        return 0


def look(chip: Bootloader) -> Existing:
    """Reads what lies on the chip now. Raises DeviceError if its flash cannot be read."""
    try:
        table = partitions.read(chip.read(partitions.TABLE_AT, partitions.TABLE_SIZE))
    except UserError:
        return Existing()  # a chip that holds something else, or nothing
    place = partitions.file_system(table, chip.flash_size)
    if place is None:
        return Existing()
    context = _OnChip(chip, place)
    if all(set(context.block(number)) == {0xFF} for number in range(BLANK_BLOCKS)):
        return Existing()
    found = _read(filesystem.opened(context, place.size // filesystem.BLOCK))
    if context.failed is not None:
        raise context.failed
    return found


@filesystem.undisturbed()
def _read(flash: Any) -> Existing:
    try:
        flash.mount()
        flash.fs_mkconsistent()
        return _sorted(flash)
    except (LittleFSError, UnicodeDecodeError):  # a name in another encoding
        return Existing(readable=False)


def _sorted(flash: Any) -> Existing:
    names = filesystem.names(flash)
    kept = [name for name in names if name.startswith(KEPT)]
    others = [
        name
        for name in names
        if name not in kept and name not in OUR_FILES and not name.startswith(OURS)
    ]
    if firmware_files.MANIFEST_FILE not in names:
        others = [name for name in names if name not in kept and name != "boot.py"]
    return Existing(
        {name: filesystem.contents(flash, name) or b"" for name in kept},
        tuple(others),
        True,
        filesystem.contents(flash, firmware_files.BOARD_FILE),
    )
