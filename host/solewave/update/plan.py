"""What an update has to bring: the difference between two firmwares, by SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from solewave import firmware_files
from solewave.errors import UserError
from solewave.update.board_side import Found

BLOCK = 4096
RESERVE = 8 * BLOCK
"""Bytes that must stay free: folders, and the copies that LittleFS makes when it renames."""


@dataclass(frozen=True)
class Plan:
    """`bring`: path -> content of what is new, the list of files among it; empty if all is there.

    `stale`: paths that lie staged and do not belong to this update. `gone`: files of the old
    firmware that the new one has not.
    """

    bring: dict[str, bytes]
    stale: list[str]
    gone: list[str]


def make(files: Mapping[str, bytes], found: Found, old: set[str]) -> Plan:
    """What to bring for `files`, the whole new firmware; `old` names the old one's files.

    Raises UserError if the flash has not enough room for it.
    """
    changed = {path: content for path, content in files.items() if _differs(path, content, found)}
    gone = sorted(path for path in old - files.keys() if path in found.files)
    if changed:
        changed[firmware_files.MANIFEST_FILE] = files[firmware_files.MANIFEST_FILE]
    stale = sorted(path for path in found.staged if path not in changed)
    _need_room(changed, found)
    return Plan(changed, stale, gone)


def hashed(content: bytes) -> str:
    """SHA-256 in hex."""
    return sha256(content).hexdigest()


def _differs(path: str, content: bytes, found: Found) -> bool:
    return found.files.get(path) != hashed(content)


def _need_room(bring: Mapping[str, bytes], found: Found) -> None:
    needed = sum(
        -(-len(content) // BLOCK) * BLOCK
        for path, content in bring.items()
        if path not in found.staged
    )
    if bring and needed + RESERVE > found.free:
        raise UserError(
            f"the update needs {needed + RESERVE} bytes of flash, {found.free} are free",
            "Make room: `solewave list`, then `solewave remove NAME`.",
        )
