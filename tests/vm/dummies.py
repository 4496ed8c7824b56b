"""Dummy pins, motors and consoles for driver tests; run on both Pythons."""


class Pin:
    """An output that remembers: `is_on`, and every change in `history`."""

    def __init__(self):
        self.is_on = False
        self.changes = 0

    def on(self):
        self._set(True)

    def off(self):
        self._set(False)

    def _set(self, level):
        if level != self.is_on:
            self.changes += 1
        self.is_on = level


class Switch:
    """An input with a `level` to set."""

    def __init__(self):
        self.level = 0

    def value(self):
        return self.level


class Pwm:
    """What adafruit_motor writes to."""

    duty_cycle = 0


class Microvolts:
    """An analog input."""

    def __init__(self, uv):
        self.uv = uv

    def read_uv(self):
        return self.uv


class Console:
    """A serial line: `put` what the host sends, look at `sent`. Waiting moves `clock`."""

    def __init__(self, clock):
        self._clock = clock
        self._in = []
        self.sent = b""
        self.room_bytes = 128
        """What gets out of the transmitter from one look to the next."""

    def put(self, data):
        self._in.extend(data)

    def wait(self, wait_ms):
        if not self._in:
            self._clock.pass_ms(wait_ms)
        return bool(self._in)

    def read(self):
        return self._in.pop(0)

    def room(self):
        return self.room_bytes

    def write(self, data):
        self.sent += data


class Clock:
    """A clock that wraps at 2^30 and moves only when told to."""

    MASK = (1 << 30) - 1
    HALF = 1 << 29

    def __init__(self, now_ms=0):
        self.now_ms = now_ms & self.MASK

    def ticks_ms(self):
        return self.now_ms

    def ticks_us(self):
        return self.now_ms % 1000000 * 1000  # a small int on 32 bits too

    def diff(self, end, start):
        return ((end - start + self.HALF) & self.MASK) - self.HALF

    def add(self, ticks, delta):
        return (ticks + delta) & self.MASK

    def pass_ms(self, ms):
        self.now_ms = (self.now_ms + ms) & self.MASK
