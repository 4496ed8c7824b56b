# mypy: ignore-errors
"""The virtual board's clock, and what is to happen when it moves.

At speed 1 virtual time is wall time. At any other speed computation costs its own CPU
time, and waiting for n microseconds takes n / speed of the wall's and moves the clock by
n; at speed 0 waiting takes no wall time at all. So a loop is never late only because
its clock was scaled.
"""

import sys

import utime as _time  # the real one, whatever `time` is; on_cpython.py makes one there

SUSPENDED_US = 10_000_000
"""A longer gap without anyone reading the clock is a board that stood at its prompt."""
BEHIND_US = 20_000
"""Wall time that the clock tries to make up for when computation slowed it down."""
CPU_GRAIN_US = 1000
"""Resolution of MicroPython's `time.clock`. A shorter time is taken for computation without
asking: asking takes longer than most of what there is to count."""
CPU_LOOK_US = 20_000
"""After so much of that it is compared with the processor's time again."""
NEVER = -1


_wall_us = _time.ticks_us
_sleep_us = _time.sleep_us


def _cpu_us():
    return int(_time.clock() * 1_000_000)


class Clock:
    """Microseconds since power-on. `alarms` holds objects with `due_us` and `fire(now_us)`.

    `on_move(now_us)` is called when at least `move_us` have passed since it was called last.
    """

    def __init__(self, speed, start_us, move_us=20_000):
        self.speed = speed
        self.alarms = []
        self.on_move = None
        self.reads = 0
        """How often anyone looked at the clock; `ticker` watches it."""
        self.inside = 0
        """Above zero while the board's own parts are at work, which nothing may interrupt."""
        self._move_us = move_us
        self._moved_us = start_us
        self._now = start_us
        self._firing = False
        self._interrupted = False
        self._quiet_until_us = start_us
        """Nothing is due before this, as long as there are `_alarms_known` alarms."""
        self._alarms_known = 0
        self._wall = self._pace = _wall_us()
        self._cpu = _cpu_us()
        self._charged = 0
        """Computation that the clock has shown since `_cpu` was read."""

    def read(self):
        """Now, in microseconds. Due alarms have fired before it returns."""
        if self._firing:
            return self._now
        self.inside += 1
        try:
            self.reads += 1
            target = self._now + self._spent()
            if target < self._quiet_until_us and len(self.alarms) == self._alarms_known:
                self._now = target
                return target
            if target - self._now > SUSPENDED_US:
                self._postpone(target - self._now - SUSPENDED_US)
            self._arrive(target)
        finally:
            self.inside -= 1
        return target

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
        """Lets `us` pass (NEVER: no end); ends early, with True, once `ready(wall_ms)` is true."""
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
        now = self.read()
        while True:
            if ready is not None and ready(0):
                return True
            if us >= 0 and self._now >= now + us:
                return False
            until = self._next_due(now + us if us >= 0 else self._now + 1_000_000)
            if self.speed == 1:
                self._sleep(until - self._now, ready)
                self.read()
            else:
                self._wait_scaled(until, ready)

    def busy(self, us):
        """Lets `us` pass in which no Python code runs: alarms wait until it is over."""
        firing, self._firing = self._firing, True
        try:
            self._wait_in_callback(us)
        finally:
            self._firing = firing
        if not firing:
            self._arrive(self._now)

    def _wait_in_callback(self, us):
        if us > 0:
            if self.speed:
                self._sleep(us // self.speed, None)
            self._now += us
            self._restart()
        return False

    def _spent(self):
        """Microseconds of computation since the last call."""
        wall = _wall_us()
        spent = wall - self._wall
        self._wall = wall
        if self.speed == 1:
            return spent
        if spent > CPU_GRAIN_US or self._charged > CPU_LOOK_US:
            cpu = _cpu_us()
            spent = min(spent, max(cpu - self._cpu - self._charged, 0) + CPU_GRAIN_US)
            self._cpu = cpu
            self._charged = 0
        else:
            self._charged += spent
        return spent

    def _restart(self):
        """What the wall's clock showed so far is accounted for."""
        self._wall = _wall_us()

    def _wait_scaled(self, until, ready):
        wall = _wall_us()
        if self.speed:
            if self._pace < wall - BEHIND_US:
                self._pace = wall
            self._pace += int((until - self._now) / self.speed)
            if self._pace > wall and self._sleep(self._pace - wall, ready):
                self._pace = _wall_us()
                early = self._now + int((self._pace - wall) * self.speed)
                until = min(until, early)
        self._restart()
        self._arrive(until)

    def _sleep(self, us, ready):
        """Sleeps by the wall; True if `ready` came true meanwhile."""
        if ready is not None and us >= 1000:
            return ready(us // 1000)
        if us > 0:
            _sleep_us(us)
        return False

    def _next_due(self, end):
        for alarm in self.alarms:
            if self._now < alarm.due_us < end:
                end = alarm.due_us
        return end

    def _postpone(self, us):
        for alarm in self.alarms:
            if alarm.due_us != NEVER:
                alarm.due_us += us

    def expect(self, due_us):
        """An alarm that is among `alarms` already is due then, maybe sooner than it was."""
        self._quiet_until_us = min(self._quiet_until_us, due_us)

    def _arrive(self, target):
        if target < self._quiet_until_us and len(self.alarms) == self._alarms_known:
            self._now = max(self._now, target)
            return
        self._firing = True
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
        until_us = self._moved_us + self._move_us
        for alarm in self.alarms:
            if 0 <= alarm.due_us < until_us:
                until_us = alarm.due_us
        self._quiet_until_us = until_us

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
