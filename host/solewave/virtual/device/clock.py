# mypy: ignore-errors
"""The virtual board's clock, and what is to happen when it moves.

At speed 1 virtual time is wall time. At any other speed computation costs its own CPU
time, and waiting for n microseconds takes n / speed of the wall's and moves the clock by
n; at speed 0 waiting takes no wall time at all. So a loop is never late only because
its clock was scaled.
"""

import sys

import utime as _time  # the real one, whatever `time` is; on_cpython.py makes one there
from micropython import const

SUSPENDED_US = 10_000_000
"""A longer gap without anyone reading the clock is a board that stood at its prompt."""
BEHIND_US = 20_000
"""Wall time that the clock tries to make up for when computation slowed it down."""
_CPU_GRAIN_US = const(1000)
"""Resolution of MicroPython's `time.clock`. A shorter time is taken for computation without
asking: asking takes longer than most of what there is to count."""
_CPU_LOOK_US = const(20_000)
"""After so much of that it is compared with the processor's time again."""
NEVER = -1
_FAR_US = const(1 << 60)


_wall_us = _time.ticks_us
_sleep_us = _time.sleep_us


def _cpu_us():
    return int(_time.clock() * 1_000_000)


class Clock:
    """Microseconds since power-on. `alarms` holds objects with `due_us` and `fire(now_us)`.

    `on_move(now_us)` is called when at least `move_us` have passed since it was called last.
    """

    def __init__(self, speed, start_us, move_us):
        self.speed = speed
        self.alarms = []
        self.on_move = None
        self.inside = 0
        """Above zero while the board's own parts are at work, which nothing may interrupt."""
        self._move_us = move_us
        self._moved_us = start_us
        self._now = start_us
        self._firing = False
        self._interrupted = False
        self._due_us = start_us
        """No alarm is due before this, as long as there are `_alarms_known` of them."""
        self._quiet_until_us = start_us
        """Nor has anything else to be done."""
        self._alarms_known = 0
        self._wall = self._pace = _wall_us()
        """When the wall's clock was looked at for `_lead_us`; when the last wait ended by it."""
        self._lead_us = start_us - self._wall
        """From the wall's clock to this one, while computation goes on."""
        self._plain_until_us = NEVER
        """Until then a look at the clock is a look at the wall's: nothing is due."""
        self._cpu = _cpu_us()
        self._charged = 0
        """Computation that the clock has shown since `_cpu` was read, up to `_charged_at`."""
        self._charged_at = start_us

    def read(self):
        """Now, in microseconds. Due alarms have fired before it returns.

        Mostly nothing is due; what that takes decides how fast a board at speed 0 is. A `poke`
        may come between any two lines: it only moves the clock on, which the next look sees.
        """
        now = _wall_us() + self._lead_us
        if 0 <= now - self._now < _CPU_GRAIN_US and now < self._plain_until_us:
            self._now = now
            return now
        return self._look()

    def _look(self):
        if self._firing:
            return self._now
        self.inside += 1
        try:
            now = self._now
            target = now + self._spent()
            if target - now > SUSPENDED_US:
                self._postpone(target - now - SUSPENDED_US)
            self._arrive(target)
            self._resume()
        finally:
            self.inside -= 1
        return self._now

    def poke(self, _argument=None):
        """Time passes although nobody looks: due alarms fire, between two bytecodes.

        MicroPython swallows what a scheduled call raises; a Ctrl-C is kept for the next wait.
        """
        try:
            if not self.inside:
                self.read()
        except KeyboardInterrupt:
            self._interrupted = True

    def wait(self, us, ready=None):
        """Lets `us` pass (negative: no end); ends early, with True, once `ready(wall_ms)` is."""
        if self._firing:
            return self._wait_in_callback(us)
        if self._interrupted:
            self._interrupted = False
            raise KeyboardInterrupt
        self.inside += 1
        try:
            return self._wait(us, ready)
        finally:
            self.inside -= 1

    def _wait(self, us, ready):
        end = self.read() + us
        while ready is None or not ready(0):
            if self._now >= end and us >= 0:
                return False
            until = end if us >= 0 else self._now + 1_000_000
            if self._now < self._due_us < until:
                until = self._due_us
            if self.speed == 0:
                self._skip(until)
                if self._now == end:
                    return False  # it took no time in which anything could become ready
            elif self.speed == 1:
                self._sleep(until - self._now, ready)
                self.read()
            else:
                self._wait_scaled(until, ready)
        return True

    def busy(self, us):
        """Lets `us` pass in which no Python code runs: alarms wait until it is over."""
        firing, self._firing = self._firing, True
        if not firing:
            self._charge()
        self._plain_until_us = NEVER
        try:
            self._wait_in_callback(us)
        finally:
            self._firing = firing
        if not firing:
            self._arrive(self._now)
            self._resume()

    def _wait_in_callback(self, us):
        if us > 0:
            if self.speed:
                self._sleep(us // self.speed, None)
            self._now += us
            self._wall = _wall_us()
        return False

    def _spent(self):
        """Microseconds of computation since the last call."""
        self._wall = wall = _wall_us()
        spent = max(wall + self._lead_us - self._now, 0)
        if self.speed == 1:
            return spent
        self._charge()
        if spent > _CPU_GRAIN_US or self._charged > _CPU_LOOK_US:
            cpu = _cpu_us()
            spent = min(spent, max(cpu - self._cpu - self._charged, 0) + _CPU_GRAIN_US)
            self._cpu = cpu
            self._charged = 0
        else:
            self._charged += spent
        return spent

    def _charge(self):
        """Counts the computation that `read` has shown by itself."""
        self._charged += self._now - self._charged_at
        self._charged_at = self._now

    def _resume(self):
        """From here on the clock shows how long the board computes."""
        now = self._now
        self._lead_us = now - self._wall
        self._charged_at = now
        look_at = now + _CPU_LOOK_US - self._charged
        quiet_until = self._quiet_until_us
        self._plain_until_us = quiet_until if quiet_until < look_at else look_at

    def _skip(self, until):
        """Waits without any of the wall's time."""
        self._charge()
        self._wall = _wall_us()
        self._arrive(until)
        self._resume()

    def _wait_scaled(self, until, ready):
        wall = _wall_us()
        if self._pace < wall - BEHIND_US:
            self._pace = wall
        self._pace += int((until - self._now) / self.speed)
        if self._pace > wall and self._sleep(self._pace - wall, ready):
            self._pace = _wall_us()
            early = self._now + int((self._pace - wall) * self.speed)
            until = min(until, early)
        self._skip(until)

    def _sleep(self, us, ready):
        """Sleeps by the wall; True if `ready` came true meanwhile."""
        if ready is not None and us >= 1000:
            return ready(us // 1000)
        if us > 0:
            _sleep_us(us)
        return False

    def _postpone(self, us):
        for alarm in self.alarms:
            if alarm.due_us != NEVER:
                alarm.due_us += us

    def expect(self, due_us):
        """An alarm that is among `alarms` already is due then, maybe sooner than it was."""
        self._due_us = min(self._due_us, due_us)
        if due_us < self._quiet_until_us:
            self._quiet_until_us = due_us
            self._plain_until_us = min(self._plain_until_us, due_us)

    def _arrive(self, target):
        if target >= self._quiet_until_us or len(self.alarms) != self._alarms_known:
            self._fire_until(target)
        elif target > self._now:
            self._now = target

    def _fire_until(self, target):
        self._firing = True
        self._plain_until_us = NEVER
        try:
            alarm = self._first_due(target)
            while alarm is not None:
                self._now = max(self._now, alarm.due_us)
                _fire(alarm, self._now)
                alarm = self._first_due(target)
            self._now = max(self._now, target)
            if self.on_move is not None and self._now - self._moved_us >= self._move_us:
                self._moved_us = self._now
                self.on_move(self._now)
        finally:
            self._firing = False
            self._look_ahead()

    def _look_ahead(self):
        """Until when nothing is due, so that a look at the clock need not ask every alarm."""
        self._alarms_known = len(self.alarms)
        until_us = _FAR_US
        for alarm in self.alarms:
            if 0 <= alarm.due_us < until_us:
                until_us = alarm.due_us
        self._due_us = until_us
        self._quiet_until_us = min(until_us, self._moved_us + self._move_us)

    def _first_due(self, target):
        first = None
        for alarm in self.alarms:
            if 0 <= alarm.due_us <= target and (first is None or alarm.due_us < first.due_us):
                first = alarm
        return first


def _fire(alarm, now_us):
    """An exception in a callback is printed and the board goes on, as on an ESP32."""
    try:
        alarm.fire(now_us)
    except Exception as error:
        sys.print_exception(error)
