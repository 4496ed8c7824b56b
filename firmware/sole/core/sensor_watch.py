"""Is what a thermistor says believable? One watch per thermistor, sampled at 10 Hz."""

from sole.core import faults
from sole.core.folding import const

_INVALID_SAMPLES = const(3)
"""Readings outside the divider's window that make a fault: 0.3 s."""
_JUMP_CC = const(500)
"""No pad and no foot changes a thermistor by 5 C in a tenth of a second."""
_JUMPS = const(3)
_JUMP_MEMORY_SAMPLES = const(5)
"""The jumps must come within half a second: one alone is a spark, not a broken wire."""
_STRAY_CC = const(100)
"""A good reading changes by less between two samples, a pad by a hundredth of it."""
_STRAYED_CC = const(6000)
"""60 C beyond that: noise of 5 C in some seconds. It hides what the pad does, and no jump may be
among it."""
_CALM_CC = const(4500)
"""Below that again there were calm samples for a second and a half: the noise is over."""
_FROZEN_SAMPLES = const(600)
"""60 s: an ADC that works shows noise within seconds."""

NONE = -1


class SensorWatch:
    """Watches one `sole.core.thermistor.Thermistor`; `trusted`: its reading counts."""

    def __init__(self):
        self.trusted = False
        self._invalid = 0
        self._before_cc = None
        self._jumps = 0
        self._jump_age = 0
        self._strayed_cc = 0
        self._raw = -1
        self._still = 0

    def sample(self, sensor, heating):
        """Judges the reading just made; the index of the fault that it proves, or NONE.

        `sensor.raw` is the reading at its finest resolution, `heating` whether the heater has
        any duty or may have: a reading that stands still above the target leaves none.
        """
        if sensor.fault is not None:
            self.trusted = False
            self._before_cc = None
            self._invalid += 1
            if self._invalid >= _INVALID_SAMPLES:
                return faults.SENSOR_OPEN if sensor.fault == "sensor-open" else faults.SENSOR_SHORT
            return NONE
        self._invalid = 0
        if self._jumped(sensor.cc):
            return faults.IMPLAUSIBLE_JUMP
        if self._frozen(sensor.raw, heating):
            return faults.SENSOR_FROZEN
        return NONE

    @property
    def well(self):
        """True while nothing speaks against this thermistor."""
        calm = self._jumps == 0 and self._strayed_cc < _CALM_CC
        return self.trusted and calm and self._still < _FROZEN_SAMPLES

    def _jumped(self, cc):
        """True at the third jump within half a second; a reading that jumped does not count.
        True as well where a reading strays for long, if by less."""
        before_cc, self._before_cc = self._before_cc, cc
        change_cc = 0 if before_cc is None else abs(cc - before_cc)
        self.trusted = change_cc <= _JUMP_CC
        if self._strays(min(change_cc, _JUMP_CC)):
            return True
        if not self.trusted:
            self._jumps += 1
            self._jump_age = 0
            return self._jumps >= _JUMPS
        self._jump_age += 1
        if self._jump_age >= _JUMP_MEMORY_SAMPLES:
            self._jumps = 0
        return False

    def _strays(self, change_cc):
        """True while the changes beyond what noise may be, in sum, are too much."""
        strayed_cc = self._strayed_cc + change_cc - _STRAY_CC
        self._strayed_cc = min(strayed_cc, _STRAYED_CC) if strayed_cc > 0 else 0
        return self._strayed_cc == _STRAYED_CC

    def _frozen(self, raw, heating):
        """True at the end of 60 s without any change while heating, and until it changes."""
        if raw != self._raw:
            self._raw = raw
            self._still = 0
        elif heating:
            self._still += 1
        return self._still >= _FROZEN_SAMPLES
