# mypy: ignore-errors
"""The body of the massager: pad, foot, thermistors and motors. Runs on both interpreters.

Heat: two nodes, the pad and the foot that rests on it. The heater warms the pad; the pad
gives heat to the foot and to the air, the foot to the body behind it. A thermistor follows
the pad with a lag. A thermal fuse in the pad opens for good at `fuse_c`. Motors follow
their drive with a first-order lag, and do not turn below
their start duty.
"""

import math

STEP_MS = 100
"""Longest step of the integration; the fastest time constant here is seconds."""

DEFAULTS = {
    "pad_j_per_k": 200.0,
    "foot_j_per_k": 500.0,
    "pad_to_foot_w_per_k": 0.6,
    "pad_to_air_w_per_k": 0.12,
    "foot_to_body_w_per_k": 0.5,
    "sensor_lag_s": 6.0,
    "ambient_c": 22.0,
    "body_c": 33.0,
    "foot_c": 31.0,
    "fuse_c": 72.0,
}
"""The board file's own defaults (`solewave.board.model.Plant`), for boards without them."""

SPIN_UP_MS = 60
KELVIN = 273.15
SUPPLY_MV = 3300


class Plant:
    """Pad and foot. Temperatures are `pad_c`, `foot_c` and `sensor_c` in degrees Celsius."""

    def __init__(self, model=None, watts=0.0):
        self._given = dict(DEFAULTS)
        self._given.update(model or {})
        self._model = dict(self._given)
        self._watts = watts
        self.power = 0.0
        """Share of the heater's power that is on, 0 to 1."""
        self.pad_c = self.sensor_c = self._model["ambient_c"]
        self.foot_c = self._model["foot_c"]
        self.fuse_open = False
        """Whether the thermal fuse in the pad has opened, for good."""
        self._now_us = 0

    def start(self, now_us, state=None):
        """Sets the time that has been reached, and `state`: (pad, foot, sensor) in degrees."""
        self._now_us = now_us
        if state is not None:
            self.pad_c, self.foot_c, self.sensor_c = state

    @property
    def ambient_c(self):
        """The room, in degrees."""
        return self._model["ambient_c"]

    def change(self, key, value):
        """Room, foot or cover change from now on: another value for one key of the model."""
        self._model[key] = value

    def mend(self):
        """Room, foot, cover and fuse are as they were; what is warm stays warm."""
        self._model = dict(self._given)
        self.fuse_open = False

    def settle(self, now_us):
        """Integrates up to `now_us` with the present power."""
        left_us = now_us - self._now_us
        self._now_us = now_us
        while left_us > 0:
            step_us = min(left_us, STEP_MS * 1000)
            self._step(step_us / 1_000_000)
            left_us -= step_us

    def _step(self, dt_s):
        m = self._model
        to_foot_w = (self.pad_c - self.foot_c) * m["pad_to_foot_w_per_k"]
        to_air_w = (self.pad_c - m["ambient_c"]) * m["pad_to_air_w_per_k"]
        to_body_w = (self.foot_c - m["body_c"]) * m["foot_to_body_w_per_k"]
        self.fuse_open = self.fuse_open or self.pad_c >= m["fuse_c"]
        heat_w = 0.0 if self.fuse_open else self._watts * self.power
        self.sensor_c += (self.pad_c - self.sensor_c) * dt_s / (m["sensor_lag_s"] + dt_s)
        self.pad_c += (heat_w - to_foot_w - to_air_w) * dt_s / m["pad_j_per_k"]
        self.foot_c += (to_foot_w - to_body_w) * dt_s / m["foot_j_per_k"]


class Motor:
    """One eccentric motor; drive and speed are shares of full, 0 to 1."""

    def __init__(self, spin_up_ms=SPIN_UP_MS, start_pct=0):
        self._tau_us = spin_up_ms * 1000
        self._start = start_pct / 100
        self._drive = 0.0
        self._speed = 0.0
        self._since_us = 0

    def drive(self, share, now_us):
        """The voltage changes now."""
        self._speed = self.speed(now_us)
        self._since_us = now_us
        self._drive = share if share >= self._start else 0.0

    def speed(self, now_us):
        """Speed at `now_us`."""
        ago = (now_us - self._since_us) / self._tau_us
        if ago > 20:
            return self._drive
        return self._drive + (self._speed - self._drive) * math.exp(-ago)


class Beta:
    """A thermistor and its divider's other resistor, by the beta equation."""

    def __init__(self, r25_ohm, beta, series_ohm, supply_mv, wiring):
        self._r25 = r25_ohm
        self._beta = beta
        self._series = series_ohm
        self._supply = supply_mv
        self._pull_up = wiring == "pull-up"

    def other(self, r25_ohm=None, beta=None):
        """Another thermistor in the same divider."""
        wiring = "pull-up" if self._pull_up else "pull-down"
        r25_ohm, beta = r25_ohm or self._r25, beta or self._beta
        return Beta(r25_ohm, beta, self._series, self._supply, wiring)

    def mv(self, temp_c):
        """Millivolts at the ADC; `pull-up`: the series resistor lies on the supply's side."""
        ohm = self._r25 * math.exp(self._beta * (1 / (temp_c + KELVIN) - 1 / (25 + KELVIN)))
        return self._supply * self._thermistors_side(ohm / (ohm + self._series))

    def broken_mv(self, is_open):
        """Millivolts with the thermistor's wire open, else with it short."""
        return self._supply * self._thermistors_side(1 if is_open else 0)

    def _thermistors_side(self, share):
        return share if self._pull_up else 1 - share


class Table:
    """A thermistor as the board file's own table describes it, read backwards.

    `low`: the fault that a reading below the table means.
    """

    def __init__(self, mv, cc, low):
        self._points = sorted((cc[i], mv[i]) for i in range(len(mv)))
        self._low = low

    def mv(self, temp_c):
        """Millivolts at the ADC; straight lines between the points and beyond them."""
        cc = temp_c * 100
        points = self._points
        i = 1
        while i < len(points) - 1 and points[i][0] < cc:
            i += 1
        (cc0, mv0), (cc1, mv1) = points[i - 1], points[i]
        return mv0 + (mv1 - mv0) * (cc - cc0) / (cc1 - cc0)

    def broken_mv(self, is_open):
        """Millivolts with the thermistor's wire open, else with it short."""
        return 0 if is_open == (self._low == "sensor-open") else SUPPLY_MV
