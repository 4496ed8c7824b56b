"""The heating pad: two switches in series where the board has them, and its thermistors."""

from sole.core.heat import HeatControl, TimeProportion
from sole.core.limits import TICK_MS


class Heater:
    """Drives the pad by what the supervisor permits.

    `pin` is time-proportioned; `enable` (None on a board without it) is closed only
    while heat is permitted. Both have `on()` and `off()`. `inputs` give microvolts by
    `read_uv()`, one for each of `sensors` (`sole.core.thermistor.Thermistor`).
    """

    def __init__(self, pin, enable, inputs, sensors, control, proportion):
        self._pin = pin
        self._enable = enable
        self._inputs = inputs
        self.sensors = sensors
        self._control = control
        self._proportion = proportion
        self._on_ticks = 0

    @classmethod
    def of_board(cls, heater, pin, enable, inputs, sensors):
        """The heater that the board's `heater` table describes."""
        control = HeatControl(heater["kp_q15"], heater["ti_s"], heater["ramp_cc_per_min"])
        return cls(pin, enable, inputs, sensors, control, TimeProportion(heater["window_ms"]))

    @property
    def duty_q15(self):
        """Duty that the controller gives now, 0..32767."""
        return self._control.duty_q15

    def take_on_ms(self):
        """How long the pad was switched on since the last call."""
        on_ms = self._on_ticks * TICK_MS
        self._on_ticks = 0
        return on_ms

    def read(self):
        """Reads every thermistor."""
        for index in range(len(self.sensors)):
            self.sensors[index].read_uv(self._inputs[index].read_uv())

    def sample(self, permitted_cc, pad_cc):
        """One step of 100 ms towards `permitted_cc` (0: off) with the pad at `pad_cc`."""
        if permitted_cc == 0:
            self.off()
        else:
            self._control.sample(permitted_cc, pad_cc)
            if self._enable is not None:
                self._enable.on()

    def tick(self):
        """One tick: the output for its share of the window."""
        duty_q15 = self._control.duty_q15
        if duty_q15 and self._proportion.tick(duty_q15):
            self._pin.on()
            self._on_ticks += 1
        else:
            self._pin.off()

    def off(self):
        """Both switches open, now."""
        self._pin.off()
        if self._enable is not None:
            self._enable.off()
        self._control.off()
        self._proportion.off()
