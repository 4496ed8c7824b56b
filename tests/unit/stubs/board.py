"""A board made of stubs: import the firmware against it and see what it does to the pins."""

from __future__ import annotations

import gc
import importlib
import io
import sys
import types
from typing import Any

from unit.stubs.clock import FakeClock, time_module
from unit.stubs.pins import Line, Machine

FRESH = ("sole", "adafruit_motor", "boot", "main")
"""Packages imported anew for each board. `sole.core` stays: it knows no hardware."""
OS_TICK_MS = 10
"""Of FreeRTOS, in MicroPython for the ESP32."""


class Serial:
    """The console: `put` what the host sends, read `sent`. Waiting for input moves the clock."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._in = bytearray()
        self.sent = bytearray()

    def put(self, data: bytes) -> None:
        """Lets the firmware read `data` next."""
        self._in += data

    def readinto(self, buffer: bytearray) -> int:
        count = min(len(buffer), len(self._in))
        buffer[:count] = self._in[:count]
        del self._in[:count]
        return count

    def write(self, data: bytes) -> int:
        self.sent += data
        return len(data)

    def ipoll(self, wait_ms: int) -> list[tuple[Any, int]]:
        """As select.poll().ipoll of an ESP32: what is ready, after waiting for it until a tick of
        FreeRTOS finds that the time is over."""
        end_ms = self._clock.now_ms + wait_ms
        while not self._in and wait_ms and not self._is_over(end_ms):
            self._clock.advance(1)
        return [(self, 1)] if self._in else []

    def _is_over(self, end_ms: int) -> bool:
        return self._clock.now_ms >= end_ms and self._clock.now_ms % OS_TICK_MS == 0


class NeoPixel:
    """neopixel.NeoPixel of one LED; `line.shown` holds what each write sent, green first."""

    def __init__(self, pin: Any, count: int) -> None:
        self._line = pin.machine.line(pin.number)
        self.buf = bytearray(3 * count)

    def write(self) -> None:
        self._line.shown.append(bytes(self.buf))


class Board:
    """The stubs behind one test. `start_ms` sets the clock, to test across its wrap."""

    def __init__(self, start_ms: int = 0) -> None:
        self.clock = FakeClock(start_ms)
        self.machine = Machine(self.clock)
        self.serial = Serial(self.clock)
        self.interrupt_char: list[int] = []
        """What micropython.kbd_intr was given, call by call."""

    def line(self, gpio: int) -> Line:
        """One GPIO: its `level`, `history`, `applied` and `applied_mv`."""
        return self.machine.line(gpio)

    def import_fresh(self, name: str) -> types.ModuleType:
        """Imports a module of the firmware against these stubs."""
        return importlib.import_module(name)

    def modules(self) -> dict[str, types.ModuleType]:
        """What has to be in sys.modules for the firmware to find this board."""
        return {
            "machine": self.machine.module(),
            "neopixel": _copy(types.ModuleType("neopixel"), NeoPixel=NeoPixel),
            "time": time_module(self.clock),
            "micropython": self._micropython(),
            "select": self._select(),
            "gc": self._gc(),
            "sys": self._sys(),
            "pwmio": _copy(types.ModuleType("pwmio"), PWMOut=object),
        }

    def _gc(self) -> types.ModuleType:
        """Collects nothing: the firmware asks each second, and the heap is that of all tests."""
        return _copy(gc, collect=lambda: 0, mem_free=lambda: 100_000, mem_alloc=lambda: 60_000)

    def _micropython(self) -> types.ModuleType:
        return _copy(
            types.ModuleType("micropython"),
            const=lambda value: value,
            kbd_intr=self.interrupt_char.append,
            heap_lock=lambda: None,
            heap_unlock=lambda: None,
            alloc_emergency_exception_buf=lambda _size: None,
            schedule=lambda function, argument: function(argument),
        )

    def _select(self) -> types.ModuleType:
        poll = types.SimpleNamespace(register=lambda *_: None, ipoll=self.serial.ipoll)
        return _copy(types.ModuleType("select"), poll=lambda: poll, POLLIN=1, POLLOUT=4)

    def _sys(self) -> types.ModuleType:
        stream = types.SimpleNamespace(buffer=self.serial)
        implementation = ("micropython", (1, 24, 0, ""), "ESP32 module with ESP32", 2822)
        return _copy(
            sys,
            implementation=implementation,
            platform="esp32",
            stdin=stream,
            stdout=stream,
            print_exception=lambda error, file=None: print(
                repr(error), file=file or io.StringIO()
            ),
        )


def _copy(module: types.ModuleType, **changes: Any) -> types.ModuleType:
    """A module with the contents of `module`, and `changes`."""
    copy = types.ModuleType(module.__name__)
    copy.__dict__.update(vars(module))
    copy.__dict__.update(changes)
    return copy


def is_fresh(name: str) -> bool:
    """Whether the module `name` has to be imported anew for a board."""
    package = name.split(".", maxsplit=1)[0]
    return package in FRESH and not (name == "sole" or name.startswith("sole.core"))
