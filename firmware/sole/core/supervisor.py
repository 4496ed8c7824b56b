"""Stands between the session and the outputs: nothing heats or moves that it does not permit.

Pure and integer; a sample allocates nothing. It sees every temperature and every
request before an output does. docs/safety.md has the table of faults.
"""

from sole.core import faults, limits
from sole.core.faults import Latch
from sole.core.folding import const
from sole.core.heat import SAMPLE_MS
from sole.core.heat_watch import (
    FOOT_WARM_CC,
    STUCK_RISE_CC,
    HeatingFailed,
    Runaway,
    StuckOn,
)
from sole.core.sensor_watch import NONE, SensorWatch

_DISAGREE_CC = const(400)
_DISAGREE_SAMPLES = const(50)
"""Two thermistors more than 4 C apart for 5 s."""

_OVER_WHEN_SEEN = (
    faults.LEASE_EXPIRED,
    faults.WATCHDOG,
    faults.EMERGENCY_STOP,
    faults.SAFE_MODE,
)
"""Nothing of these lasts: that a person clears them is all they ask."""
_CLEAR_BELOW_CC = {
    faults.OVER_TEMPERATURE: 4000,
    faults.THERMAL_RUNAWAY: 4000,
    faults.HEATER_STUCK_ON: limits.HEAT_REST_BELOW_CC,
}
"""The pad must be comfortable again; one that a shorted switch heats never gets there."""


