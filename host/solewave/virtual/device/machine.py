# mypy: ignore-errors
"""`machine` as an ESP32 has it, as far as a massager needs it, over the virtual board's world."""

import world as _world
from view import ADC as _ADC_MODE
from view import IN as _IN
from view import OPEN_DRAIN as _OPEN_DRAIN
from view import OUT as _OUT
from view import PWM as _PWM_MODE

_w = _world.world
_CHIP = _w.config["chip"]

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = 5

# Facts of the chips: ESP-IDF's SOC_GPIO_VALID_GPIO_MASK, LEDC channels and timers of the data
# sheets; the ESP32's ADC reads no less than 142 mV at 11 dB (ESP-IDF, ADC calibration).
_PINS = {
    "esp32": [n for n in range(40) if n not in (20, 24, 28, 29, 30, 31)],
    "esp32s2": [n for n in range(47) if n not in (22, 23, 24, 25)],
    "esp32s3": [n for n in range(49) if n not in (22, 23, 24, 25)],
    "esp32c3": list(range(22)),
    "esp32c6": list(range(31)),
}
_INPUT_ONLY = {"esp32": (34, 35, 36, 37, 38, 39), "esp32s2": (46,)}
_CHANNELS = {"esp32": 16, "esp32s2": 8, "esp32s3": 8, "esp32c3": 6, "esp32c6": 6}
_FREQUENCIES = {"esp32": 8}
_ADC_PINS = {
    "esp32": (32, 33, 34, 35, 36, 37, 38, 39, 0, 2, 4, 12, 13, 14, 15, 25, 26, 27),
    "esp32s2": tuple(range(1, 21)),
    "esp32s3": tuple(range(1, 21)),
    "esp32c3": (0, 1, 2, 3, 4, 5),
    "esp32c6": (0, 1, 2, 3, 4, 5, 6),
}
_ADC_LOW_MV = {"esp32": 142}
_ADC_HIGH_MV = 3150

_CHIP_KEY = _CHIP.lower().replace("-", "")


def _of_chip(table, default):
    return table.get(_CHIP_KEY, default)


