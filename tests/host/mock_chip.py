"""A chip's bootloader on a pseudo-terminal: esp32-mock-bootloader's, in a thread of the test.

Its own programs give its answers 50 ms for each acknowledgment, too short for a busy
machine, and keep the flash out of reach; so its protocol is used without them.
"""

import contextlib
import os
import pty
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from esp32_mock_bootloader import server

RECV_S = 2.0

Spoil = Callable[[int, bytes], bytes | None]
"""Gets how many bytes came to the chip before and the next; gives what arrives, None to cut."""


class _Line(server.PtyMasterTransport):  # type: ignore[misc]
    """The chip's end of the cable."""

    spoil: Spoil = staticmethod(lambda _count, data: data)
    pulled = False

    def recv(self, size: int) -> bytes:
        self._timeout = RECV_S
        data: bytes = super().recv(size)
        before = self.count = getattr(self, "count", 0) + len(data)
        spoiled = self.spoil(before - len(data), data)
        if spoiled is None:
            self.pull()
            return b""
        return spoiled

    def sendall(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._master, data) :]

    def pull(self) -> None:
        """The client's end is hung up. No descriptor and no terminal gets free by it: its number
        could be another test's a moment later, in this process or in the one beside it."""
        self.pulled = True
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self._master)
        os.close(nothing)

    def close(self) -> None:
        self.pull()


class MockChip:
    """`port` is its terminal, `flash` what it holds."""

    def __init__(self, chip: str) -> None:
        self._chip = chip
        self._stop = threading.Event()
        self.flash = server.FlashImage()
        self.port = ""

    @contextmanager
    def plugged_in(self, spoil: Spoil | None = None) -> Iterator["MockChip"]:
        """For as long as the cable is in."""
        line = _Line(*pty.openpty())
        if spoil is not None:
            line.spoil = spoil
        self.port = line.client_path
        stop = threading.Event()
        thread = threading.Thread(target=self._serve, args=(line, stop), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            stop.set()
            line.pull()
            thread.join(2 * RECV_S)

    def _serve(self, line: _Line, stop: threading.Event) -> None:
        with contextlib.suppress(OSError, ValueError):
            while not stop.is_set() and not line.pulled:
                connection = server.BootloaderConnection(pty=line)
                server.handle_client(connection, stop, self._chip, flash=self.flash)

    def held(self, at: int, size: int) -> bytes:
        """What its flash holds."""
        return bytes(self.flash.data[at : at + size])

    def put(self, at: int, data: bytes) -> None:
        """Puts data on its flash, past the line."""
        self.flash.data[at : at + len(data)] = data
