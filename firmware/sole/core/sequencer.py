"""Walks the sequence of a checked pattern: which section comes next, repeats nested."""

from sole.core import limits
from sole.core.pattern import STEP_PLAY, STEP_REPEAT, STEP_SIZE, section_at, u16, u24

END = -1


class Sequencer:
    """Gives the index of one section after the other. `next` allocates nothing.

    After `seek`: `begun_ms` is when the section that it found begins, `before` the index
    of the section that played until then, or END.
    """

    def __init__(self):
        self.begun_ms = 0
        self.before = END
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
                self._open(arg)
            else:
                self._close()
        return END

    def seek(self, data, to_ms):
        """Index of the section of `data` that plays at `to_ms`; `next` goes on behind it.

        END if all is over by then. A repeat is walked twice at most, however often it
        repeats: all times that fit before `to_ms` are skipped at once.
        """
        self.rewind(data)
        self.begun_ms, self.before = 0, END
        body_begun_ms = [0] * limits.REPEAT_DEPTH_MAX
        while self._at < self._end:
            op = data[self._at]
            arg = data[self._at + 1]
            self._at += STEP_SIZE
            if op == STEP_PLAY:
                length_ms = u24(data, section_at(data, arg))
                if self.begun_ms + length_ms > to_ms:
                    return arg
                self.begun_ms += length_ms
                self.before = arg
            elif op == STEP_REPEAT:
                body_begun_ms[self._depth] = self.begun_ms
                self._open(arg)
            else:
                self._skip(self.begun_ms - body_begun_ms[self._depth - 1], to_ms)
                body_begun_ms[self._depth - 1] = self.begun_ms
                self._close()
        return END

    def _skip(self, body_ms, to_ms):
        """Leaves out as many of the times left of the innermost repeat as end by `to_ms`."""
        inner = self._depth - 1
        times = min(self._left[inner], (to_ms - self.begun_ms) // body_ms)
        self._left[inner] -= times
        self.begun_ms += times * body_ms

    def _open(self, times):
        """At the begin of a repeat, which the steps that follow play for the first time."""
        self._back[self._depth] = self._at
        self._left[self._depth] = times - 1
        self._depth += 1

    def _close(self):
        """At the end of a repeat: back to its begin, or out of it after the last time."""
        inner = self._depth - 1
        if self._left[inner]:
            self._left[inner] -= 1
            self._at = self._back[inner]
        else:
            self._depth = inner
