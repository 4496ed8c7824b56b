# mypy: ignore-errors
# ruff: noqa: A002, ARG002, ARG004, RUF012
"""`machine.Timer` and `machine.WDT` of an ESP32: what happens when the clock gets there."""

from chips import TIMERS, of_chip
from world import WATCHDOG, world

_read = world.clock.read


class _Alarm:
    """Something that is to happen at `due_us`; -1: never."""

    is_timer = False

    def __init__(self):
        self.due_us = -1
        world.clock.alarms.append(self)


class Timer(_Alarm):
    ONE_SHOT = 0
    PERIODIC = 1
    is_timer = True
    _hardware = {}

    def __new__(cls, id, **kwargs):
        """One that exists already is given again, and runs on."""
        return Timer._hardware.get(id) or object.__new__(cls)

    def __init__(self, id, **kwargs):
        if not -1 <= id < of_chip(TIMERS, 4):
            raise ValueError("invalid Timer number")
        if id not in Timer._hardware:
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
        self.due_us = world.clock.read() + self._period_us
        world.clock.expect(self.due_us)

    def fire(self, now_us):
        self.due_us = self.due_us + self._period_us if self._repeat else -1
        if self._callback is not None:
            self._callback(self)

    def value(self):
        left_us = self.due_us - world.clock.read() if self.due_us >= 0 else 0
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
        world.watchdog_ms = timeout
        self.feed()
        world.clock.expect(self.due_us)
        world.publish(world.clock.read())

    def feed(self):
        self.due_us = _read() + self._timeout_us

    def fire(self, now_us):
        world.reset(WATCHDOG)
