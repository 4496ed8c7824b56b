"""Walks the sequence of a checked pattern: which section comes next, repeats nested."""

from sole.core import limits
from sole.core.pattern import STEP_PLAY, STEP_REPEAT, STEP_SIZE, u16

END = -1


class Sequencer:
    """Gives the index of one section after the other. Allocates nothing after construction."""

    def __init__(self):
        self._data = b""
        self._at = 0
        self._end = 0
        self._depth = 0
        self._back = [0] * limits.REPEAT_DEPTH_MAX
        self._left = [0] * limits.REPEAT_DEPTH_MAX

    def rewind(self, data):
        """Begins at the first step of `data`, a pattern that `pattern.check` accepted."""
        self._data = data
        self._at = u16(data, 16)
        self._end = self._at + u16(data, 18) * STEP_SIZE
        self._depth = 0

    def next(self):
        """Index of the next section to play, or END."""
        data = self._data
        while self._at < self._end:
            op = data[self._at]
            arg = data[self._at + 1]
            self._at += STEP_SIZE
            if op == STEP_PLAY:
                return arg
            if op == STEP_REPEAT:
                self._back[self._depth] = self._at
                self._left[self._depth] = arg - 1
                self._depth += 1
            else:
                self._close()
        return END

    def _close(self):
        """At the end of a repeat: back to its begin, or out of it after the last time."""
        inner = self._depth - 1
        if self._left[inner]:
            self._left[inner] -= 1
            self._at = self._back[inner]
        else:
            self._depth = inner
