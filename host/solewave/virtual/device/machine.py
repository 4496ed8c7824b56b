# mypy: ignore-errors
# ruff: noqa: ARG001, F401
"""`machine` as an ESP32 has it, as far as a massager needs it, over the virtual board's world."""

import time

from adc import ADC
from alarms import WDT, Timer
from gpio import Pin, Signal
from pwm import PWM
from world import world

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = 5


class RTC:
    """Only what a reset must not lose: `memory`. The date is the host's."""

    SIZE = 2048

    def memory(self, data=None):
        file = world.rtc_file
        file.seek(0)
        if data is None:
            size = int.from_bytes(file.read(2), "little")
            return file.read(size)
        if len(data) > RTC.SIZE:
            raise ValueError("buffer too long")
        file.write(len(data).to_bytes(2, "little") + bytes(data))
        return None

    def datetime(self, value=None):
        if value is not None:
            return None
        now = time.localtime()
        return (now[0], now[1], now[2], now[6], now[3], now[4], now[5], 0)


def reset():
    world.reset(HARD_RESET)


def soft_reset():
    raise SystemExit


def reset_cause():
    return world.cause


def unique_id():
    return b"\x00\x00SWVB"


def freq(hz=None):
    return 160_000_000


def idle():
    world.clock.wait(1000)


def disable_irq():
    return 0


def enable_irq(state=0):
    pass