class Supervisor:
    """Judges samples and heat requests.

    `latch` holds the faults. `pad_cc` is the warmest trusted reading, None without one.
    `permitted_cc` is what the controller may aim for (0: off), `motors_permitted` whether
    anything may move. A board without a heater has no sensors: then only `latch` counts.
    The limits given are lowered to the firmware's own where they exceed them.
    """

    def __init__(self, target_max_cc=0, cutoff_cc=0, heat_ms=0, sensor_count=0):
        self.latch = Latch()
        self.pad_cc = None
        self.permitted_cc = 0
        self.resting = False
        self.wish_max_cc = limits.HEAT_TARGET_MAX_CC
        """Set by a person: lowers the target, raises nothing."""
        self._target_max_cc = min(target_max_cc, limits.HEAT_TARGET_MAX_CC)
        self._cutoff_cc = min(cutoff_cc, limits.HEAT_CUTOFF_CC)
        self._heat_max_ms = min(heat_ms, limits.HEAT_TIME_MAX_MS)
        self._limits_sum = self._sum_of_limits()
        self._watches = [SensorWatch() for _ in range(sensor_count)]
        self._failed = HeatingFailed()
        self._runaway = Runaway()
        self._stuck = StuckOn()
        self._seen_cc = None
        self._seen_by = 0
        self._apart = 0
        self._fresh = True
        self._heated_ms = 0
        self._dose = 0

    @property
    def fault(self):
        """Code of the oldest latched fault, or None."""
        return self.latch.code

    @property
    def cooling(self):
        """Whether the pad was heated and is still warm from it."""
        cool = self.pad_cc is not None and self.pad_cc < limits.HEAT_REST_BELOW_CC
        return not cool and (self.resting or self._heated_ms > 0)

    @property
    def motors_permitted(self):
        """False while a fault is latched that allows nothing."""
        return not self.latch.all_off

    def sample(self, sensors, request_cc, duty_q15):
        """One step of 100 ms: `sensors` have just been read, the session asks for
        `request_cc`, the heater had `duty_q15` since the last sample."""
        if self._sum_of_limits() != self._limits_sum:
            self.latch.set(faults.SELF_TEST)  # a bit fell over in memory
        self._watch_sensors(sensors, duty_q15)
        target_cc = min(request_cc, self._target_max_cc, self.wish_max_cc)
        if self.pad_cc is not None:
            self._watch_pad(target_cc, duty_q15)
        if duty_q15:
            self._stuck.on()
        elif self._seen_cc is not None and self._stuck.sample(self._seen_cc, self._seen_by):
            self.latch.set(faults.HEATER_STUCK_ON)
        self._rest_after_reset()
        self._limit_time(request_cc)
        allowed = self.latch.mask == 0 and self.pad_cc is not None
        if not allowed or self.resting or self._failed.probing:
            self.permitted_cc = 0
        else:
            self.permitted_cc = target_cc

    def _sum_of_limits(self):
        return self._target_max_cc + 3 * self._cutoff_cc + self._heat_max_ms

    def _watch_sensors(self, sensors, duty_q15):
        """Sets `pad_cc`: the warmest reading, if all are to be trusted; `_seen_cc` goes without
        those that are not, and `_seen_by` has a bit for each that is."""
        warmest_cc = coldest_cc = None
        seen_by = 0
        heated = duty_q15 > 0 or self.permitted_cc > 0
        for index in range(len(sensors)):
            sensor, watch = sensors[index], self._watches[index]
            fault = watch.sample(sensor, heated)
            if fault != NONE:
                self.latch.set(fault)
            if sensor.fault is None and sensor.cc >= self._cutoff_cc:
                self.latch.set(faults.OVER_TEMPERATURE)
            if not watch.trusted:
                continue
            seen_by |= 1 << index
            if warmest_cc is None or sensor.cc > warmest_cc:
                warmest_cc = sensor.cc
            if coldest_cc is None or sensor.cc < coldest_cc:
                coldest_cc = sensor.cc
        self._seen_cc, self._seen_by = warmest_cc, seen_by
        self.pad_cc = warmest_cc if seen_by == (1 << len(sensors)) - 1 else None
        if self.pad_cc is not None:
            self._compare(self.pad_cc - coldest_cc)

    def _compare(self, apart_cc):
        self._apart = self._apart + 1 if apart_cc > _DISAGREE_CC else 0
        if self._apart >= _DISAGREE_SAMPLES:
            self.latch.set(faults.SENSOR_DISAGREE)

    def _watch_pad(self, target_cc, duty_q15):
        """Heating, or overshooting."""
        if self.permitted_cc or self._failed.probing:
            if self._failed.sample(target_cc, self.pad_cc, duty_q15):
                self.latch.set(faults.HEATING_FAILED)
        else:
            self._failed.off()
        if target_cc == 0:
            self._runaway.off()
        elif self._runaway.sample(target_cc, self.pad_cc):
            self.latch.set(faults.THERMAL_RUNAWAY)

    def _rest_after_reset(self):
        """A pad that is warm from heating when the firmware starts has had its heat: taking
        the power away for a moment must not give another half hour of it."""
        if self._fresh and self.pad_cc is not None:
            self._fresh = False
            self.resting = self.pad_cc >= FOOT_WARM_CC + STUCK_RISE_CC

    def _limit_time(self, request_cc):
        """Counts heat and dose; past either the pad rests until it has cooled."""
        cool = self.pad_cc is not None and self.pad_cc < limits.HEAT_REST_BELOW_CC
        if cool and (self.resting or not request_cc):
            self.resting = False
            self._heated_ms = 0
            self._dose = 0
        elif request_cc and not self.resting:
            self._heated_ms += SAMPLE_MS
            if self.pad_cc is not None and self.pad_cc > limits.HEAT_DOSE_FROM_CC:
                self._dose += self.pad_cc - limits.HEAT_DOSE_FROM_CC
            over_time = self._heated_ms > self._heat_max_ms
            self.resting = over_time or self._dose > limits.HEAT_DOSE_MAX

    def may_clear(self, index):
        """Whether the condition of fault `index` has gone. Raises nothing."""
        if index == faults.SELF_TEST:
            return False  # only a start that passes clears it
        if index in _OVER_WHEN_SEEN:
            return True
        if self.pad_cc is None or self._apart:
            return False
        if self.pad_cc >= _CLEAR_BELOW_CC.get(index, limits.HEAT_CUTOFF_CC):
            return False
        return all(watch.well for watch in self._watches)
