"""The invitation that can be felt: one soft swell of all motors."""

from sole.core.limits import FULL_Q15
from sole.core.zones import COUNT

PULSE_MS = 2000
_HALF_MS = PULSE_MS // 2
_HIGHEST_Q15 = FULL_Q15 // 3
"""What invites must not startle."""


class Pulse:
    """`levels` (ten of 0..32767) swell and fade once after `begin`; `active` meanwhile."""

    def __init__(self):
        self.active = False
        self.levels = [0] * COUNT
        self._left_ms = 0

    def begin(self):
        """From rest."""
        self.active = True
        self._left_ms = PULSE_MS

    def step(self, dt_ms, allowed):
        """`dt_ms` later; all zero at once where it is not `allowed`. Allocates nothing."""
        left_ms = self._left_ms - dt_ms if allowed else 0
        if left_ms <= 0:
            left_ms = 0
            self.active = False
        self._left_ms = left_ms
        level = (_HALF_MS - abs(left_ms - _HALF_MS)) * _HIGHEST_Q15 // _HALF_MS
        for zone in range(COUNT):
            self.levels[zone] = level
