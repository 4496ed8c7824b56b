"""The hardware: the only module that knows `machine`, the clock and the serial line.

Every output that is made here is remembered, so that `all_off` reaches it whatever
state the rest of the firmware is in.
"""

import gc
import os
import select
import sys
import time

import machine
import micropython

from sole.core import calendar
from sole.core.board import GPIO_MASK, PIN_ACTIVE_LOW, PIN_PULL_UP
from sole.core.folding import const

RESET_CAUSES = {1: "power-on", 2: "reset", 3: "watchdog", 4: "deep-sleep", 5: "soft-reset"}
_WATCHDOG_MS = const(3000)
_FEED_MS = const(1000)
_OS_TICK_MS = const(10)
"""MicroPython leaves CONFIG_FREERTOS_HZ at ESP-IDF's 100."""
_STEP_MS = const(1)
_FIFO_BYTES = const(128)
"""What a UART's transmitter holds."""
_BYTE_US = const(87)
"""At 115200 baud."""

_outputs = []


def all_off():
    """Every output to its safe level. Nothing that goes wrong with one stops the others."""
    for output in _outputs:
        try:
            output.off()
        except Exception:  # the other outputs matter more than the reason
            pass


def leave(watchdog):
    """The way out of the loop: everything off, uninterrupted, and the watchdog fed by a timer."""
    micropython.kbd_intr(-1)
    all_off()
    watchdog.feed_by_timer()
    micropython.kbd_intr(3)


def print_exception(error):
    """The traceback, for whoever reads the console."""
    sys.print_exception(error)


class DigitalOut:
    """An output pin; `code` is its number in the board file. Off from the first moment."""

    def __init__(self, code):
        self._off_value = 1 if code & PIN_ACTIVE_LOW else 0
        self._pin = machine.Pin(code & GPIO_MASK, machine.Pin.OUT, value=self._off_value)
        self.is_on = False
        _outputs.append(self)

    def on(self):
        """Drives the pin to its active level."""
        self.is_on = True
        self._pin.value(1 - self._off_value)

    def off(self):
        """Drives the pin to its inactive level."""
        self._pin.value(self._off_value)
        self.is_on = False


def let_go(code):
    """Drives a pin no longer: what is wired to it decides its level."""
    machine.Pin(code & GPIO_MASK, machine.Pin.IN)


class PwmOut:
    """A PWM output with the `duty_cycle` (0..65535) that adafruit_motor expects."""

    def __init__(self, code, hz):
        self._invert = 65535 if code & PIN_ACTIVE_LOW else 0
        pin = machine.Pin(code & GPIO_MASK, machine.Pin.OUT, value=self._invert & 1)
        self._pwm = machine.PWM(pin, freq=hz, duty_u16=self._invert)
        self._duty = 0
        _outputs.append(self)

    @property
    def duty_cycle(self):
        """Share of the period at the active level, of 65535."""
        return self._duty

    @duty_cycle.setter
    def duty_cycle(self, value):
        self._duty = value
        self._pwm.duty_u16(self._invert ^ value)

    def freq(self, hz):
        """Sets the frequency of this output alone."""
        self._pwm.freq(hz)

    def off(self):
        """Duty 0."""
        self.duty_cycle = 0


class Pixel:
    """One WS2812: a chip that shows what its data line told it last, over a reset too."""

    def __init__(self, code):
        import neopixel  # noqa: PLC0415 - memory that only boards with one spend

        pin = machine.Pin(code & GPIO_MASK, machine.Pin.OUT, value=0)
        self._strip = neopixel.NeoPixel(pin, 1)
        self.off()
        _outputs.append(self)

    def set(self, red, green, blue):
        """Shows a color, 0..255 each. Past `NeoPixel.__setitem__`, which takes a tuple."""
        buffer = self._strip.buf
        buffer[0] = green
        buffer[1] = red
        buffer[2] = blue
        self._strip.write()

    def off(self):
        """Dark."""
        self.set(0, 0, 0)


class NoPwm:
    """The second side of a motor on a single MOSFET: there is none."""

    duty_cycle = 0


class DigitalIn:
    """An input pin: `value()` is 1 at its active level."""

    def __init__(self, code):
        self._idle = 1 if code & PIN_ACTIVE_LOW else 0
        pull = machine.Pin.PULL_UP if code & PIN_PULL_UP else None
        self._pin = machine.Pin(code & GPIO_MASK, machine.Pin.IN, pull)

    def value(self):
        """1 while active, else 0."""
        return self._pin.value() ^ self._idle


class AnalogIn:
    """An ADC pin over its full range."""

    SAMPLES = 4
    """Averaged: one reading of the ESP32's ADC strays by several millivolts."""

    def __init__(self, code):
        self._adc = machine.ADC(machine.Pin(code & GPIO_MASK), atten=machine.ADC.ATTN_11DB)

    def read_uv(self):
        """Microvolts at the pin, by the chip's own calibration."""
        total_uv = 0
        for _ in range(self.SAMPLES):
            total_uv += self._adc.read_uv()
        return total_uv // self.SAMPLES


class Clock:
    """Milliseconds and microseconds that wrap at 2^30."""

    ticks_ms = staticmethod(time.ticks_ms)
    ticks_us = staticmethod(time.ticks_us)
    diff = staticmethod(time.ticks_diff)
    add = staticmethod(time.ticks_add)


