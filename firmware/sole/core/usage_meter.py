"""Counts one session: how long each motor turned, how long the pad had power, how warm it got."""

from sole.core.folding import const
from sole.core.limits import TICK_MS

_LOOK_TICKS_MAX = const(9)


class UsageMeter:
    """`motor_ms` (one per motor, in the order of the board file), `pad_ms` and `length_ms` count;
    `highest_cc` is the highest temperature of the pad, None before the first reading.

    All of them are small ints on an ESP32 for sessions of up to 298 hours.
    """

    def __init__(self, motors):
        self.motor_ms = [0] * motors
        self.next_ms = TICK_MS
        """When to look again: at uneven times, five ticks apart in the mean, since a motor that
        taps in step with an even look would be counted always or never."""
        self._chance = 1
        self.begin()

    def begin(self):
        """A session begins: everything from zero."""
        for index in range(len(self.motor_ms)):
            self.motor_ms[index] = 0
        self.pad_ms = 0
        self.length_ms = 0
        self.highest_cc = None

    def look(self, dt_ms, levels, pad_ms, pad_cc):
        """`dt_ms` after the last look. `levels`: of each motor, 0 for one that stands still;
        `pad_ms`: how long the pad had power since then; `pad_cc`: its temperature, None where
        nothing is known of it. Allocates nothing."""
        motor_ms = self.motor_ms
        for index in range(len(motor_ms)):
            if levels[index]:
                motor_ms[index] += dt_ms
        self.length_ms += dt_ms
        self.pad_ms += pad_ms
        if pad_cc is not None and (self.highest_cc is None or pad_cc > self.highest_cc):
            self.highest_cc = pad_cc
        # Lehmer's generator as in Sinclair's ZX81: all of 1..65536 in turn, products below 2^23.
        self._chance = self._chance * 75 % 65537
        self.next_ms = TICK_MS * (1 + self._chance % _LOOK_TICKS_MAX)
