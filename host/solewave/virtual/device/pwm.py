# mypy: ignore-errors
# ruff: noqa: UP031
"""`machine.PWM` of an ESP32, with its limited channels and timers."""

import view
from chips import INPUT_ONLY, PWM_CHANNELS, PWM_FREQUENCIES, of_chip
from gpio import Pin, pwms
from world import world

_output = world.output


class PWM:
    def __init__(self, dest, freq=-1, duty=-1, duty_u16=-1, duty_ns=-1, invert=0):
        self._id = dest._id if isinstance(dest, Pin) else Pin(dest)._id
        if self._id in of_chip(INPUT_ONLY, ()):
            raise OSError(-258, "ESP_ERR_INVALID_ARG")
        old = pwms.get(self._id)
        self._invert = 0
        self._duty = old._duty if old else 32768
        self._hz = old._hz if old else 0
        self.init(freq=freq, duty=duty, duty_u16=duty_u16, duty_ns=duty_ns, invert=invert)

    def init(self, *, freq=-1, duty=-1, duty_u16=-1, duty_ns=-1, invert=-1):
        if invert != -1:
            self._invert = 65535 if invert else 0
        self._claim(freq if freq != -1 else self._hz or 5000)
        if duty_u16 != -1:
            self._duty = _within(duty_u16, 65535, "duty_u16")
        elif duty != -1:
            self._duty = _from_1023(duty)
        elif duty_ns != -1:
            self._duty = _within(duty_ns * self._hz * 65535 // 1_000_000_000, 65535, "duty_ns")
        self._apply()

    def _claim(self, hz):
        """A channel for this pin and a timer for its frequency."""
        if not 1 <= hz <= 40_000_000:
            raise ValueError("frequency must be from 1Hz to 40MHz")
        channels = of_chip(PWM_CHANNELS, 16)
        if self._id not in pwms and len(pwms) >= channels:
            raise RuntimeError("out of PWM channels:%d" % channels)
        others = {pwm._hz for number, pwm in pwms.items() if number != self._id}
        timers = of_chip(PWM_FREQUENCIES, 4)
        if hz not in others and len(others) >= timers:
            raise RuntimeError("out of PWM timers:%d" % timers)
        self._hz = hz
        pwms[self._id] = self

    def _apply(self):
        duty = self._duty ^ self._invert
        _output(self._id, view.PWM, 1 if duty else 0, duty, self._hz)

    def _need(self):
        if not self._hz:
            raise RuntimeError("PWM is inactive")

    def freq(self, value=None):
        self._need()
        if value is None:
            return self._hz
        self._claim(value)
        return self._apply()

    def duty_u16(self, value=None):
        self._need()
        if value is None:
            return self._duty
        self._duty = _within(value, 65535, "duty_u16")
        return self._apply()

    def duty(self, value=None):
        self._need()
        if value is None:
            return self._duty >> 6
        self._duty = _from_1023(value)
        return self._apply()

    def duty_ns(self, value=None):
        self._need()
        if value is None:
            return self._duty * 1_000_000_000 // (65535 * self._hz)
        self._duty = _within(value * self._hz * 65535 // 1_000_000_000, 65535, "duty_ns")
        return self._apply()

    def deinit(self):
        """The channel stops; the pin stays at its low level."""
        if self._hz:
            del pwms[self._id]
            self.stop()
            _output(self._id, view.OUT, 0, 0, 0)

    def stop(self):
        """The pin has another job now."""
        self._hz = 0


def _within(value, top, name):
    if not 0 <= value <= top:
        raise ValueError("%s should be 0-%d" % (name, top))
    return value


def _from_1023(value):
    return 65535 if _within(value, 1023, "duty") == 1023 else value << 6