class Pin:
    IN = _IN
    OUT = _OUT
    OPEN_DRAIN = _OPEN_DRAIN
    PULL_DOWN = 1
    PULL_UP = 2
    IRQ_RISING = 1
    IRQ_FALLING = 2
    DRIVE_0 = 0
    DRIVE_1 = 1
    DRIVE_2 = 2
    DRIVE_3 = 3

    def __init__(self, id, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if not isinstance(id, int) or id not in _of_chip(_PINS, range(49)):
            raise ValueError("invalid pin")
        self._id = id
        self._pull = None
        self._level = _w.levels[id] >> 15
        self.init(mode, pull, value=value, drive=drive, hold=hold)

    def init(self, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if pull != -1:
            self._pull = pull
        if value is not None:
            self._level = 1 if value else 0
        if mode == _OUT or mode == _OPEN_DRAIN:
            if self._id in _of_chip(_INPUT_ONLY, ()):
                raise ValueError("pin can only be input")
            _release(self._id)
            self._drive(mode)
        elif mode == _IN:
            _release(self._id)
            _w.output(self._id, 0, 0, 0, 0)
            _w.modes[self._id] = _IN
            _w.view.pin(self._id, _IN, 0, 0, 0)
        elif value is not None and _w.modes[self._id] in (_OUT, _OPEN_DRAIN):
            self._drive(_w.modes[self._id])

    def _drive(self, mode):
        _w.output(self._id, mode, self._level, 65535 * self._level, 0)

    def value(self, x=None):
        mode = _w.modes[self._id]
        if x is None:
            if mode in (_OUT, _OPEN_DRAIN):
                return _w.levels[self._id] >> 15
            return _w.input_level(self._id, self._pull == Pin.PULL_UP)
        self._level = 1 if x else 0
        if mode in (_OUT, _OPEN_DRAIN):
            self._drive(mode)
        return None

    def __call__(self, x=None):
        return self.value(x)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)

    def toggle(self):
        self.value(1 - self.value())

    def __repr__(self):
        return "Pin(%d)" % self._id


class Signal:
    """A Pin that may be active-low, as MicroPython's own."""

    def __init__(self, pin, *args, invert=False, **kwargs):
        self._pin = pin if isinstance(pin, Pin) else Pin(pin, *args, **kwargs)
        self._invert = 1 if invert else 0

    def value(self, x=None):
        if x is None:
            return self._pin.value() ^ self._invert
        return self._pin.value((1 if x else 0) ^ self._invert)

    def __call__(self, x=None):
        return self.value(x)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


_pwms = {}


def _release(number):
    """A pin that gets another job loses its PWM."""
    pwm = _pwms.pop(number, None)
    if pwm is not None:
        pwm._hz = 0


class PWM:
    def __init__(self, dest, freq=-1, duty=-1, duty_u16=-1, duty_ns=-1, invert=0):
        self._id = dest._id if isinstance(dest, Pin) else Pin(dest)._id
        if self._id in _of_chip(_INPUT_ONLY, ()):
            raise OSError(-258, "ESP_ERR_INVALID_ARG")
        old = _pwms.get(self._id)
        self._invert = 0
        self._duty = old._duty if old else 32768
        self._hz = old._hz if old else 0
        self.init(freq=freq, duty=duty, duty_u16=duty_u16, duty_ns=duty_ns, invert=invert)

    def init(self, *, freq=-1, duty=-1, duty_u16=-1, duty_ns=-1, invert=-1):
        if invert != -1:
            self._invert = 65535 if invert else 0
        self._claim(freq if freq != -1 else self._hz or 5000)
        if duty_u16 != -1:
            self._duty = _within(duty_u16, 65535, "duty_u16")
        elif duty != -1:
            self._duty = _from_1023(duty)
        elif duty_ns != -1:
            self._duty = _within(duty_ns * self._hz * 65535 // 1_000_000_000, 65535, "duty_ns")
        self._apply()

    def _claim(self, hz):
        """A channel for this pin and a timer for its frequency."""
        if not 1 <= hz <= 40_000_000:
            raise ValueError("frequency must be from 1Hz to 40MHz")
        channels = _of_chip(_CHANNELS, 16)
        if self._id not in _pwms and len(_pwms) >= channels:
            raise RuntimeError("out of PWM channels:%d" % channels)
        others = {pwm._hz for number, pwm in _pwms.items() if number != self._id}
        timers = _of_chip(_FREQUENCIES, 4)
        if hz not in others and len(others) >= timers:
            raise RuntimeError("out of PWM timers:%d" % timers)
        self._hz = hz
        _pwms[self._id] = self

    def _apply(self):
        duty = self._duty ^ self._invert
        _w.output(self._id, _PWM_MODE, 1 if duty else 0, duty, self._hz)

    def _need(self):
        if not self._hz:
            raise RuntimeError("PWM is inactive")

    def freq(self, value=None):
        self._need()
        if value is None:
            return self._hz
        self._claim(value)
        return self._apply()

    def duty_u16(self, value=None):
        self._need()
        if value is None:
            return self._duty
        self._duty = _within(value, 65535, "duty_u16")
        return self._apply()

    def duty(self, value=None):
        self._need()
        if value is None:
            return self._duty >> 6
        self._duty = _from_1023(value)
        return self._apply()

    def duty_ns(self, value=None):
        self._need()
        if value is None:
            return self._duty * 1_000_000_000 // (65535 * self._hz)
        self._duty = _within(value * self._hz * 65535 // 1_000_000_000, 65535, "duty_ns")
        return self._apply()

    def deinit(self):
        """The channel stops; the pin stays at its low level."""
        if self._hz:
            _release(self._id)
            self._hz = 0
            _w.output(self._id, _OUT, 0, 0, 0)


def _within(value, top, name):
    if not 0 <= value <= top:
        raise ValueError("%s should be 0-%d" % (name, top))
    return value


def _from_1023(value):
    return 65535 if _within(value, 1023, "duty") == 1023 else value << 6


class ADC:
    ATTN_0DB = 0
    ATTN_2_5DB = 1
    ATTN_6DB = 2
    ATTN_11DB = 3
    WIDTH_12BIT = 12
    _FULL_MV = (1100, 1500, 2200, 3300)

    def __init__(self, pin, atten=0):
        self._id = pin._id if isinstance(pin, Pin) else Pin(pin)._id
        if self._id not in _of_chip(_ADC_PINS, range(49)):
            raise ValueError("invalid pin")
        self._atten = atten
        self._noise = 12345 + self._id
        _w.view.pin(self._id, _ADC_MODE, 0, 0, 0)

    def init(self, *, atten=0):
        self._atten = atten

    def atten(self, atten):
        self._atten = atten

    def width(self, bits):
        pass

    def _raw(self):
        """0 to 4095. The noise has a triangular distribution."""
        full_mv = ADC._FULL_MV[self._atten]
        spread = _w.noise_lsb
        self._noise = (self._noise * 1103515245 + 12345) & 0x3FFFFFFF
        noise = ((self._noise >> 8) % 2001 + (self._noise >> 18) % 2001 - 2000) / 1000
        raw = int(_w.millivolts(self._id) * 4095 / full_mv + noise * spread + 0.5)
        return max(0, min(4095, raw))

    def read(self):
        return self._raw()

    def read_u16(self):
        raw = self._raw()
        return raw << 4 | raw >> 8

    def read_uv(self):
        mv = self._raw() * ADC._FULL_MV[self._atten] / 4095
        return int(1000 * max(_of_chip(_ADC_LOW_MV, 0), min(_ADC_HIGH_MV, mv)))


class _Alarm:
    """Something that is to happen at `due_us`; -1: never."""

    is_timer = False

    def __init__(self):
        self.due_us = -1
        _w.clock.alarms.append(self)


class Timer(_Alarm):
    ONE_SHOT = 0
    PERIODIC = 1
    is_timer = True
    _hardware = {}

    def __init__(self, id, **kwargs):
        if not -1 <= id <= 3:
            raise ValueError("invalid Timer number")
        if id in Timer._hardware:
            Timer._hardware[id].deinit()
            _w.clock.alarms.remove(Timer._hardware[id])
        _Alarm.__init__(self)
        if id >= 0:
            Timer._hardware[id] = self
        self._callback = None
        self._period_us = 0
        self._repeat = True
        if kwargs:
            self.init(**kwargs)

    def init(self, *, mode=PERIODIC, freq=-1, period=-1, callback=None, hard=False):
        if freq != -1:
            self._period_us = int(1_000_000 / freq)
        elif period > 0:
            self._period_us = period * 1000
        else:
            raise ValueError("period or freq needed")
        self._repeat = mode == Timer.PERIODIC
        self._callback = callback
        self.due_us = _w.clock.read() + self._period_us

    def fire(self, now_us):
        self.due_us = self.due_us + self._period_us if self._repeat else -1
        if self._callback is not None:
            self._callback(self)

    def value(self):
        left_us = self.due_us - _w.clock.read() if self.due_us >= 0 else 0
        return (self._period_us - left_us) // 1000

    def deinit(self):
        self.due_us = -1


class WDT(_Alarm):
    """Cannot be stopped; a second one takes over the first one's time."""

    _first = None

    def __new__(cls, id=0, timeout=5000):
        return WDT._first or object.__new__(cls)

    def __init__(self, id=0, timeout=5000):
        if timeout <= 0:
            raise ValueError("WDT timeout too short")
        if WDT._first is None:
            WDT._first = self
            _Alarm.__init__(self)
        self._timeout_us = timeout * 1000
        _w.watchdog_ms = timeout
        self.feed()
        _w.publish(_w.clock.read())

    def feed(self):
        self.due_us = _w.clock.read() + self._timeout_us

    def fire(self, now_us):
        _w.reset(WDT_RESET)


class RTC:
    """Only what a reset must not lose: `memory`. The date is the host's."""

    SIZE = 2048

    def memory(self, data=None):
        file = _w.rtc_file
        file.seek(0)
        if data is None:
            size = int.from_bytes(file.read(2), "little")
            return file.read(size)
        if len(data) > RTC.SIZE:
            raise ValueError("buffer too long")
        file.write(len(data).to_bytes(2, "little") + bytes(data))
        return None

    def datetime(self, value=None):
        import time  # noqa: PLC0415

        if value is not None:
            return None
        now = time.localtime()
        return (now[0], now[1], now[2], now[6], now[3], now[4], now[5], 0)


def reset():
    _w.reset(HARD_RESET)


def soft_reset():
    raise SystemExit


def reset_cause():
    return _w.cause


def unique_id():
    return b"\x00\x00SWVB"


def freq(hz=None):
    return 160_000_000


def idle():
    _w.clock.wait(1000)


def disable_irq():
    return 0


def enable_irq(state=0):
    pass
