"""Patterns to the device and back, in verified pieces (docs/protocol.md, `begin` to `end`)."""

from binascii import a2b_base64, b2a_base64, crc32
from collections.abc import Callable
from dataclasses import dataclass

from solewave.client import STORE_S, Client, NoAnswerError
from solewave.errors import DeviceError, SolewaveError

CHUNK_DEFAULT = 256
"""Bytes in a chunk where the device does not say `chunk_max`."""

SETBACKS_MAX = 5
"""How often an upload asks the device where to go on before it gives up."""

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


def send(
    client: Client,
    name: str,
    data: bytes,
    chunk_max: int = CHUNK_DEFAULT,
    progress: Progress = lambda _done, _size: None,
) -> Uploaded:
    """Uploads compiled pattern `data` as `name`, going on where a broken upload ended.

    Raises UserError or DeviceError as the device refuses; nothing it had is changed then.
    """
    begun = _begin(client, name, data)
    if begun.get("stored"):
        return Uploaded(name, len(data), True, 0, True)
    resumed_at = begun["have"]
    _send_chunks(client, name, data, resumed_at, chunk_max=chunk_max, progress=progress)
    ended = client.ask("end", timeout_s=STORE_S)
    return Uploaded(name, len(data), False, resumed_at, bool(ended.get("stored")))


def _begin(client: Client, name: str, data: bytes) -> dict[str, int]:
    return client.ask("begin", timeout_s=STORE_S, name=name, size=len(data), crc=crc32(data))


def _send_chunks(
    client: Client, name: str, data: bytes, at: int, *, chunk_max: int, progress: Progress
) -> None:
    setbacks = 0
    while at < len(data):
        progress(at, len(data))
        try:
            at = _send_chunk(client, data, at, chunk_max)
        except SolewaveError as error:
            setbacks += 1
            lost = isinstance(error, NoAnswerError) or error.code in ("gap", "no-upload")
            if not lost or setbacks > SETBACKS_MAX:
                raise
            at = _begin(client, name, data)["have"]
    progress(at, len(data))


def _send_chunk(client: Client, data: bytes, at: int, chunk_max: int) -> int:
    part = b2a_base64(data[at : at + chunk_max], newline=False).decode()
    have = client.ask("chunk", at=at, b64=part)["have"]
    if not at < have <= len(data):
        raise DeviceError(
            f"the massager says that it has {have} bytes after a chunk at {at}",
            "Unplug it, plug it in again and repeat the upload.",
        )
    return int(have)


def fetch(client: Client, name: str) -> bytes:
    """The compiled pattern `name` from the device, CRC-32 checked.

    Raises UserError if there is none, DeviceError if it does not arrive whole.
    """
    data = b""
    while True:
        part = client.ask("get", name=name, at=len(data))
        data += a2b_base64(part["b64"])
        if len(data) >= part["size"]:
            break
        if not part["b64"]:
            raise DeviceError(f"{name} ends too early on the massager", "Upload it again.")
    if crc32(data) != part["crc"]:
        raise DeviceError(f"{name} did not arrive whole", "Repeat the command.")
    return data