class Console:
    """The serial line that MicroPython's prompt uses."""

    def __init__(self):
        poll = select.poll()
        poll.register(sys.stdin, select.POLLIN)
        self._ready = poll.ipoll
        self._byte = bytearray(1)
        self._empty_us = time.ticks_us()

    def wait(self, wait_ms):
        """True as soon as a byte can be read, False after `wait_ms` without one.

        The ESP32's poll sleeps from one tick of FreeRTOS to the next: it ends up to 10 ms late
        (MicroPython issue 5994). So it is asked for what it ends before the time in any case;
        what is left is slept, which is exact, in steps in which a UART brings few bytes.
        """
        if wait_ms <= 0:
            return self._any(0)
        end_ms = time.ticks_add(time.ticks_ms(), wait_ms)
        if self._any(max(wait_ms - _OS_TICK_MS, 0)):
            return True
        left_ms = time.ticks_diff(end_ms, time.ticks_ms())
        while left_ms > 0:
            time.sleep_ms(min(left_ms, _STEP_MS))
            if self._any(0):
                return True
            left_ms = time.ticks_diff(end_ms, time.ticks_ms())
        return False

    def _any(self, wait_ms):
        for _ in self._ready(wait_ms):
            return True
        return False

    def read(self):
        """The next byte; call it after `wait` said True."""
        sys.stdin.buffer.readinto(self._byte)
        return self._byte[0]

    def room(self):
        """Bytes that can be written now: a UART that is full makes its writer wait for a tick of
        FreeRTOS. Reckoned, since MicroPython does not tell; on native USB it is too careful."""
        left_us = time.ticks_diff(self._empty_us, time.ticks_us())
        if not 0 < left_us <= _FIFO_BYTES * _BYTE_US:  # negative, or so long ago that it wrapped
            return _FIFO_BYTES
        return _FIFO_BYTES - 1 - left_us // _BYTE_US

    def write(self, data):
        """Sends bytes as they are, at most `room()` of them if it must not wait."""
        now_us = time.ticks_us()
        if self.room() == _FIFO_BYTES:
            self._empty_us = now_us
        self._empty_us = time.ticks_add(self._empty_us, len(data) * _BYTE_US)
        sys.stdout.buffer.write(data)


class Lease:
    """Opens switches by itself when the loop has not renewed it for half a second.

    The timer's callback runs between bytecodes: while Python code hangs, but not while C
    code does; that is what the watchdog is for. It allocates nothing. `expired` is set
    when a switch was on then, and stays until the loop takes it back.
    """

    PERIOD_MS = 100
    PERIODS = 4
    """A renewal holds for 0.4 to 0.5 s."""

    def __init__(self, switches):
        self._switches = switches
        self._left = self.PERIODS
        self.expired = False
        self.fired = 0
        """How often the timer has fired, of 65536: the self-test looks whether it does."""
        self._timer = machine.Timer(1)
        self._timer.init(
            period=self.PERIOD_MS, mode=machine.Timer.PERIODIC, callback=self._on_timer
        )

    def renew(self):
        """The loop is alive."""
        self._left = self.PERIODS

    def _on_timer(self, _timer):
        self.fired = (self.fired + 1) & 0xFFFF
        if self._left > 0:
            self._left -= 1
            return
        for switch in self._switches:
            if switch.is_on:
                self.expired = True
                switch.off()


class Watchdog:
    """Resets the board when it is not fed for 3 s. It cannot be stopped once started.

    The timer of boot.py feeds it until `take_over`.
    """

    def __init__(self):
        self._wdt = machine.WDT(timeout=_WATCHDOG_MS)
        self._timer = machine.Timer(0)

    def take_over(self):
        """From now on it wants to be fed by `feed`."""
        self._timer.deinit()
        self._wdt.feed()

    def feed(self):
        """The loop is alive."""
        self._wdt.feed()

    def feed_by_timer(self):
        """From now on a timer feeds it: a person works at the prompt, every output is off."""
        self._timer.init(period=_FEED_MS, mode=machine.Timer.PERIODIC, callback=self._on_timer)

    def _on_timer(self, _timer):
        self._wdt.feed()


def reset_cause():
    """Why the board started: one of RESET_CAUSES' words, or `unknown`."""
    return RESET_CAUSES.get(machine.reset_cause(), "unknown")


def collect():
    """Collects garbage."""
    gc.collect()


def sleep_ms(ms):
    """Waits."""
    time.sleep_ms(ms)


def random_u16():
    """0 to 65535, from the chip's own noise."""
    noise = os.urandom(2)
    return noise[0] | noise[1] << 8


def heap_free():
    """Free bytes of heap."""
    return gc.mem_free()


def mpy_version():
    """Version of MicroPython, such as "1.24.0"."""
    return ".".join(str(part) for part in sys.implementation[1][:3])


class WallClock:
    """The chip's clock, which shows local time once it was set.

    The chip's RTC timer goes on over every reset but the one at power-on (ESP-IDF, "System
    Time"; the EN pin counts as power-on); then it shows 1970 or 2000, which is no valid time.
    Reading allocates: it belongs in the slack of a tick.
    """

    def __init__(self):
        self._rtc = machine.RTC()

    def read(self):
        """(day since 2000-01-01, second of the day), or None if it was never set."""
        now = self._rtc.datetime()
        if not calendar.YEAR_MIN <= now[0] <= calendar.YEAR_MAX:
            return None
        return calendar.day_of(now[0], now[1], now[2]), now[4] * 3600 + now[5] * 60 + now[6]

    def set(self, day, second):
        """Sets it to `second` of `day` since 2000-01-01."""
        clock = (second // 3600, second // 60 % 60, second % 60, 0)
        self._rtc.datetime(calendar.date_of(day) + (calendar.weekday(day),) + clock)
