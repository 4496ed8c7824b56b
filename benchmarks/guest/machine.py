"""`machine` that does next to nothing: what a tick costs above it is the firmware's own.

The peers that are measured write to the same outputs.
"""

PAD_UV = 1460000
"""30.3 C: what every ADC pin measures. A sensor that never moves would be broken."""


class Pin:
    """Keeps its level."""

    IN = 0
    OUT = 1
    PULL_UP = 2

    def __init__(self, number, mode=IN, pull=None, value=None):
        self._level = 1 if pull == Pin.PULL_UP else value or 0

    def value(self, level=None):
        if level is None:
            return self._level
        self._level = level
        return None


class PWM:
    """Keeps its duty."""

    def __init__(self, pin, freq=0, duty_u16=0, invert=False):
        self._duty = duty_u16

    def duty_u16(self, duty):
        self._duty = duty

    def freq(self, hz):
        pass


class ADC:
    """Always about the same."""

    ATTN_11DB = 3

    def __init__(self, pin, atten=0):
        self._above = 0

    def read_uv(self):
        self._above = 1000 - self._above
        return PAD_UV + self._above


class Timer:
    """Fires when it is told to."""

    PERIODIC = 1
    ONE_SHOT = 0

    def __init__(self, number=-1):
        self.callback = None

    def init(self, mode=PERIODIC, period=-1, callback=None):
        self.callback = callback

    def deinit(self):
        self.callback = None


class WDT:
    """Never bites."""

    def __init__(self, timeout=0):
        pass

    def feed(self):
        pass


class RTC:
    """Stands still."""

    def datetime(self, value=None):
        return (2026, 11, 23, 0, 22, 0, 0, 0)

    def memory(self, data=None):
        return b""


def reset_cause():
    return 1
