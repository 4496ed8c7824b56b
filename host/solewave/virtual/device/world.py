# mypy: ignore-errors
# ruff: noqa: SIM115
"""Everything that one virtual board is made of; `machine`, `time` and `select` reach it here."""

import os
import struct

from clock import NEVER, Clock
from plant import SPIN_UP_MS, Beta, Motor, Plant, Table
from view import (
    FREE,
    FRESH_US,
    HEADER,
    MOTORS,
    OUT,
    PIN,
    PIN_SIZE,
    PINS,
    PINS_AT,
    SENSOR_FIXED,
    SENSOR_OK,
    SENSOR_OPEN,
    UNBUFFERED,
    Inputs,
    View,
)

GPIO_MASK = 255
ACTIVE_LOW = 256
HARD, WATCHDOG, SOFT = 2, 3, 5
PUBLISH_US = 100_000

world = None
"""The one World; `begin` makes it."""


def begin(config):
    """Makes the world from the host's `config` (a dict; see solewave.virtual.process)."""
    global world  # noqa: PLW0603
    world = World(config)
    world.restore()
    return world


class World:
    def __init__(self, config):
        self.config = config
        self.cause = config["cause"]
        self.clock = self._make_clock(config)
        self.clock.on_move = self._on_move
        self._open(config)
        self.watchdog_ms = 0
        self.noise_lsb = config["model"].get("adc_noise_lsb", 2)
        self.levels = [0] * PINS
        """Share of time at the high level of each output, of 65535."""
        self.modes = bytearray(PINS)
        self._hz = [0] * PINS
        self._measured_mv = {}
        self._measured_us = NEVER
        self._fresh_us = FRESH_US
        """A voltage that was measured less long ago is still the same."""
        self._wire(config["board"], config["model"], config["parts"])

    def _make_clock(self, config):
        return Clock(config["speed"], config["start_us"], PUBLISH_US)

    def _open(self, config):
        """What the host shares with the board."""
        self.view = View(config["view"])
        self.inputs = Inputs(config["inputs"])
        self.reset_file = open(config["reset"], "r+b", **UNBUFFERED)
        self.rtc_file = open(config["rtc"], "r+b", **UNBUFFERED)

    def _wire(self, board, model, parts):
        heater = board["heater"]
        self.plant = Plant(model, heater["watts_x10"] / 10 if heater else 0.0)
        self._heater_pins = []
        self._sensors = {}
        if heater:
            pins = (heater["pin"], heater["enable"])
            self._heater_pins = [pin for pin in pins if pin is not None]
            for index, sensor in enumerate(heater["sensors"]):
                self._sensors[sensor["pin"] & GPIO_MASK] = (
                    index,
                    _thermistor(index, sensor, parts),
                )
        self._motors = []
        for index, made in enumerate(board["motors"]):
            spin_up = parts["spin_up_ms"][index] if parts["spin_up_ms"] else SPIN_UP_MS
            self._motors.append((Motor(spin_up, made["start_pct"]), made["pins"]))
        self._motor_of = {}
        for motor, pins in self._motors:
            for pin in pins:
                self._motor_of[pin & GPIO_MASK] = (motor, pins)
        self._idle_high = [b["pin"] & GPIO_MASK for b in board["buttons"] if b["pin"] & ACTIVE_LOW]
        self._heater_gpios = [pin & GPIO_MASK for pin in self._heater_pins]

    def restore(self):
        """Takes over what a reset leaves as it was: heat always, plain outputs if it was soft."""
        data = self.view.load()
        fields = struct.unpack_from(HEADER, data, 0)
        state = fields[9:12] if fields[0] == b"SWV1" else None
        self.plant.start(self.clock.read(), state)
        for number in range(PINS):
            mode, value, _, _ = struct.unpack_from(PIN, data, PINS_AT + number * PIN_SIZE)
            if self.cause == SOFT and mode == OUT:
                self.output(number, OUT, value, 65535 * value, 0)
            else:
                self.view.pin(number, 0, 0, 0, 0)

    # what machine calls

    @property
    def now_us(self):
        return self.clock.read()

    @property
    def powered_us(self):
        """Microseconds since power-on, over all resets."""
        return self.config["ran_us"] + self.clock.read() - self.config["start_us"]

    def output(self, number, mode, value, duty_u16, hz):
        """An output changes: its level is `duty_u16` of 65535 of the time high."""
        same = self.modes[number] == mode and self.levels[number] == duty_u16
        if same and self._hz[number] == hz:
            return
        self.clock.inside += 1
        try:
            self._change(number, mode, value, duty_u16, hz)
        finally:
            self.clock.inside -= 1

    def _change(self, number, mode, value, duty_u16, hz):
        self._hz[number] = hz
        now_us = self.clock.read()
        heater = number in self._heater_gpios
        if heater:
            self.plant.settle(now_us)
        self.modes[number] = mode
        self.levels[number] = duty_u16
        if heater:
            self.plant.power = self._heater_power()
        elif number in self._motor_of:
            motor, pins = self._motor_of[number]
            motor.drive(self._drive(pins), now_us)
        self.view.pin(number, mode, value, duty_u16, hz)
        if heater:
            self.publish(now_us)

    def _share(self, code):
        """Share of time in which the output `code` is active, 0 to 1."""
        number = code & GPIO_MASK
        if not self.modes[number]:
            return 0.0
        level = self.levels[number]
        return (65535 - level if code & ACTIVE_LOW else level) / 65535

    def _heater_power(self):
        power = 1.0 if self._heater_pins else 0.0
        for code in self._heater_pins:
            power *= self._share(code)
        return power

    def _drive(self, pins):
        if len(pins) == 1:
            return self._share(pins[0])
        return abs(self._share(pins[0]) - self._share(pins[1]))

    @property
    def heater_on(self):
        return 1 if self.plant.power > 0 else 0

    def speeds(self, now_us):
        """Speed of each motor, of 65535, padded to MOTORS."""
        speeds = [int(motor.speed(now_us) * 65535) for motor, _ in self._motors]
        return speeds + [0] * (MOTORS - len(speeds))

    def timers(self):
        """How many timers run."""
        count = 0
        for alarm in self.clock.alarms:
            if alarm.is_timer and alarm.due_us >= 0:
                count += 1
        return count

    def input_level(self, number, pull_up):
        """Level of an input pin: what a person puts there, else what the wiring gives."""
        level = self.inputs.level(number, self.clock.read())
        return self._wired_level(number, pull_up) if level == FREE else level

    def _wired_level(self, number, pull_up):
        return 1 if pull_up or number in self._idle_high else 0

    def millivolts(self, number):
        """Voltage at an ADC pin; one without a thermistor hangs in the air at 0."""
        now_us = self.clock.read()
        if now_us - self._measured_us > self._fresh_us:
            self._measured_us = now_us
            self._measured_mv.clear()
        mv = self._measured_mv.get(number)
        if mv is None:
            mv = self._measured_mv[number] = self._voltage(number, now_us)
        return mv

    def _voltage(self, number, now_us):
        if number not in self._sensors:
            return 0.0
        index, thermistor = self._sensors[number]
        mode, mv = self.inputs.sensor(index, now_us)
        if mode == SENSOR_FIXED:
            return mv
        if mode != SENSOR_OK:
            return thermistor.broken_mv(mode == SENSOR_OPEN)
        self.plant.settle(now_us)
        return thermistor.mv(self.plant.sensor_c)

    def converted(self, _number, raw):
        """What the ADC gives where it would give `raw`; a trial has it lie."""
        return raw

    def reset(self, cause):
        """The chip resets: nothing is unwound, no `finally` runs."""
        self.reset_file.seek(0)
        self.reset_file.write(bytes([cause]))
        if hasattr(os, "_exit"):
            os._exit(1)
        os.system("kill -9 $PPID")  # the shell's parent is this process

    # what moves by itself

    def _on_move(self, now_us):
        self.plant.settle(now_us)
        self.publish(now_us)

    def publish(self, now_us):
        """Shows the host where everything stands."""
        self.view.header(self, now_us)

    def phase(self, phase):
        """Tells the host how far the start has come."""
        self.view.phase = phase
        self.publish(self.clock.read())


def _thermistor(index, sensor, parts):
    """By the beta equation where the board file is known, else by the table it compiled to."""
    if parts["sensors"]:
        return Beta(**parts["sensors"][index])
    return Table(sensor["mv"], sensor["cc"], sensor["low"])
