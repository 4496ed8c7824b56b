# mypy: ignore-errors
# ruff: noqa: A002, ARG002, UP031
"""`machine.Pin` and `machine.Signal` of an ESP32."""

import view
from chips import INPUT_ONLY, PINS, of_chip
from world import world

_OUTPUTS = (view.OUT, view.OPEN_DRAIN)
_modes = world.modes
_levels = world.levels
_output = world.output
_input_level = world.input_level
pwms = {}
"""Number of a pin -> the PWM that drives it."""


def _release(number):
    """A pin that gets another job loses its PWM."""
    pwm = pwms.pop(number, None)
    if pwm is not None:
        pwm.stop()


class Pin:
    IN = view.IN
    OUT = view.OUT
    OPEN_DRAIN = view.OPEN_DRAIN
    PULL_DOWN = 1
    PULL_UP = 2
    IRQ_RISING = 1
    IRQ_FALLING = 2
    DRIVE_0 = 0
    DRIVE_1 = 1
    DRIVE_2 = 2
    DRIVE_3 = 3

    def __init__(self, id, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if not isinstance(id, int) or id not in of_chip(PINS, range(49)):
            raise ValueError("invalid pin")
        self._id = id
        self._pulls_up = False
        self._level = _levels[id] >> 15
        self.init(mode, pull, value=value, drive=drive, hold=hold)

    def init(self, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if pull != -1:
            self._pulls_up = pull == Pin.PULL_UP
        if value is not None:
            self._level = 1 if value else 0
        if mode in _OUTPUTS:
            if self._id in of_chip(INPUT_ONLY, ()):
                raise ValueError("pin can only be input")
            _release(self._id)
            self._drive(mode)
        elif mode == view.IN:
            _release(self._id)
            _output(self._id, 0, 0, 0, 0)
            _modes[self._id] = view.IN
            world.view.pin(self._id, view.IN, 0, 0, 0)
        elif value is not None and _modes[self._id] in _OUTPUTS:
            self._drive(_modes[self._id])

    def _drive(self, mode):
        _output(self._id, mode, self._level, 65535 * self._level, 0)

    def value(self, x=None):
        number = self._id
        mode = _modes[number]
        if x is None:
            if mode in _OUTPUTS:
                return _levels[number] >> 15
            return _input_level(number, self._pulls_up)
        self._level = level = 1 if x else 0
        if mode in _OUTPUTS and _levels[number] >> 15 != level:
            self._drive(mode)
        return None

    def __call__(self, x=None):
        return self.value(x)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)

    def toggle(self):
        self.value(1 - self.value())

    def __repr__(self):
        return "Pin(%d)" % self._id


class Signal:
    """A Pin that may be active-low, as MicroPython's own."""

    def __init__(self, pin, *args, invert=False, **kwargs):
        self._pin = pin if isinstance(pin, Pin) else Pin(pin, *args, **kwargs)
        self._invert = 1 if invert else 0

    def value(self, x=None):
        if x is None:
            return self._pin.value() ^ self._invert
        return self._pin.value((1 if x else 0) ^ self._invert)

    def __call__(self, x=None):
        return self.value(x)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)
