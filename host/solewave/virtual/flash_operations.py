"""What a virtual board's flash went through: a journal of its operations, a cut of the power."""

from dataclasses import dataclass
from pathlib import Path

HEADER = 8
"""Address and length of an operation, 32 bits each, little-endian (device/flash.py)."""


@dataclass(frozen=True)
class Operation:
    """One erase or program: `data` was written at byte `at` of the flash."""

    at: int
    data: bytes


def keep_journal(flash_path: Path) -> None:
    """From the next start on the board notes every operation; what was noted before is gone."""
    _journal(flash_path).write_bytes(b"")


def journal(flash_path: Path) -> list[Operation]:
    """The operations since `keep_journal`, oldest first."""
    data = _journal(flash_path).read_bytes()
    found = []
    at = 0
    while at < len(data):
        address, size = (int.from_bytes(data[at + i : at + i + 4], "little") for i in (0, 4))
        found.append(Operation(address, data[at + HEADER : at + HEADER + size]))
        at += HEADER + size
    return found


def cut_power_after(flash_path: Path, operations: int) -> None:
    """The power goes in the middle of operation number `operations` (1: the next one), once.

    Call it before the board starts; again at any time to change the number. 0: not at all.
    """
    flash_path.with_name(flash_path.name + ".cut").write_bytes(operations.to_bytes(4, "little"))


def _journal(flash_path: Path) -> Path:
    return flash_path.with_name(flash_path.name + ".journal")
