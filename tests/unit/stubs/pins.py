"""A recording `machine`: what every GPIO did, and when."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from unit.stubs.clock import FakeClock

HIGH = 65535
"""A GPIO's level: 0 is low, 65535 high, between them the duty of its PWM."""


class WatchdogError(BaseException):
    """The watchdog was not fed in time: a board would reset here. Nothing may catch it."""


class ResetError(BaseException):
    """machine.reset() was called. Nothing may catch it."""


@dataclass
class Line:
    """One GPIO: `history` holds (time in ms, level) of every change of what drives it."""

    number: int
    history: list[tuple[int, int]] = field(default_factory=list)
    is_output: bool = False
    pulled_up: bool = False
    freq_hz: int = 0
    applied: int | None = None
    """What the world outside puts on an input: 0, 1 or None (floating)."""
    applied_mv: int = 0
    """The voltage that the ADC sees."""
    shown: list[bytes] = field(default_factory=list)
    """What a WS2812 on it was sent."""

    @property
    def level(self) -> int:
        """What it is driven to now (0 if it never was)."""
        return self.history[-1][1] if self.history else 0


@dataclass
class Machine:
    """The state behind a stubbed `machine` module; `module()` makes that module."""

    clock: FakeClock
    lines: dict[int, Line] = field(default_factory=dict)
    timers: dict[int, Timer] = field(default_factory=dict)
    watchdog: Watchdog | None = None
    cause: int = 1
    """What reset_cause() says: 1 power-on, 2 reset, 3 watchdog, 5 soft reset."""
    rtc_memory: bytes = b""
    rtc_datetime: tuple[int, ...] = (2000, 1, 1, 5, 0, 0, 0, 0)

    def line(self, number: int) -> Line:
        """The GPIO of that number."""
        return self.lines.setdefault(number, Line(number))

    def drive(self, number: int, level: int) -> None:
        """Records a change of an output."""
        line = self.line(number)
        line.is_output = True
        if not line.history or line.level != level:
            line.history.append((self.clock.now_ms, level))

    def outputs_high(self) -> list[int]:
        """GPIOs that are driven above 0 now."""
        return sorted(n for n, line in self.lines.items() if line.is_output and line.level)

    def module(self) -> types.ModuleType:
        """The module to put in place of `machine`."""
        module = types.ModuleType("machine")
        for part in (Pin, Pwm, Adc, Timer, Watchdog, Rtc):
            bound = type(part.__name__, (part,), {"machine": self})
            setattr(module, part.machine_name, bound)
        module.__dict__.update(
            PWRON_RESET=1,
            HARD_RESET=2,
            WDT_RESET=3,
            DEEPSLEEP_RESET=4,
            SOFT_RESET=5,
            reset_cause=lambda: self.cause,
            reset=_reset,
            soft_reset=_reset,
            unique_id=lambda: b"\x24\x6f\x28\x00\x00\x01",
            freq=lambda: 160_000_000,
            idle=lambda: self.clock.advance(1),
            disable_irq=lambda: 0,
            enable_irq=lambda _state=0: None,
        )
        return module


def _reset() -> None:
    raise ResetError


class Pin:
    """machine.Pin."""

    machine_name = "Pin"
    machine: Machine
    IN, OUT, OPEN_DRAIN = 1, 3, 7
    PULL_DOWN, PULL_UP = 1, 2
    IRQ_RISING, IRQ_FALLING = 1, 2

    def __init__(self, number: int, mode: int = -1, pull: Any = -1, *, value: Any = None) -> None:
        self.number = number
        self.init(mode, pull, value=value)

    def init(self, mode: int = -1, pull: Any = -1, *, value: Any = None) -> None:
        line = self.machine.line(self.number)
        line.pulled_up = pull == self.PULL_UP
        if mode == self.OUT:
            self.machine.drive(
                self.number, (HIGH if value else 0) if value is not None else line.level
            )
        elif mode == self.IN:
            line.is_output = False

    def value(self, new: Any = None) -> int | None:
        if new is not None:
            self.machine.drive(self.number, HIGH if new else 0)
            return None
        line = self.machine.line(self.number)
        if line.is_output:
            return int(line.level > 0)
        return int(line.pulled_up) if line.applied is None else line.applied

    __call__ = value

    def on(self) -> None:
        self.value(1)

    def off(self) -> None:
        self.value(0)


