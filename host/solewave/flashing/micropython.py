"""Which MicroPython goes on a chip, and from where: a file, the cache, micropython.org."""

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from platformdirs import user_cache_path

from solewave.errors import UserError

VERSION, DATE = "1.28.0", "20260406"
BASE_URL = "https://micropython.org/resources/firmware"
SHA256 = {
    "ESP32_GENERIC": "cd7820d02c35d34dd403b44263129c6a511b350aea8446c229890753fe240784",
    "ESP32_GENERIC_S3": "8c6039d40024cae3c6b04bb434f77901548f5487df9789af15548c54f9e11d7f",
    "ESP32_GENERIC_C3": "c749c22b6fe00cb8211a3b227ed6c0ce9babb518fd8f5a661f7496eb878fa895",
    "ESP32_GENERIC_C6": "d338042d2dd87a00dad2163071f44bf67da1401e1d1d0686f2bb2e336e78f0e6",
}
"""Of the release above. micropython.org publishes none: these are what independent public
projects that pin the same files recorded (several for ESP32_GENERIC, two for the others)."""

TIMEOUT_S = 30.0
PIECE = 64 * 1024

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """An image as it came, and a sentence that tells what of it was verified."""

    data: bytes
    name: str
    verified: str


def from_file(path: Path) -> Source:
    """An image that the user names. Raises UserError if it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}", "Name another.") from error
    return Source(data, path.name, f"SHA-256 {sha256(data).hexdigest()}, not compared: your file")


def release(board: str, progress: Progress) -> Source:
    """The pinned release for MicroPython's board name, from the cache or downloaded.

    Raises UserError where it can be had neither way, or is not what it should be.
    """
    name = f"{board}-{DATE}-v{VERSION}.bin"
    kept = cache() / name
    if not kept.exists():
        _download(f"{BASE_URL}/{name}", kept, progress)
    data = kept.read_bytes()
    return Source(data, name, _verified(board, kept, data))


def cache() -> Path:
    """The folder for images that were downloaded."""
    folder = user_cache_path("solewave", appauthor=False) / "micropython"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _verified(board: str, kept: Path, data: bytes) -> str:
    """Compares the hash with the one on record, or records it. Raises UserError."""
    found = sha256(data).hexdigest()
    record = kept.with_suffix(".sha256")
    known = SHA256.get(board) or (record.read_text().strip() if record.exists() else "")
    if known and found != known:
        kept.unlink()
        raise UserError(
            f"{kept.name} has SHA-256 {found}, it should have {known}",
            "It was removed. Run the command again to download it anew.",
        )
    if board in SHA256:
        return "SHA-256 as on record in solewave"
    if known:
        return "SHA-256 as when it was first downloaded"
    record.write_text(f"{found}\n")
    return f"SHA-256 {found} is now on record; there was none to compare it with"


def _download(url: str, target: Path, progress: Progress) -> None:
    """Fetches `url`; what came before a break is kept, and the next try goes on there."""
    part = target.with_suffix(".part")
    try:
        _fetch(url, part, progress)
    except (OSError, urllib.error.URLError) as error:
        reason = getattr(error, "reason", None) or error
        raise UserError(
            f"MicroPython cannot be downloaded: {reason}",
            f"Fetch {url} by hand, then name the file with --image; "
            "or run the command again: it goes on where it broke off.",
        ) from error
    part.replace(target)


def _fetch(url: str, part: Path, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": "solewave"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=TIMEOUT_S
        )
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink()  # it does not fit what lies there now
        raise
    with answer:
        if answer.status != HTTPStatus.PARTIAL_CONTENT:
            have = 0
        size = have + int(answer.headers["Content-Length"])
        with part.open("ab" if have else "wb") as file:
            while piece := answer.read(PIECE):
                file.write(piece)
                progress(file.tell(), size)
    if part.stat().st_size != size:
        raise OSError(f"the line broke off after {part.stat().st_size} of {size} bytes")
