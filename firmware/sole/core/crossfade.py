"""From the levels and the heat target of one pattern to those of another, without a jump."""

from sole.core import limits
from sole.core.zones import COUNT

CROSS_MS = 400
_HEAT_MS_PER_CC = 60000 // limits.HEAT_RAMP_MAX_CC_PER_MIN


class Crossfade:
    """`begin` with what was, then `mix` and `heat` what is to be, once a step while `active`.

    Levels go over in a straight line. A higher heat target is approached at
    `limits.HEAT_RAMP_MAX_CC_PER_MIN` from the old one; a lower one holds at once.
    """

    def __init__(self):
        self.active = False
        self._from = [0] * COUNT
        self._cross_ms = CROSS_MS
        self._since_ms = 0
        self._heat_from_cc = 0

    def begin(self, levels, heat_cc, cross_ms=CROSS_MS):
        """Takes `levels` (ten of 0..32767) and `heat_cc` (0 is off) as where it begins."""
        for zone in range(COUNT):
            self._from[zone] = levels[zone]
        self._heat_from_cc = heat_cc or limits.HEAT_TARGET_MIN_CC
        self._cross_ms = cross_ms
        self._since_ms = 0
        self.active = True

    def step(self, dt_ms):
        """Time passes. Over once both the levels and any rise of the heat must be there."""
        self._since_ms += dt_ms
        if self._heat_bound_cc() >= limits.HEAT_TARGET_MAX_CC and self._since_ms >= self._cross_ms:
            self.active = False

    def mix(self, levels):
        """Replaces `levels`, which the new pattern gives, by what lies on the way to them."""
        if self._since_ms >= self._cross_ms:
            return
        part_q15 = 32767 * self._since_ms // self._cross_ms
        old = self._from
        for zone in range(COUNT):
            levels[zone] = old[zone] + ((levels[zone] - old[zone]) * part_q15 >> 15)

    def heat(self, target_cc):
        """`target_cc` of the new pattern, or as much of it as may be asked by now."""
        bound_cc = self._heat_bound_cc()
        return target_cc if target_cc < bound_cc else bound_cc

    def _heat_bound_cc(self):
        return self._heat_from_cc + self._since_ms // _HEAT_MS_PER_CC
