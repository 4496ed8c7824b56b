"""Parts the bytes of a line into frames and console text (docs/protocol.md)."""

import re
from collections.abc import Iterator
from typing import Any

from sole.core.frame import RS, FrameError, FrameReader

DEVICE_FRAME_MAX = 1024
"""Most bytes in a frame from the device, RS to LF."""

CONSOLE_KEPT = 8192
"""Bytes of console text kept: a few tracebacks."""

STOPPED = "solewave: stopped by "
"""How the firmware's last line begins when it ends (sole.run)."""

_EXCEPTION = re.compile(r"[A-Z]\w*(Error|Exception|Exit|Interrupt)\b.*")


class Wire:
    """Give it what arrived; it yields the objects of good frames, and keeps the rest.

    `bad` counts frames that could not be trusted; `console` is the text outside
    frames, newest last.
    """

    def __init__(self) -> None:
        self._reader = FrameReader(DEVICE_FRAME_MAX)
        self._inside = False
        self._text = bytearray()
        self.bad = 0

    @property
    def console(self) -> str:
        """The last CONSOLE_KEPT bytes outside frames, whatever they are made of."""
        return self._text.decode("utf-8", "replace")

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        """Yields one object for each good frame that `data` ends."""
        for byte in data:
            if byte == RS:
                self._inside = True
            if not self._inside:
                self._text.append(byte)
            elif self._reader.feed(byte):
                self._inside = False
                yield from self._take()
        del self._text[:-CONSOLE_KEPT]

    def _take(self) -> Iterator[dict[str, Any]]:
        try:
            yield self._reader.take()
        except FrameError:
            self.bad += 1

    @property
    def at_prompt(self) -> bool:
        """Whether the console text ends with MicroPython's own prompt."""
        return self.console.rstrip().endswith(">>>")

    @property
    def why_stopped(self) -> str:
        """Why the firmware ended, if its console told: an exception, or `Ctrl-C`; else ""."""
        _, found, after = self.console.rpartition(STOPPED)
        if not found or not self.at_prompt:
            return ""
        for line in after.splitlines():
            if _EXCEPTION.fullmatch(line):
                return line
        return after.partition(",")[0]

    @property
    def last_words(self) -> str:
        """The last line of console text that can be read; "" if there is none."""
        for line in reversed(self.console.splitlines()):
            words = "".join(char for char in line if char.isprintable() and char != "\ufffd")
            if words.strip() not in ("", ">>>"):
                return words.strip()
        return ""
