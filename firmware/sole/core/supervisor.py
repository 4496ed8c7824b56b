"""Stands between the session and the outputs: nothing heats or moves that it does not permit.

It sees every temperature sample and every heat request. Here are the faults that cut
the heat by themselves; what else design.md's fault table asks belongs here too.
"""

from sole.core import limits
from sole.core.heat import SAMPLE_MS

INVALID_SAMPLES = 3
"""Samples outside the sensor's window that make a fault: 0.3 s at 10 Hz."""


class Supervisor:
    """Judges samples and heat requests for one heater.

    `fault` is the code of the latched fault or None; it stays until the next reset.
    `pad_cc` is the warmest valid reading, None without one. `permitted_cc` is what the
    controller may aim for (0: off).
    """

    def __init__(self, target_max_cc, cutoff_cc, heat_ms):
        self._target_max_cc = min(target_max_cc, limits.HEAT_TARGET_MAX_CC)
        self._cutoff_cc = min(cutoff_cc, limits.HEAT_CUTOFF_CC)
        self._heat_max_ms = min(heat_ms, limits.HEAT_TIME_MAX_MS)
        self._invalid = 0
        self._heated_ms = 0
        self.resting = False
        self.fault = None
        self.pad_cc = None
        self.permitted_cc = 0

    def sample(self, sensors, request_cc):
        """One step of 100 ms: `sensors` have just been read, the session asks for `request_cc`."""
        self._read(sensors)
        if self.pad_cc is not None and self.pad_cc >= self._cutoff_cc:
            self._latch("over-temperature")
        self._limit_time(request_cc)
        allowed = self.fault is None and self.pad_cc is not None and not self.resting
        self.permitted_cc = min(request_cc, self._target_max_cc) if allowed else 0

    def _read(self, sensors):
        """Takes the warmest reading; all sensors must be valid for it to count."""
        pad_cc = None
        for sensor in sensors:
            if sensor.fault is not None:
                self._invalid += 1
                if self._invalid >= INVALID_SAMPLES:
                    self._latch(sensor.fault)
                self.pad_cc = None
                return
            if pad_cc is None or sensor.cc > pad_cc:
                pad_cc = sensor.cc
        self._invalid = 0
        self.pad_cc = pad_cc

    def _limit_time(self, request_cc):
        """Counts heat; after the longest time allowed the pad rests until it has cooled."""
        cool = self.pad_cc is not None and self.pad_cc < limits.HEAT_REST_BELOW_CC
        if self.resting:
            if cool:
                self.resting = False
                self._heated_ms = 0
        elif request_cc:
            self._heated_ms += SAMPLE_MS
            self.resting = self._heated_ms > self._heat_max_ms
        elif cool:
            self._heated_ms = 0

    def _latch(self, fault):
        """The first fault is the one that is kept: what follows is mostly its consequence."""
        if self.fault is None:
            self.fault = fault
