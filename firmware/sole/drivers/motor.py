"""Vibration motors: from a level to what the motor is driven with.

The motor itself is an `adafruit_motor.motor.DCMotor` over two PWM outputs, injected.
"""

from sole.core import limits

FULL = limits.FULL_Q15
STEP_MASK = ~127
"""Duties are set in 256 steps: each new throttle costs a float, and finer is not felt."""


class Motor:
    """One motor with its start duty, kick and slew.

    An eccentric motor does not turn below a start duty, so levels above 0 map to
    start..full. From rest it gets full duty for `kick_ms`. The level moves by at most
    full in `slew_ms`. `brake` shorts the motor at level 0, which an H-bridge can do; on a
    single MOSFET DCMotor's throttle 0.0 would be full speed, so there it must be False.
    """

    def __init__(self, dc_motor, start_pct, kick_ms, slew_ms, run_ma, brake):
        self._dc_motor = dc_motor
        self._start_q15 = FULL * start_pct // 100
        self._kick_ms = kick_ms
        self._slew_ms = slew_ms
        self._run_ma = run_ma
        self._brake = brake
        self._level = 0
        self._kick_left_ms = 0
        self._kicking = False
        self._written = -1
        self._ma = 0
        self._duty_q15 = 0
        self.pending = True

    def aim(self, level, dt_ms):
        """Moves towards `level` (0..32767); the current in mA that this will take, rounded up.

        Nothing is driven yet; `pending` tells whether `drive` would write something new.
        """
        now = self._level
        if level == now and not self._kicking:
            return self._ma
        if now == 0 and level > 0:
            self._kick_left_ms = self._kick_ms
        self._level = now = self._slewed(now, level, dt_ms)
        self._kicking = now > 0 and self._kick_left_ms > 0
        if now == 0:
            duty = 0
        elif self._kicking:
            self._kick_left_ms -= dt_ms
            duty = FULL
        else:
            duty = self._start_q15 + ((FULL - self._start_q15) * now >> 15)
        self._duty_q15 = duty
        self.pending = duty & STEP_MASK != self._written
        self._ma = (self._run_ma * duty >> 15) + 1
        return self._ma

    def _slewed(self, now, level, dt_ms):
        """From `now` towards `level`, by as much as `dt_ms` allows."""
        if self._slew_ms == 0:
            return level
        change = FULL * dt_ms // self._slew_ms
        if level > now:
            now += change
            return level if now > level else now
        now -= change
        return level if now < level else now

    def drive(self, scale_q15):
        """Writes the duty times `scale_q15` to the motor, if it is not what it has already."""
        duty = (self._duty_q15 * scale_q15 >> 15) & STEP_MASK
        if duty == self._written:
            return
        self._written = duty
        self.pending = False
        if duty:
            self._dc_motor.throttle = duty / FULL
        elif self._brake:
            self._dc_motor.throttle = 0.0
        else:
            self._dc_motor.throttle = None

    def off(self):
        """No current, now."""
        self._level = 0
        self._kick_left_ms = 0
        self._kicking = False
        self._duty_q15 = 0
        self._ma = 0
        self._written = -1
        self.pending = True
        self._dc_motor.throttle = None


class Motors:
    """All motors of a board, with the zones they play and the current they share.

    `zone_motors` gives for each of the ten zones the index of its motor or -1
    (`sole.core.zones.assign`). A motor plays the highest of its zones. Where the sum of
    run currents would exceed `budget_ma`, all motors are scaled down together.
    """

    def __init__(self, motors, zone_motors, budget_ma):
        self._motors = motors
        self._zone_motors = zone_motors
        self._budget_ma = budget_ma
        self._levels = [0] * len(motors)
        self._scaled = False

    def drive(self, levels, dt_ms):
        """One tick: ten zone levels (0..32767) to the motors."""
        wanted = self._levels
        zone_motors = self._zone_motors
        for index in range(len(wanted)):
            wanted[index] = 0
        for zone in range(len(zone_motors)):
            index = zone_motors[zone]
            level = levels[zone]
            if index >= 0 and level > wanted[index]:
                wanted[index] = level
        total_ma = 0
        for index in range(len(wanted)):
            total_ma += self._motors[index].aim(wanted[index], dt_ms)
        if total_ma > self._budget_ma:
            self._write_scaled((self._budget_ma << 15) // total_ma)
        elif self._scaled:
            self._scaled = False
            self._write_scaled(32768)
        else:
            for motor in self._motors:
                if motor.pending:
                    motor.drive(32768)

    def _write_scaled(self, scale_q15):
        self._scaled = scale_q15 < 32768
        for motor in self._motors:
            motor.drive(scale_q15)

    def off(self):
        """No current in any motor, now."""
        for motor in self._motors:
            motor.off()
