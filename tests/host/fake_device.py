"""A massager (`rigs.fake_massager`) behind a pseudo-terminal."""

import contextlib
import os
import select
import threading
import tty

from rigs.fake_massager import FakeMassager

SHORT_S = 0.15
"""For how long a client waits for an answer that does not come."""


class FakeDevice(FakeMassager):
    """Runs in a thread for the length of a `with` block; `port` is what a client opens."""

    def __init__(self):
        super().__init__()
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self._woken, self._wake = os.pipe()
        self.port = os.ttyname(self._slave)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.vanish()
        for fd in (self._woken, self._wake):
            os.close(fd)

    def vanish(self):
        """What unplugging looks like: reads and writes of the client fail."""
        if self._thread.is_alive():
            os.write(self._wake, b"x")
            self._thread.join(5)

    def write(self, data):
        while data:
            data = data[os.write(self._master, data) :]

    def _run(self):
        """Closes the terminal itself: a close beside a read that waits would do nothing."""
        with contextlib.suppress(OSError):
            while True:
                ready, _, _ = select.select([self._master, self._woken], [], [])
                if self._woken in ready:
                    break
                self.feed(os.read(self._master, 4096))
        os.close(self._slave)
        os.close(self._master)
