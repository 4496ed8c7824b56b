"""Does the pad do what the heater's duty should make it do? Sampled at 10 Hz.

The reasons for the numbers are in docs/safety.md; the conditions are design.md's.
"""

from sole.core.folding import const

_SAMPLES_PER_S = const(10)

_HIGH_DUTY_Q15 = const(26214)
"""80 %: the controller does all that it can."""
_FAILED_SAMPLES = const(60 * _SAMPLES_PER_S)
_GAIN_CC = const(150)
"""Marlin asks a bed for 2 C in 60 s; a pad under a foot gives its heat away."""
FAR_CC = 200
_LOSS_CC = const(50)
"""A pad that cools by this much at high duty needs no probe: its thermistor has come off."""
_PROBE_SAMPLES = const(30 * _SAMPLES_PER_S)
_PROBE_LESS_CC = const(25)
"""Without heat a pad gains by so much less in 30 s than it did in the 30 s before, even one of
5 W. It need not cool: a foot may be warmer than a pad in a cold room."""

HYSTERESIS_CC = 100
_RUNAWAY_CC_SAMPLES = const(120 * 100 * _SAMPLES_PER_S)
"""120 C.s over target and hysteresis."""

_SETTLE_SAMPLES = const(20 * _SAMPLES_PER_S)
"""After switching off the pad's own warmth still reaches the thermistor."""
FOOT_WARM_CC = 3450
"""A foot, and a hot room, can warm a pad that is off up to here."""
STUCK_RISE_CC = 100
_SETS = const(4)
"""Of believed thermistors, where a board has at most two."""


class HeatingFailed:
    """High duty for 60 s, less than 1.5 C gained, still 2 C below the target.

    A weak pad in a cold room can be at its limit. So the heat is cut, and `probing` for
    30 s: a pad that then gains less than before is heated and its thermistor lies on it;
    one that goes on as if nothing had changed is the fault.
    """

    def __init__(self):
        self.probing = False
        self._high = 0
        self._from_cc = 0
        self._half_cc = 0
        self._heated_gain_cc = 0
        self._probe = 0

    def sample(self, target_cc, pad_cc, duty_q15):
        """True when the fault is proven."""
        if self.probing:
            return self._sample_probe(pad_cc)
        if duty_q15 < _HIGH_DUTY_Q15 or target_cc - pad_cc < FAR_CC:
            self._high = 0
            return False
        if self._high == 0:
            self._from_cc = pad_cc
        if self._high == _FAILED_SAMPLES - _PROBE_SAMPLES:
            self._half_cc = pad_cc
        self._high += 1
        if self._high <= _FAILED_SAMPLES:
            return False
        self._high = 0
        gain_cc = pad_cc - self._from_cc
        if gain_cc < -_LOSS_CC:
            return True
        if gain_cc < _GAIN_CC:
            self.probing = True
            self._probe = 0
            self._from_cc = pad_cc
            self._heated_gain_cc = pad_cc - self._half_cc
        return False

    def _sample_probe(self, pad_cc):
        self._probe += 1
        if self._probe < _PROBE_SAMPLES:
            return False
        self.probing = False
        return self._heated_gain_cc - (pad_cc - self._from_cc) < _PROBE_LESS_CC

    def off(self):
        """The session wants no heat: nothing to judge."""
        self.probing = False
        self._high = 0


class Runaway:
    """Over the target by more than the hysteresis, 120 C.s accumulated.

    After the target was lowered the pad is above it for minutes without any fault. So
    what counts is the pad above the lowest it has been since then: a pad that cools,
    however slowly, adds nothing, and one that warms does.
    """

    def __init__(self):
        self.off()

    def off(self):
        """The session wants no heat: nothing to judge."""
        self._ceiling_cc = None
        self._sum = 0

    def sample(self, target_cc, pad_cc):
        """True when the fault is proven."""
        if self._ceiling_cc is None:
            self._ceiling_cc = pad_cc
        self._ceiling_cc = max(target_cc, min(self._ceiling_cc, pad_cc))
        over_cc = pad_cc - self._ceiling_cc - HYSTERESIS_CC
        if over_cc <= 0:
            self._sum = max(self._sum - HYSTERESIS_CC, 0)
            return False
        self._sum += over_cc
        return self._sum >= _RUNAWAY_CC_SAMPLES


class StuckOn:
    """Heater off, and still the pad warms beyond what its rest of heat, a foot or a room gives.

    Which thermistors are believed changes what the pad seems to have, not what it has: the
    lowest is kept for each set of them, and a new set takes over what the pad rose by.
    """

    def __init__(self):
        self._lowest_cc = [None] * _SETS
        self.on()

    def on(self):
        """The heater has duty: nothing to judge."""
        self._off = 0
        self._rise_cc = 0
        for seen_by in range(_SETS):
            self._lowest_cc[seen_by] = None

    def sample(self, pad_cc, seen_by):
        """True when the fault is proven; call it while the heater is off. `pad_cc` is the
        warmest believed reading, `seen_by` (1 to 3) has a bit for each that is believed."""
        if self._off < _SETTLE_SAMPLES:
            self._off += 1
            return False
        lowest_cc = self._lowest_cc[seen_by]
        if lowest_cc is None:
            lowest_cc = pad_cc - self._rise_cc
        lowest_cc = min(lowest_cc, pad_cc)
        self._lowest_cc[seen_by] = lowest_cc
        self._rise_cc = pad_cc - lowest_cc
        return pad_cc >= max(lowest_cc, FOOT_WARM_CC) + STUCK_RISE_CC
