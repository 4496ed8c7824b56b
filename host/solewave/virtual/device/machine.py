# mypy: ignore-errors
# ruff: noqa: ARG001, F401
"""`machine` as an ESP32 has it, as far as a massager needs it, over the virtual board's world."""

import view
from adc import ADC
from alarms import WDT, Timer
from gpio import Pin, Signal
from pwm import PWM
from rtc import RTC
from world import world

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = 5


def bitstream(pin, encoding, timing, data):
    """What a WS2812 at the pin takes of it: its first three bytes, green before red."""
    if world.modes[pin._id] not in (view.OUT, view.PIXEL):
        raise ValueError("the pin is no output")
    world.output(pin._id, view.PIXEL, 0, 0, data[1] << 16 | data[0] << 8 | data[2])


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
