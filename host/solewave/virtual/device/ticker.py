# mypy: ignore-errors
# ruff: noqa: SIM105
"""Timers and the watchdog of a board whose code hangs without ever looking at the clock.

An ESP32 runs a timer's callback between two bytecodes of whatever runs. Here a second thread
sees that nobody has looked at the clock for a while, and schedules a look, which fires what
is due. It only sleeps, compares and schedules: the build has threads without a global lock.
"""

import _thread

from micropython import schedule
from utime import sleep_us

PERIOD_US = 20_000


def start(clock):
    """From now on `clock` is looked at, at least twice in 100 ms of wall time while code runs."""
    _thread.start_new_thread(_run, (clock, clock.poke))


def _run(clock, poke):
    seen = -1
    while True:
        sleep_us(PERIOD_US)
        now = clock._now
        if now == seen:
            try:
                schedule(poke, None)
            except RuntimeError:
                pass  # enough of them wait already
        seen = now
