"""The device's end of the link: bytes in, requests out; answers and events back."""

from sole.core import limits
from sole.core.folding import const
from sole.core.frame import FrameError, FrameReader, frame

_BATCH_BYTES = const(32)
"""Read at a time: about 2 ms of an ESP32."""
_PIECE_BYTES = const(32)
"""Less is only written where it is the rest. An answer of 500 bytes takes two ticks."""
_DRAIN_MS = const(2)
"""A transmitter that has no room for a piece is asked again after so long."""

_OUTBOX_MAX = const(4)
"""Answers that wait to be written; further frames that cannot be read are only counted."""


class Link:
    """Speaks frames over a console with `wait(ms)`, `read()`, `room()` and `write(bytes)`.

    `frames` and `bad` count what came. A frame that cannot be trusted is answered
    here, with an `id` of null; everything else goes to the caller.
    """

    def __init__(self, console):
        self._console = console
        self._reader = FrameReader(limits.FRAME_MAX - 2)  # without RS and LF
        self._wait, self._read, self._feed = console.wait, console.read, self._reader.feed
        self._out = []
        self._out_at = 0
        self.frames = 0
        self.bad = 0

    def poll(self, wait_ms, most=_BATCH_BYTES):
        """Reads up to `most` bytes that have come: the request that they completed, or None.

        Waits at most `wait_ms` for the first. An ESP32 holds 260 bytes, and at 115200 baud one
        comes every 87 us: what is done for each byte decides whether all of them are read.
        """
        if self._out:
            self._write_piece()
            wait_ms = min(wait_ms, _DRAIN_MS)
        wait, read, feed = self._wait, self._read, self._feed
        if not wait(wait_ms):
            return None
        for _ in range(most):
            if feed(read()):
                return self._take()
            if not wait(0):
                break
        return None

    def _take(self):
        try:
            request = self._reader.take()
        except FrameError as error:
            self.bad += 1
            if len(self._out) < _OUTBOX_MAX:  # else it sends more of these than we can answer
                self.refuse(None, error.code, error.say)
            return None
        except MemoryError:  # of 500 bytes that a host chooses: many small lists take ten thousand
            self.bad += 1
            return None
        self.frames += 1
        return request

    def answer(self, request_id, value):
        """Sends what was asked for."""
        self._send({"id": request_id, "ok": value})

    def refuse(self, request_id, code, say):
        """Sends a refusal: a stable code and a sentence."""
        self._send({"id": request_id, "err": {"code": code, "say": say}})

    def event(self, name, value):
        """Sends an event."""
        value["ev"] = name
        self._send(value)

    @property
    def sending(self):
        """Whether something is still to be written; requests wait for that."""
        return len(self._out) > 0

    @property
    def has_room(self):
        """Whether one more answer may wait, behind as many as are ever kept for bad frames."""
        return len(self._out) <= _OUTBOX_MAX

    def hurry(self):
        """What was sent last goes out next, as soon as what has begun is out."""
        if len(self._out) > 2:
            self._out.insert(1, self._out.pop())

    def _send(self, value):
        """Writes what the transmitter holds at once; the rest while the next is read."""
        self._out.append(frame(value))
        if len(self._out) == 1:
            self._write_piece()

    def _write_piece(self):
        """Writes what there is room for: who writes more must wait, and ticks do not wait."""
        data, size = self._out[0], self._console.room()
        if size < min(_PIECE_BYTES, len(data) - self._out_at):
            return
        self._console.write(data[self._out_at : self._out_at + size])
        self._out_at += size
        if self._out_at >= len(data):
            self._out.pop(0)
            self._out_at = 0
