"""What comes from the interpreter, made into what a board's serial line would carry."""

RAW_PROMPT = b"raw REPL; CTRL-B to exit\r\n>"
FRIENDLY_PROMPT = b'Type "help()" for more information.\r\n>>> '
SOFT_REBOOT = b"MPY: soft reboot\r\n"
MARK = b"\x1bswv:prompt\x1b"
"""`device/power_on.py` writes it where its own work ends and the prompt's begins."""

_RS, _LF, _CR = 0x1E, 0x0A, 0x0D
_REMEMBER = max(len(RAW_PROMPT), len(FRIENDLY_PROMPT))


class Stream:
    """Follows the output of one board over all its restarts.

    The unix port writes LF where an ESP32 writes CR LF; frames keep their plain LF, and so
    does all that tools read at the raw prompt. `raw` tells whether that prompt is in use.
    """

    def __init__(self) -> None:
        self.raw = False
        self._skip_to_raw = False
        self.restart(stay_raw=False)

    def restart(self, stay_raw: bool) -> None:
        """The interpreter starts anew; with `stay_raw` the raw prompt is to be the next."""
        self.raw = self.raw and stay_raw
        self._resume_raw = stay_raw
        self._skip_to_raw = False
        self._held = b""
        self._recent = b""
        self._in_frame = False
        self._last = 0
        self._starting = True
        self.prompted = False
        """Whether a prompt has been shown since the start."""

    def feed(self, data: bytes) -> bytes:
        """Takes what the interpreter wrote; gives what the line carries."""
        data = self._held + data
        self._held = b""
        before, mark, after = data.partition(MARK)
        if mark:
            self._skip_to_raw = self._resume_raw
            made = self._pass(before)
            self._starting = False
            return made + self._pass(self._skipped(after))
        if self._skip_to_raw:
            return self._pass(self._skipped(data))
        keep = _partial(data, MARK)
        self._held = data[len(data) - keep :]
        return self._pass(data[: len(data) - keep])

    def _skipped(self, data: bytes) -> bytes:
        """`data` from the raw prompt on, when the friendly one before it is not to be seen."""
        if not self._skip_to_raw:
            return data
        at = data.find(RAW_PROMPT)
        if at < 0:
            self._held = data
            return b""
        self._skip_to_raw = False
        return data[at:]

    def _pass(self, data: bytes) -> bytes:
        made = bytearray()
        plain = self.raw and not self._starting
        for byte in data:
            if byte == _RS:
                self._in_frame = True
            if byte == _LF:
                if not (self._in_frame or plain or self._last == _CR):
                    made.append(_CR)
                self._in_frame = False
            made.append(byte)
            self._last = byte
        self._follow(data)
        return bytes(made)

    def _follow(self, data: bytes) -> None:
        """Which prompt was shown last?"""
        seen = self._recent + data
        raw, friendly = seen.rfind(RAW_PROMPT), seen.rfind(FRIENDLY_PROMPT)
        if raw != friendly:
            self.raw = raw > friendly
            self.prompted = True
        self._recent = seen[-_REMEMBER + 1 :]


def _partial(data: bytes, mark: bytes) -> int:
    """How many bytes at the end of `data` may be the beginning of `mark`."""
    for size in range(min(len(mark) - 1, len(data)), 0, -1):
        if data.endswith(mark[:size]):
            return size
    return 0
