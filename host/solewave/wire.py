"""Parts the bytes of a line into frames and console text (docs/protocol.md)."""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from sole.core.frame import FrameError, FrameReader

from solewave.answers import is_deep
from solewave.visible import visible

DEVICE_FRAME_MAX = 1024
"""Most bytes in a frame from the device, RS to LF."""

CONSOLE_KEPT = 8192
"""Bytes of console text kept: a few tracebacks."""

WORDS_MAX = 80
"""Characters of it that an error repeats."""

STOPPED = "solewave: stopped by "
"""How the firmware's last line begins when it ends (sole.run)."""

_EXCEPTION = re.compile(r"[A-Z]\w*(Error|Exception|Exit|Interrupt)\b.*")


class Wire:
    """Give it what arrived; it yields the objects of good frames, and keeps the end of the rest.

    `bad` counts frames that could not be trusted; `console` is the text outside
    frames, newest last.
    """

    def __init__(self) -> None:
        self._reader = FrameReader(DEVICE_FRAME_MAX)
        self._text: deque[int] = deque(maxlen=CONSOLE_KEPT)
        self.bad = 0

    @property
    def console(self) -> str:
        """The last CONSOLE_KEPT bytes outside frames, whatever they are made of."""
        return bytes(self._text).decode("utf-8", "replace")

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        """Yields one object for each good frame that `data` ends."""
        reader = self._reader
        for byte in data:
            if reader.feed(byte):
                yield from self._understood()
            elif reader.count < 0:
                self._text.append(byte)

    def _understood(self) -> Iterator[dict[str, Any]]:
        """The object of a frame; what is too deep to be written again is bad, too."""
        try:
            value = self._reader.take()
        except FrameError:
            value = None
        if value is None or is_deep(value):
            self.bad += 1
        else:
            yield value

    @property
    def at_prompt(self) -> bool:
        """Whether the console text ends with MicroPython's own prompt."""
        return self.console.rstrip().endswith(">>>")

    @property
    def why_stopped(self) -> str:
        """Why the firmware ended, if its console told: an exception, or `Ctrl-C`; else "".

        It may be shown, as `last_words` may.
        """
        _, found, after = self.console.rpartition(STOPPED)
        if not found or not self.at_prompt:
            return ""
        for line in after.splitlines():
            if _EXCEPTION.fullmatch(line):
                return visible(line)[:WORDS_MAX]
        return visible(after.split("\n", 1)[0].partition(",")[0])[:WORDS_MAX]

    @property
    def last_words(self) -> str:
        """The last line of console text that can be read; "" if there is none."""
        for line in reversed(self.console.splitlines()):
            words = "".join(char for char in line if char.isprintable() and char != "\ufffd")
            if words.strip() not in ("", ">>>"):
                return words.strip()[:WORDS_MAX]
        return ""
