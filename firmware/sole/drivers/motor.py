"""Vibration motors: from a level to what the motor is driven with.

The motor itself is an `adafruit_motor.motor.DCMotor` over two PWM outputs, injected.
"""

from sole.core import limits
from sole.core.folding import const

FULL = limits.FULL_Q15
_STEP_SHIFT = const(10)
_HALF_STEP = const(512)
STEPS = const(32)
"""Levels are driven in 32 steps, each the 32nd part of start..full. That is about 2 % of the
duty, where a difference in strength is felt from 10 % on; each write costs floats and time."""
_TICK_MS = const(20)
_ONE = const(32768)
_KICK = const(33)
_OFF = const(-1)
_UNKNOWN = const(-2)


class Motor:
    """One motor with its start duty, kick and slew.

    An eccentric motor does not turn below a start duty, so levels above 0 map to
    start..full. From rest it gets full duty for `kick_ms`. The level moves by at most
    full in `slew_ms`. `brake` shorts the motor at level 0, which an H-bridge can do; on a
    single MOSFET DCMotor's throttle 0.0 would be full speed, so there it must be False.
    """

    def __init__(self, dc_motor, start_pct, kick_ms, slew_ms, run_ma, brake):
        self.dc_motor = dc_motor
        self.throttles = _throttles(start_pct, brake)
        self._kick_ms = kick_ms
        self._slew_ms = max(slew_ms, 1)
        self._tick_change = FULL * _TICK_MS // self._slew_ms
        self._start_q15 = _ONE * start_pct // 100
        self._run_ma = run_ma
        self._level = 0
        self._kick_left_ms = 0

    def aim(self, level, dt_ms):
        """Moves towards `level` (0..32767) for `dt_ms`: the step that it is at then.

        An index of `throttles`: 0 (the start duty) to STEPS, _KICK or _OFF. Nothing is
        driven yet.
        """
        now = self._level
        if now == 0:
            self._kick_left_ms = self._kick_ms if level else 0
        change = self._tick_change
        if dt_ms != _TICK_MS:
            change = FULL * dt_ms // self._slew_ms
        if level > now + change:
            level = now + change
        elif level < now - change:
            level = now - change
        self._level = level
        if level == 0:
            return _OFF
        if self._kick_left_ms > 0:
            self._kick_left_ms -= dt_ms
            return _KICK
        return level + _HALF_STEP >> _STEP_SHIFT

    def duty_q15(self, step):
        """Share of full duty at that step, 0..32768."""
        if step == _OFF:
            return 0
        if step == _KICK:
            return _ONE
        return self._start_q15 + (_ONE - self._start_q15) * step // STEPS

    def ma(self, step):
        """What it takes at that step, rounded up."""
        return self._run_ma * self.duty_q15(step) + _ONE - 1 >> 15

    def off(self):
        """No current, now."""
        self._level = 0
        self._kick_left_ms = 0
        self.dc_motor.throttle = None


_tables = {}


def _throttles(start_pct, brake):
    """What DCMotor is given at each step; the last is what _OFF finds.

    Made once for all motors that are alike, so that a tick takes floats that exist. No
    entry but that last one of a bridge is 0.0, which would be full speed on a MOSFET.
    """
    key = start_pct, brake
    if key not in _tables:
        off = 0.0 if brake else None
        start = start_pct / 100
        table = [start + (1 - start) * step / STEPS or off for step in range(STEPS + 1)]
        table.append(1.0)
        table.append(off)
        _tables[key] = table
    return _tables[key]


class Motors:
    """All motors of a board, with the zones they play and the current they share.

    `zone_motors` gives for each of the ten zones the index of its motor or -1
    (`sole.core.zones.assign`). A motor plays the highest of its zones. Where the sum of
    run currents would exceed `budget_ma`, all motors are scaled down together.
    `running` holds for each motor a number above 0 while it is driven, else 0.
    """

    def __init__(self, motors, zone_motors, budget_ma):
        self._motors = motors
        self._zone_motors = zone_motors
        self._budget_ma = budget_ma
        self._scarce = sum([motor.ma(_KICK) for motor in motors]) > budget_ma
        self._shared = True
        self._scaled = _throttles(0, False)
        self._one_each = list(zone_motors) == list(range(len(motors)))
        self._wanted = [0] * len(motors)
        self._steps = [_UNKNOWN] * len(motors)
        self.running = [0] * len(motors)

    def drive(self, levels, dt_ms):
        """One tick: ten zone levels (0..32767) to the motors.

        A motor that is at its step already costs one comparison, so that comes first.
        """
        steps = self._steps
        index = -1
        for level in levels if self._one_each else self._highest(levels):
            index += 1
            before = steps[index]
            if before == (level + _HALF_STEP >> _STEP_SHIFT if level else _OFF):
                continue
            motor = self._motors[index]
            step = motor.aim(level, dt_ms)
            if step != before:
                steps[index] = step
                self.running[index] = step + 1
                if self._scarce:
                    self._shared = False
                else:
                    motor.dc_motor.throttle = motor.throttles[step]
        if not self._shared:
            self._share()

    def _highest(self, levels):
        """For each motor the highest level of the zones that it plays."""
        wanted = self._wanted
        for index in range(len(wanted)):
            wanted[index] = 0
        zone = -1
        for index in self._zone_motors:
            zone += 1
            if index >= 0 and levels[zone] > wanted[index]:
                wanted[index] = levels[zone]
        return wanted

    def _share(self):
        """Drives all, scaled down to what the supply gives, in 32 steps of full duty."""
        self._shared = True
        total_ma = 0
        for index in range(len(self._motors)):
            total_ma += self._motors[index].ma(self._steps[index])
        for index in range(len(self._motors)):
            motor = self._motors[index]
            step = self._steps[index]
            if step != _OFF and total_ma > self._budget_ma:
                scale_q15 = (self._budget_ma << 15) // total_ma
                duty_q15 = motor.duty_q15(step) * scale_q15 >> 15
                motor.dc_motor.throttle = self._scaled[duty_q15 >> _STEP_SHIFT]
            else:
                motor.dc_motor.throttle = motor.throttles[step]

    def off(self):
        """No current in any motor, now."""
        for index in range(len(self._motors)):
            self._motors[index].off()
            self._steps[index] = _UNKNOWN
            self.running[index] = 0
