"""A serial line as slow as a UART, and what passed over it."""

from dataclasses import dataclass

GRAIN_BYTES = 12
"""Bytes are handed on in pieces of about a millisecond at 115200 baud."""
TURN_AROUND_S = 0.001
"""Between a client's last byte and the board's first on a slow line: what an adapter needs."""
BITS = 10
"""On the wire for each byte: 8N1."""


class Line:
    """One direction. Times are seconds of any clock that never goes back.

    A byte that goes in comes out `BITS / baud` seconds after the one before it, or after it
    went in; at once where `baud` is None.
    """

    def __init__(self, baud: int | None) -> None:
        self.byte_s = BITS / baud if baud else 0.0
        self._waiting = bytearray()
        self._free_at = 0.0

    def put(self, data: bytes, now: float) -> None:
        """Sends `data`."""
        if not self._waiting:
            self.rest_until(now)
        self._waiting += data

    def rest_until(self, at: float) -> None:
        """Begins no byte before `at`, if none is on its way."""
        if not self._waiting:
            self._free_at = max(self._free_at, at)

    def take(self, now: float) -> bytes:
        """What has arrived by `now` and was not taken yet."""
        count = len(self._waiting)
        if self.byte_s:
            # A hair's breadth more, or rounding makes a byte late that is just there.
            arrived = int((now - self._free_at) / self.byte_s + 1e-6)
            count = max(0, min(count, arrived))
            self._free_at += count * self.byte_s
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        return taken

    def due_s(self, now: float) -> float | None:
        """Seconds until the next piece has arrived; None if nothing is on its way."""
        if not self._waiting:
            return None
        piece = min(len(self._waiting), GRAIN_BYTES)
        return max(0.0, self._free_at + piece * self.byte_s - now)

    def clear(self) -> None:
        """What is on its way is lost."""
        self._waiting.clear()

    def __len__(self) -> int:
        """Bytes on their way."""
        return len(self._waiting)


@dataclass
class Traffic:
    """What passed since it was made: bytes each way, and how often the client began to speak
    after the board had (`turns`). `began_at`, `ended_at`: first byte from the client, last
    to it, by time.monotonic(); None if there was none. `board_spoke`: it did so last.
    """

    bytes_in: int = 0
    bytes_out: int = 0
    turns: int = 0
    began_at: float | None = None
    ended_at: float | None = None
    board_spoke: bool = True

    def sent(self, count: int, now: float) -> None:
        """The client sent `count` bytes."""
        self.bytes_in += count
        self.turns += self.board_spoke
        self.board_spoke = False
        if self.began_at is None:
            self.began_at = now

    def received(self, count: int, now: float) -> None:
        """The client got `count` bytes."""
        self.bytes_out += count
        self.board_spoke = True
        self.ended_at = now

    @property
    def seconds(self) -> float:
        """From the client's first byte to the board's last."""
        if self.began_at is None or self.ended_at is None:
            return 0.0
        return self.ended_at - self.began_at
