# mypy: ignore-errors
"""`time` over the virtual clock. Dates pass through from the host."""

import world as _world
from utime import *  # noqa: F403 - all that is not replaced below

_clock = _world.world.clock
_PERIOD = 1 << 30
_HALF = _PERIOD >> 1


def ticks_ms():
    return _clock.read() // 1000 & _PERIOD - 1


def ticks_us():
    return _clock.read() & _PERIOD - 1


ticks_cpu = ticks_us


def ticks_add(ticks, delta):
    return ticks + delta & _PERIOD - 1


def ticks_diff(end, start):
    return (end - start + _HALF & _PERIOD - 1) - _HALF


def sleep_us(us):
    if us > 0:
        _clock.wait(us)


def sleep_ms(ms):
    if ms > 0:
        _clock.wait(ms * 1000)


def sleep(seconds):
    if seconds > 0:
        _clock.wait(int(seconds * 1_000_000))
