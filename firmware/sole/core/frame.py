"""Frames of the link and of sealed files: `json '#' crc32-hex`, behind RS on the wire.

docs/protocol.md describes them. Both ends, device and host, use this module.
"""

import json
from binascii import crc32

RS = 0x1E
LF = 0x0A
CR = 0x0D
SEAL_SIZE = 9
"""`#` and eight hex digits."""


class FrameError(Exception):
    """A frame that cannot be trusted; `code` is `bad-crc`, `too-long` or `not-json`."""

    def __init__(self, code, say):
        super().__init__(say)
        self.code = code
        self.say = say


def seal(value):
    """bytes: `value` as JSON, `#` and the CRC-32 of the JSON."""
    body = json.dumps(value, separators=(",", ":")).encode()
    return body + b"#%08x" % crc32(body)


def unseal(data):
    """The object in sealed `data` (bytes-like). Raises FrameError (`bad-crc`, `not-json`)."""
    data = bytes(data)
    body = data[:-SEAL_SIZE]
    if data[-SEAL_SIZE:] != b"#%08x" % crc32(body):
        raise FrameError("bad-crc", "CRC-32 does not match")
    try:
        value = json.loads(body)
    except (ValueError, RuntimeError):  # RuntimeError: nested too deep
        raise FrameError("not-json", "not JSON")
    if not isinstance(value, dict):
        raise FrameError("not-json", "not a JSON object")
    return value


def frame(value):
    """bytes: one whole frame, RS to LF."""
    return b"\x1e" + seal(value) + b"\n"


class FrameReader:
    """Picks frames out of a stream of bytes, one byte at a time, without allocating.

    `feed` returns True when a frame is whole; `take` then gives its object.
    Bytes outside frames are ignored. An over-long frame is reported by `take` once
    its end came, so that one mistake gives one error.

    `count`: bytes since RS, those that were too many included; -1 outside of a frame.
    """

    def __init__(self, size):
        self._buffer = bytearray(size)
        self.count = -1

    def feed(self, byte):
        """Takes one byte (0 to 255); True when it ended a frame."""
        count = self.count
        if byte == RS:
            self.count = 0
        elif count >= 0:
            if byte == LF:
                return True
            if count < len(self._buffer):
                self._buffer[count] = byte
            self.count = count + 1
        return False

    def take(self):
        """The object of the frame that just ended. Raises FrameError."""
        count, self.count = self.count, -1
        if count > len(self._buffer):
            raise FrameError("too-long", "more than %d bytes" % len(self._buffer))
        if count and self._buffer[count - 1] == CR:
            count -= 1
        return unseal(memoryview(self._buffer)[:count])