class Pwm:
    """machine.PWM. It goes on when nobody holds it any longer, as on the chip."""

    machine_name = "PWM"
    machine: Machine

    def __init__(self, pin: Pin, freq: int = 5000, duty_u16: int = 0) -> None:
        self._number = pin.number
        self.init(freq, duty_u16)

    def init(self, freq: int = 5000, duty_u16: int = 0) -> None:
        self.freq(freq)
        self.duty_u16(duty_u16)

    def freq(self, new: int | None = None) -> int:
        line = self.machine.line(self._number)
        if new is not None:
            line.freq_hz = new
        return line.freq_hz

    def duty_u16(self, new: int | None = None) -> int:
        if new is not None:
            if not 0 <= new <= HIGH:
                raise ValueError("duty_u16 must be from 0 to 65535")
            self.machine.drive(self._number, new)
        return self.machine.line(self._number).level

    def deinit(self) -> None:
        self.duty_u16(0)


class Adc:
    """machine.ADC on `applied_mv` of its GPIO."""

    machine_name = "ADC"
    machine: Machine
    ATTN_0DB, ATTN_2_5DB, ATTN_6DB, ATTN_11DB = 0, 1, 2, 3

    def __init__(self, pin: Pin | int, atten: int = 0) -> None:
        self._number = pin if isinstance(pin, int) else pin.number
        self.attenuation = atten

    def read_uv(self) -> int:
        return self.machine.line(self._number).applied_mv * 1000

    def read_u16(self) -> int:
        return min(self.read_uv() * HIGH // 3_300_000, HIGH)


class Timer:
    """machine.Timer: its callback runs while the code under test waits.

    One that exists already is given again, and runs on.
    """

    machine_name = "Timer"
    machine: Machine
    ONE_SHOT, PERIODIC = 0, 1

    def __new__(cls, number: int, **settings: Any) -> Timer:
        return cls.machine.timers.get(number) or super().__new__(cls)

    def __init__(self, number: int, **settings: Any) -> None:
        if number not in self.machine.timers:
            self.machine.timers[number] = self
            self.period_ms = 0
            self._run = 0
        if settings:
            self.init(**settings)

    def init(
        self,
        *,
        mode: int = PERIODIC,
        period: int = -1,
        freq: float = 0,
        callback: Callable[[Any], None] | None = None,
    ) -> None:
        self._run += 1
        self.period_ms = int(1000 / freq) if freq else period
        self._mode = mode
        self._callback = callback
        self._wait(self._run)

    def deinit(self) -> None:
        self._run += 1
        self.period_ms = 0

    def _wait(self, run: int) -> None:
        self.machine.clock.call_in(self.period_ms, lambda: self._fire(run))

    def _fire(self, run: int) -> None:
        if run != self._run:
            return
        if self._mode == self.PERIODIC:
            self._wait(run)
        if self._callback is not None:
            self._callback(self)


class Watchdog:
    """machine.WDT: not fed for `timeout` ms, it raises WatchdogError out of the next wait.

    There is one: whoever makes another gets the first.
    """

    machine_name = "WDT"
    machine: Machine

    def __new__(cls, number: int = 0, timeout: int = 5000) -> Watchdog:
        return cls.machine.watchdog or super().__new__(cls)

    def __init__(self, number: int = 0, timeout: int = 5000) -> None:
        self.timeout_ms = timeout
        if self.machine.watchdog is None:
            self.fed_ms: list[int] = []
            self.machine.watchdog = self
        self.feed()

    def feed(self) -> None:
        self.fed_ms.append(self.machine.clock.now_ms)
        count = len(self.fed_ms)
        self.machine.clock.call_in(self.timeout_ms, lambda: self._bite(count))

    def _bite(self, count: int) -> None:
        if count == len(self.fed_ms) and self.machine.watchdog is self:
            raise WatchdogError


class Rtc:
    """machine.RTC: memory and a clock that outlive a reset."""

    machine_name = "RTC"
    machine: Machine

    def memory(self, new: bytes | None = None) -> bytes:
        if new is not None:
            self.machine.rtc_memory = bytes(new)
        return self.machine.rtc_memory

    def datetime(self, new: tuple[int, ...] | None = None) -> tuple[int, ...] | None:
        """Stands still; what it is set to is kept."""
        if new is None:
            return self.machine.rtc_datetime
        self.machine.rtc_datetime = new
        return None
