"""Patterns to the device and back, in verified pieces (docs/protocol.md, `begin` to `end`)."""

from binascii import a2b_base64, crc32
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sole.core import limits

from solewave import pieces, playable
from solewave.client import STORE_S, Client, Following, NoAnswerError
from solewave.errors import DeviceError, SolewaveError, UserError

SETBACKS_MAX = 5
"""How often an upload asks the device where to go on before it gives up."""

LOST = ("gap", "no-upload", "bad-crc", "too-long")
"""Refusals after which the upload goes on. A frame gets too long where a request that fitted to
the byte is sent again under an id with one more digit."""

CAREFUL_BYTES = 240
"""Frames for a board that lost something: an ESP32's receive buffer holds them whole."""

Progress = Callable[[int, int], None]
"""Called with bytes held by the device and bytes in all."""


@dataclass(frozen=True)
class Uploaded:
    """How an upload went. Sizes are in bytes.

    `was_stored`: the device had all of it already. `resumed_at`: where an earlier,
    broken upload was taken up; 0 if there was none. `stored`: on flash now; if
    False it is written when the session that plays has ended.
    """

    name: str
    size: int
    was_stored: bool
    resumed_at: int
    stored: bool


class Cut(NamedTuple):
    """The request that brings the bytes from `at` to `end`."""

    at: int
    end: int
    request: dict[str, Any]


def send(
    client: Client,
    name: str,
    data: bytes,
    frame_max: int = limits.FRAME_MAX,
    inflate_max: int = 0,
    progress: Progress = lambda _done, _size: None,
    *,
    keep: bool = True,
) -> Uploaded:
    """Uploads compiled pattern `data` as `name`, going on where a broken upload ended.

    `frame_max` and `inflate_max` are what the device's hello calls them (bytes). Without
    `keep` it can only be played, and is gone after that session.
    Raises UserError or DeviceError as the device refuses; nothing it had is changed then.
    """
    chunks = _Chunks(client, data, frame_max, inflate_max)
    begin = {"name": name, "size": len(data), "crc": crc32(data)}
    if not keep:
        begin["keep"] = False
    begun = _begin(client, begin, then=lambda: chunks.following(0))
    if begun["stored"]:
        return Uploaded(name, len(data), True, 0, True)
    resumed_at = _had(begun, data)
    _send_rest(chunks, resumed_at, lambda: _had(_begin(client, begin), data), progress)
    ended = client.ask("end", timeout_s=STORE_S)
    return Uploaded(name, len(data), False, resumed_at, ended["stored"])


def _send_rest(
    chunks: "_Chunks", at: int, begin_again: Callable[[], int], progress: Progress
) -> None:
    """Sends all from `at` on. What got lost is sent again, from where `begin_again` says."""
    setbacks = 0
    while at < chunks.size:
        progress(at, chunks.size)
        try:
            at = chunks.send(at)
        except SolewaveError as error:
            setbacks += 1
            lost = isinstance(error, NoAnswerError) or error.code in LOST
            if not lost or setbacks > SETBACKS_MAX:
                raise
            chunks.take_care()
            at = begin_again()
    progress(at, chunks.size)


def _begin(client: Client, request: dict[str, Any], then: Following = None) -> dict[str, Any]:
    return client.ask("begin", timeout_s=STORE_S, then=then, **request)


def _had(begun: dict[str, Any], data: bytes) -> int:
    """How many bytes of `data` the device has from an upload that broke off."""
    have: int = begun["have"]
    if have > len(data):
        raise DeviceError(
            f"the massager says that it has {have} bytes of {len(data)}",
            "Unplug it, plug it in again and repeat the upload.",
        )
    return have


class _Chunks:
    """Sends `data` piece by piece; the next is cut, and begun, while one is on its way."""

    def __init__(self, client: Client, data: bytes, frame_max: int, inflate_max: int) -> None:
        self.size = len(data)
        self._client = client
        self._data = data
        self._frame_max = frame_max
        self._inflate_max = inflate_max
        self._hasty = True
        self._following: Cut | None = None

    def take_care(self) -> None:
        """From here on in small frames, one after the other."""
        self._frame_max = min(self._frame_max, CAREFUL_BYTES)
        self._hasty = False
        self._following = None

    def send(self, at: int) -> int:
        """Sends the piece that begins `at`; how many bytes the device has then."""
        cut, self._following = self._following, None
        if cut is None or cut.at != at or not self._fits(cut):
            cut = self._cut(at)
        then = (lambda: self.following(cut.end)) if self._hasty else None
        have = self._client.ask(**cut.request, then=then)["have"]
        if not at < have <= len(self._data):
            raise DeviceError(
                f"the massager says that it has {have} bytes after a chunk at {at}",
                "Unplug it, plug it in again and repeat the upload.",
            )
        return int(have)

    def following(self, at: int) -> dict[str, Any]:
        """What is to be asked once the device has `at` bytes."""
        if at >= len(self._data):
            return {"do": "end"}
        self._following = self._cut(at)
        return self._following.request

    def _fits(self, cut: Cut) -> bool:
        return len(self._client.next_frame(**cut.request)) <= self._frame_max

    def _cut(self, at: int) -> Cut:
        """A piece that fits into the next request's frame."""
        around = len(self._client.next_frame("chunk", at=at, b64=""))
        room = (self._frame_max - around) // 4 * 3
        end, argument = pieces.cut(self._data, at, room, self._inflate_max)
        return Cut(at, end, {"do": "chunk", "at": at, **argument})


def fetch(client: Client, name: str) -> bytes:
    """The compiled pattern `name` from the device, CRC-32 checked.

    Raises UserError if there is none, DeviceError if it does not arrive whole.
    """
    data = b""
    while True:
        part = client.ask("get", name=name, at=len(data))
        piece = a2b_base64(part["b64"])
        data += piece
        if len(data) >= part["size"]:
            break
        if not piece:
            raise DeviceError(f"{name} ends too early on the massager", "Upload it again.")
    if crc32(data) != part["crc"]:
        raise DeviceError(f"{name} did not arrive whole", "Repeat the command.")
    return data


def fetch_playable(client: Client, name: str) -> playable.Playable:
    """The pattern `name` as the device has it, for its title and note.

    Raises what `fetch` raises, and DeviceError if it is none that can be played.
    """
    data = fetch(client, name)
    try:
        return playable.of_bytes(name, data, f"{name} on the massager")
    except UserError as error:
        raise DeviceError(error.message, "Upload it again.") from None
