"""Heat control: setpoint ramp, integer PI, and time proportioning of the output."""

from sole.core import limits

SAMPLE_MS = 100
"""The controller and the supervisor work at 10 Hz."""


class HeatControl:
    """PI control of the pad.

    `kp_q15` is duty (of 32767) for one degree of error, `ti_s` the integral time. The
    setpoint climbs from the pad's own temperature by at most `ramp_cc_per_min`; it
    falls at once. The integral stands still while the output is at an end stop
    (conditional integration, Astrom and Hagglund, PID Controllers, section 3.5).
    """

    def __init__(self, kp_q15, ti_s, ramp_cc_per_min):
        self._kp_q15 = kp_q15
        self._integral_max = 32767 * ti_s * 1000 // SAMPLE_MS
        self._samples_per_ti = ti_s * 1000 // SAMPLE_MS
        self._ramp_cc_per_min = ramp_cc_per_min
        self.off()

    def off(self):
        """Forgets everything: the next heat begins from the pad's temperature."""
        self.setpoint_cc = 0
        self.duty_q15 = 0
        self._integral = 0
        self._climb = 0

    def sample(self, target_cc, pad_cc):
        """One step of `SAMPLE_MS`; sets `duty_q15` (0..32767). A target of 0 is off."""
        if target_cc == 0:
            self.off()
            return
        self._ramp(target_cc, pad_cc)
        error_cc = self.setpoint_cc - pad_cc
        proportional = self._kp_q15 * max(min(error_cc, 3000), -3000) // 100
        duty = proportional + self._integral // self._samples_per_ti
        if 0 <= duty <= 32767 or (duty > 32767) != (error_cc > 0):
            self._integral += proportional
            self._integral = max(min(self._integral, self._integral_max), 0)
        self.duty_q15 = max(min(duty, 32767), 0)

    def _ramp(self, target_cc, pad_cc):
        if self.setpoint_cc == 0:
            self.setpoint_cc = min(pad_cc, target_cc)
        self._climb += self._ramp_cc_per_min * SAMPLE_MS
        climb_cc = self._climb // 60000
        self._climb %= 60000
        self.setpoint_cc = min(self.setpoint_cc + climb_cc, target_cc)


class TimeProportion:
    """Switches an output on for its share of a window, in whole ticks.

    What a window could not give exactly is carried to the next, so that the mean is exact.
    """

    def __init__(self, window_ms):
        self._ticks = window_ms // limits.TICK_MS
        self.off()

    def off(self):
        """Off now; the next window begins anew."""
        self._tick = 0
        self._on_ticks = 0
        self._carry = 0

    def tick(self, duty_q15):
        """True while the output is to be on in this tick."""
        if self._tick == 0:
            share = duty_q15 * self._ticks + self._carry
            self._on_ticks = share // 32767
            self._carry = share % 32767
        on = self._tick < self._on_ticks
        self._tick += 1
        if self._tick == self._ticks:
            self._tick = 0
        return on
