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
        self._brake = brake
        self._level = 0
        self._kick_left_ms = 0
        self._written = -1
        self.run_ma = run_ma
        self.duty_q15 = 0

    def aim(self, level, dt_ms):
        """Moves towards `level` (0..32767) and sets `duty_q15`; nothing is driven yet."""
        if level > 0 and self._level == 0:
            self._kick_left_ms = self._kick_ms
        self._slew(level, dt_ms)
        if self._level == 0:
            self.duty_q15 = 0
        elif self._kick_left_ms > 0:
            self._kick_left_ms -= dt_ms
            self.duty_q15 = FULL
        else:
            self.duty_q15 = self._start_q15 + ((FULL - self._start_q15) * self._level >> 15)

    def _slew(self, level, dt_ms):
        if self._slew_ms == 0:
            self._level = level
            return
        change = max(FULL * dt_ms // self._slew_ms, 1)
        if level > self._level:
            self._level = min(self._level + change, level)
        else:
            self._level = max(self._level - change, level)

    def drive(self, scale_q15):
        """Writes `duty_q15` times `scale_q15` to the motor, if it is not what it has already."""
        duty = self.duty_q15 * scale_q15 >> 15
        duty &= STEP_MASK
        if duty == self._written:
            return
        self._written = duty
        if duty:
            self._dc_motor.throttle = duty / FULL
        elif self._brake:
            self._dc_motor.throttle = 0.0
        else:
            self._dc_motor.throttle = None

    def off(self):
        """No current, now."""
        self._level = 0
        self.duty_q15 = 0
        self._written = -1
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

    def drive(self, levels, dt_ms):
        """One tick: ten zone levels (0..32767) to the motors."""
        wanted = self._levels
        for index in range(len(wanted)):
            wanted[index] = 0
        for zone in range(len(self._zone_motors)):
            index = self._zone_motors[zone]
            if index >= 0 and levels[zone] > wanted[index]:
                wanted[index] = levels[zone]
        total_ma = 0
        for index in range(len(wanted)):
            motor = self._motors[index]
            motor.aim(wanted[index], dt_ms)
            total_ma += (motor.run_ma * motor.duty_q15 >> 15) + 1  # never rounded down
        scale = 32768
        if total_ma > self._budget_ma:
            scale = (self._budget_ma << 15) // total_ma
        for motor in self._motors:
            motor.drive(scale)

    def off(self):
        """No current in any motor, now."""
        for motor in self._motors:
            motor.off()
