# mypy: ignore-errors
"""`time` over the virtual clock. Dates pass through from the host."""

import world as _world
from micropython import const
from utime import *  # noqa: F403 - all that is not replaced below

_clock = _world.world.clock
_read = _clock.read
_MASK = const((1 << 30) - 1)
_HALF = const(1 << 29)


def ticks_ms():
    return _read() // 1000 & _MASK


def ticks_us():
    return _read() & _MASK


ticks_cpu = ticks_us


def ticks_add(ticks, delta):
    return ticks + delta & _MASK


def ticks_diff(end, start):
    return (end - start + _HALF & _MASK) - _HALF


def sleep_us(us):
    if us > 0:
        _clock.wait(us)


def sleep_ms(ms):
    if ms > 0:
        _clock.wait(ms * 1000)


def sleep(seconds):
    if seconds > 0:
        _clock.wait(int(seconds * 1_000_000))
