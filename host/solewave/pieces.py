"""What of an upload goes into one frame: deflated where more of it fits in then."""

import zlib
from binascii import b2a_base64

from sole.core import limits


def cut(data: bytes, at: int, room: int, inflate_max: int) -> tuple[int, dict[str, str]]:
    """Where the next chunk of `data` ends if it begins `at`, and how it is written.

    `room`: bytes that fit into it, before base64. What is deflated may unpack to `inflate_max`
    bytes (0: the device cannot unpack).
    """
    plain = data[at : at + room]
    count, packed = _most(data[at : at + inflate_max], room)
    if count < len(plain) or len(packed) >= count:
        return at + len(plain), {"b64": _base64(plain)}
    return at + count, {"z64": _base64(packed)}


def _most(data: bytes, size: int) -> tuple[int, bytes]:
    """How many bytes of `data` deflate to `size` bytes at most, and what to."""
    best = 0, b""
    low, high = 1, len(data)
    count = high  # as a rule all of them
    while low <= high:
        packed = _deflated(data[:count])
        if len(packed) <= size:
            best = count, packed
            low = count + 1
        else:
            high = count - 1
        count = (low + high) // 2
    return best


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=-limits.INFLATE_WINDOW_BITS)
    return packer.compress(data) + packer.flush()


def _base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()
