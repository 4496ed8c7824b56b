# mypy: ignore-errors
"""The world of a trial: its clock moves only when it is told to, its parts can be broken."""

import io
import math
import sys

from clock import Clock
from injected import BrokenSensor
from view import ADC, FREE, PINS
from world import GPIO_MASK, World

ADC_MIDDLE_MV = 1650
POWER_ON = 1
LOOK_US = 100_000
"""How often the record is kept."""


class Reset(BaseException):
    """The chip resets, with `cause` as `machine.reset_cause()` gives it."""

    def __init__(self, cause):
        super().__init__(cause)
        self.cause = cause


class Broken(BaseException):
    """The rig itself failed with `error`; nothing may take that for an error of the firmware."""

    def __init__(self, error):
        super().__init__(repr(error))
        sys.print_exception(error)


class TrialClock(Clock):
    """Microseconds that pass only in `advance` and in waiting: computation takes no time."""

    def __init__(self, start_us):
        super().__init__(0, start_us, LOOK_US)

    def read(self):
        return self._now

    def wait(self, us, ready=None):
        if ready is not None and ready(0):
            return True
        self.advance(us)
        return False

    def busy(self, us):
        self.advance(us)

    def advance(self, us):
        """Lets `us` pass; what is due happens on the way."""
        if self._firing:
            self._now += us
        else:
            self._arrive(self._now + us)


class Unseen:
    """In place of `view`: nobody looks."""

    phase = 0

    def pin(self, number, mode, value, duty_u16, hz):
        pass

    def header(self, world, now_us):
        pass


class Hands:
    """In place of `inputs`: what a person presses, until when."""

    def __init__(self):
        self.presses = {}
        """Number of a pin that is pressed -> its level meanwhile, and until when."""

    def press(self, number, level, until_us):
        """Holds a pin at a level until then."""
        self.presses[number] = (level, until_us)

    def level(self, number, now_us):
        """0, 1 or FREE."""
        if number not in self.presses:
            return FREE
        level, until_us = self.presses[number]
        if now_us < until_us:
            return level
        del self.presses[number]
        return FREE

    def sensor(self, _index, _now_us):
        return 0, 0


class TrialWorld(World):
    """`record` is told what happens; `plant` of the start before goes on, if there was one."""

    def __init__(self, config, record, before=None):
        self._record = record
        self._switches = [None, None]
        self._broken = []
        self._broken_at = {}
        self.meter = None
        """A `trial_meter.Meter`, or None while nobody measures what the parts take."""
        super().__init__(config)
        self._fresh_us = 0  # while the clock stands still, nothing changes but by an order
        self._motor_index = {}
        for index in range(len(self._motors)):
            for pin in self._motors[index][1]:
                self._motor_index[pin & GPIO_MASK] = index
        for number, (_, thermistor) in sorted(self._sensors.items()):
            self._broken_at[number] = BrokenSensor(thermistor)
        by_index = sorted(self._sensors, key=lambda number: self._sensors[number][0])
        self._broken = [self._broken_at[number] for number in by_index]
        adc = config.get("adc") or {}
        self._bow_mv = adc.get("bow_pct", 0.0) / 100 * ADC_MIDDLE_MV
        self._offset_mv = adc.get("offset_mv", 0.0)
        self._take_over(before)

    def _take_over(self, before):
        """What a reset does not mend: heat and broken parts, and the clock if it is not lost."""
        if before is None:
            state = self.config["plant"]
            self.plant.start(self.now_us, (state["pad_c"], state["foot_c"], state["pad_c"]))
            return
        self.plant = before.plant
        self._switches = before._switches
        self._broken = before._broken
        self._broken_at = before._broken_at
        if self.cause != POWER_ON:
            self.rtc_file = before.rtc_file
        self.plant.settle(self.now_us)
        self._powered()

    def _make_clock(self, config):
        return TrialClock(config["start_us"])

    def _open(self, config):  # noqa: ARG002
        self.view = Unseen()
        self.inputs = Hands()
        self.rtc_file = io.BytesIO()

    @property
    def powered_us(self):
        """A trial's clock goes on over resets."""
        return self.now_us

    # parts that break

    def sensors(self):
        """Every thermistor, as BrokenSensor."""
        return self._broken

    def sensor(self, index):
        """Thermistor number `index`."""
        return self._broken[index]

    def break_switch(self, index, share):
        """Switch 0 (`heater.pin`) or 1 (`heater.enable_pin`) conducts `share` from now on."""
        self.plant.settle(self.now_us)
        self._switches[index] = share
        self._powered()

    def mend(self):
        """Every part is in good order again, and so are room, foot and cover."""
        self.plant.settle(self.now_us)
        self.plant.mend()
        self._switches = [None, None]
        for broken in self._broken:
            broken.mend()
        self._powered()

    # what machine calls

    def input_level(self, number, pull_up):
        if not self.inputs.presses:  # most of the time nobody touches anything
            return self._wired_level(number, pull_up)
        return super().input_level(number, pull_up)

    def measure_anew(self):
        """An order may have changed what there is to measure, at this very moment."""
        self._measured_us = -1

    def _voltage(self, number, now_us):
        broken = self._broken_at.get(number)
        if broken is None:
            return 0.0
        self.plant.settle(now_us)
        mv = broken.mv(self.plant, now_us)
        return mv + self._offset_mv + self._bow_mv * math.sin(math.pi * mv / ADC_MIDDLE_MV / 2)

    def converted(self, number, raw):
        broken = self._broken_at.get(number)
        return raw if broken is None else broken.converted(raw)

    def _change(self, number, mode, value, duty_u16, hz):  # noqa: ARG002
        self._hz[number] = hz
        heater = number in self._heater_gpios
        if heater:
            self.plant.settle(self.now_us)
        moved = self.levels[number] or duty_u16
        self.modes[number] = mode
        self.levels[number] = duty_u16
        if heater:
            self._powered()
        elif moved and number in self._motor_of:
            self._record.motors_us = now_us = self.clock._now
            if self.meter is not None:
                index = self._motor_index[number]
                self.meter.motor(index, self._drive(self._motors[index][1]), now_us)

    def _powered(self):
        if self.meter is not None:
            self.meter.settle(self.now_us)
        self.plant.power = self._heater_power()
        self._record.heat(self.now_us, self.plant.power > 0)

    def _heater_power(self):
        power = 1.0 if self._heater_pins else 0.0
        for index in range(len(self._heater_pins)):
            broken = self._switches[index]
            power *= self._share(self._heater_pins[index]) if broken is None else broken
        return power

    def commanded(self):
        """Share of the pad's power that the pins ask for, whatever the switches do."""
        power = 1.0 if self._heater_pins else 0.0
        for pin in self._heater_pins:
            power *= self._share(pin)
        return power

    def shares(self):
        """The duty of each motor, 0 to 1."""
        return [self._drive(pins) for _, pins in self._motors]

    def motors_on(self):
        """Whether any motor has current."""
        for _, pins in self._motors:
            for pin in pins:
                if self._share(pin):
                    return True
        return False

    def reset(self, cause):
        raise Reset(cause)

    def pins_let_go(self):
        """Every pin floats, as while the chip resets; the pull-downs hold the gates low."""
        self.plant.settle(self.now_us)
        self._record.motors_us = self.now_us
        if self.meter is not None:
            self.meter.let_go(self.now_us)
        for number in range(PINS):
            if self.modes[number] != ADC:
                self.modes[number] = 0
        self._powered()

    def _on_move(self, now_us):
        self.plant.settle(now_us)
        self._record.look(now_us, self.plant)

    def publish(self, now_us):
        pass
