"""Time that only moves when the code under test waits, and that wraps as an ESP32's does."""

from __future__ import annotations

import heapq
import itertools
import time
import types
from collections.abc import Callable

WRAP = 1 << 30
"""MicroPython's ticks count modulo this on a 32-bit port."""


class FakeClock:
    """`now_us` counts on from `start_ms`; whoever asked for a moment is called when it comes."""

    def __init__(self, start_ms: int = 0) -> None:
        self.now_us = start_ms * 1000
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()

    @property
    def now_ms(self) -> int:
        """Milliseconds, not wrapped."""
        return self.now_us // 1000

    def call_at(self, at_ms: int, function: Callable[[], None]) -> None:
        """Calls `function` when the clock reaches `at_ms`; the wait raises what it raises."""
        heapq.heappush(self._due, (at_ms * 1000, next(self._order), function))

    def call_in(self, wait_ms: int, function: Callable[[], None]) -> None:
        """The same, counted from now."""
        self.call_at(self.now_ms + wait_ms, function)

    def advance_us(self, wait_us: int) -> None:
        """Moves on, stopping at each moment that somebody asked for."""
        end_us = self.now_us + wait_us
        while self._due and self._due[0][0] <= end_us:
            at_us, _, function = heapq.heappop(self._due)
            self.now_us = max(self.now_us, at_us)
            function()
        self.now_us = max(self.now_us, end_us)

    def advance(self, wait_ms: int) -> None:
        """The same in milliseconds."""
        self.advance_us(wait_ms * 1000)


def ticks_add(ticks: int, delta: int) -> int:
    """As MicroPython's."""
    return (ticks + delta) % WRAP


def ticks_diff(end: int, start: int) -> int:
    """As MicroPython's: -2^29 to 2^29 - 1."""
    return (end - start + WRAP // 2) % WRAP - WRAP // 2


def time_module(clock: FakeClock) -> types.ModuleType:
    """A `time` with MicroPython's functions on `clock`; the rest is CPython's."""
    module = types.ModuleType("time")
    module.__dict__.update(vars(time))
    module.__dict__.update(
        ticks_ms=lambda: clock.now_ms % WRAP,
        ticks_us=lambda: clock.now_us % WRAP,
        ticks_add=ticks_add,
        ticks_diff=ticks_diff,
        sleep_ms=clock.advance,
        sleep_us=clock.advance_us,
        sleep=lambda wait_s: clock.advance_us(int(wait_s * 1_000_000)),
    )
    return module
