"""Unpacks raw deflate (RFC 1951), a small piece at a time."""

try:
    from io import BytesIO

    from deflate import RAW, DeflateIO
except ImportError:  # CPython, or a MicroPython that was built without
    DeflateIO = None
try:
    import zlib
except ImportError:  # MicroPython
    zlib = None
from sole.core import limits

PIECE_MAX = limits.INFLATE_MAX if DeflateIO or zlib else 0
"""Most bytes that a piece may unpack to; 0 where nothing can be unpacked."""


def inflate(data):
    """bytes: `data` unpacked. Raises ValueError unless it is whole, and 1 to PIECE_MAX bytes."""
    try:
        made = _unpacked(data)
    except (OSError, EOFError):
        raise ValueError("damaged")
    if not 1 <= len(made) <= PIECE_MAX:
        raise ValueError("too long, or nothing")
    return made


def _unpacked(data):
    """At most a byte more than allowed, however long it would get."""
    if DeflateIO is not None:
        return DeflateIO(BytesIO(data), RAW, limits.INFLATE_WINDOW_BITS).read(PIECE_MAX + 1)
    if zlib is None:
        raise ValueError("not on this board")
    return _by_zlib(zlib.decompressobj(-limits.INFLATE_WINDOW_BITS), data)


def _by_zlib(unpacker, data):
    try:
        made = unpacker.decompress(data, PIECE_MAX + 1)
    except zlib.error:
        raise ValueError("damaged")
    if not unpacker.eof and len(made) <= PIECE_MAX:
        raise ValueError("damaged")
    return made
