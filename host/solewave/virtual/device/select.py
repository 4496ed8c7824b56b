# mypy: ignore-errors
"""`select` whose waiting follows the virtual clock, in the steps of FreeRTOS."""

import world as _world
from uselect import POLLERR, POLLHUP, POLLIN, POLLOUT  # noqa: F401
from uselect import poll as _poll

_clock = _world.world.clock
OS_TICK_US = 10_000
"""An ESP32's `poll` sleeps from one tick of FreeRTOS to the next, unless a byte wakes it: it ends
up to so much late (MicroPython's MICROPY_EVENT_POLL_HOOK; issue 5994)."""


def _wait(timeout_ms, ready):
    """Whether anything is `ready(wall_ms)` within `timeout_ms`; negative: no end."""
    if timeout_ms <= 0:
        return _clock.wait(timeout_ms * 1000, ready)
    now_us = _clock.read()
    end_us = (now_us // 1000 + timeout_ms) * 1000
    while now_us < end_us:
        if _clock.wait(OS_TICK_US - now_us % OS_TICK_US, ready):
            return True
        now_us = _clock.read()
    return False


class poll:  # noqa: N801 - the name is MicroPython's
    def __init__(self):
        self._real = _poll()
        self.register = self._real.register
        self.unregister = self._real.unregister
        self.modify = self._real.modify
        self._real_ipoll = self._real.ipoll
        self._ready = self._any_ready

    def _any_ready(self, wall_ms):
        for _ in self._real_ipoll(wall_ms):
            return True
        return False

    def poll(self, timeout=-1):
        return self._real.poll(0) if _wait(timeout, self._ready) else []

    def ipoll(self, timeout=-1, flags=0):
        return self._real_ipoll(0, flags) if _wait(timeout, self._ready) else ()
