"""Motors: what a level becomes on the pins."""

from adafruit_motor.motor import DCMotor
from common import heap_lock, heap_unlock
from dummies import Pwm
from sole.core import zones
from sole.drivers.motor import FULL, STEPS, Motor, Motors

WASM = (
    "test_zero_on_a_mosfet_never_turns_it_on",
    "test_levels_map_from_start_duty_to_full",
    "test_from_rest_it_gets_a_kick",
    "test_slew_limits_the_change",
    "test_all_scale_down_together_over_the_budget",
    "test_a_tick_without_change_allocates_nothing",
)

HALF_STEP = 65535 // STEPS // 2 + 2


def mosfet(start_pct=0, kick_ms=0, slew_ms=0, run_ma=100):
    pwm = Pwm()
    none = Pwm()
    return Motor(DCMotor(pwm, none), start_pct, kick_ms, slew_ms, run_ma, False), pwm


def alone(motor):
    return Motors([motor], [0], 1000)


def drive(motors, level, ticks=1):
    for _ in range(ticks):
        motors.drive([level], 20)


def near(value, wanted, slack):
    assert abs(value - wanted) <= slack, (value, wanted)


def test_zero_on_a_mosfet_never_turns_it_on():
    motor, pwm = mosfet()
    motors = alone(motor)
    for level in (0, 20000, 0, FULL, 0):
        drive(motors, level)
        if level == 0:
            assert pwm.duty_cycle == 0
        else:
            near(pwm.duty_cycle, level * 2, HALF_STEP)


def test_no_level_on_a_mosfet_is_a_throttle_of_zero():
    made = [mosfet(start_pct=0, run_ma=100) for _ in range(10)]
    motors = Motors([motor for motor, _ in made], zones.assign(list(range(10))), 300)
    for level in (1, 100, 511, 512, 1000, 3000, FULL):
        motors.drive([level] * 10, 20)
        for motor, _ in made:
            assert motor.dc_motor.throttle is None or motor.dc_motor.throttle > 0, level
        motors.drive([0] * 10, 20)


def test_zero_on_a_bridge_brakes_and_off_coasts():
    sides = Pwm(), Pwm()
    motors = alone(Motor(DCMotor(sides[0], sides[1]), 0, 0, 0, 100, True))
    drive(motors, 16000)
    assert sides[0].duty_cycle > 0
    assert sides[1].duty_cycle == 0
    drive(motors, 0)
    assert (sides[0].duty_cycle, sides[1].duty_cycle) == (65535, 65535)
    motors.off()
    assert (sides[0].duty_cycle, sides[1].duty_cycle) == (0, 0)


def test_levels_map_from_start_duty_to_full():
    motor, pwm = mosfet(start_pct=40)
    motors = alone(motor)
    drive(motors, 1)
    near(pwm.duty_cycle, 65535 * 40 // 100, 300)
    drive(motors, FULL // 2)
    near(pwm.duty_cycle, 65535 * 70 // 100, HALF_STEP)
    drive(motors, FULL)
    near(pwm.duty_cycle, 65535, 300)


def test_from_rest_it_gets_a_kick():
    motor, pwm = mosfet(start_pct=30, kick_ms=60)
    motors = alone(motor)
    duties = []
    for _ in range(5):
        drive(motors, 1000)
        duties.append(pwm.duty_cycle)
    assert min(duties[:3]) > 65000
    assert max(duties[3:]) < 30000
    drive(motors, 20000)  # it turns already: no kick
    assert pwm.duty_cycle < 60000


def test_slew_limits_the_change():
    motor, pwm = mosfet(slew_ms=200)
    motors = alone(motor)
    before = 0
    for _ in range(10):
        drive(motors, FULL)
        assert 0 < pwm.duty_cycle - before <= 65535 // 10 + 2 * HALF_STEP
        before = pwm.duty_cycle
    near(before, 65535, 300)
    drive(motors, 0, 9)
    assert pwm.duty_cycle > 0
    drive(motors, 0, 2)
    assert pwm.duty_cycle == 0


def test_all_scale_down_together_over_the_budget():
    made = [mosfet(run_ma=100) for _ in range(10)]
    motors = Motors([motor for motor, _ in made], zones.assign(list(range(10))), 500)
    motors.drive([FULL] * 10, 20)
    for _, pwm in made:
        near(pwm.duty_cycle, 32767, 300)
    assert min(motors.running) > 0
    total_ma = sum([pwm.duty_cycle for _, pwm in made]) * 100 // 65535
    assert total_ma <= 500
    motors.drive([FULL] * 4 + [0] * 6, 20)
    near(made[0][1].duty_cycle, 65535, 300)
    assert made[9][1].duty_cycle == 0


def test_a_motor_plays_the_highest_of_its_zones():
    made = [mosfet(), mosfet()]
    motors = Motors([motor for motor, _ in made], zones.assign([1, 6]), 1000)
    motors.drive([0, 0, 0, 0, 10000, 5000, 0, 0, 0, 20000], 20)
    near(made[0][1].duty_cycle, 20000, HALF_STEP)
    near(made[1][1].duty_cycle, 40000, HALF_STEP)


def test_steps_are_written_once_and_the_lowest_level_turns():
    motor, pwm = mosfet(start_pct=30)
    motors = alone(motor)
    duties = []
    for level in range(1, FULL, 37):
        drive(motors, level)
        if pwm.duty_cycle not in duties:
            duties.append(pwm.duty_cycle)
    assert len(duties) == STEPS + 1
    near(duties[0], 65535 * 30 // 100, 300)
    near(duties[-1], 65535, 300)


def test_a_motor_that_is_there_is_not_written_again():
    counted = Counted()
    motors = Motors([Motor(counted, 30, 60, 100, 80, False)] * 1, zones.assign([0]), 500)
    for _ in range(10):
        motors.drive([20000] * 10, 20)
    before = counted.writes
    for wobble in range(100):
        motors.drive([20000 + wobble % 7] * 10, 20)
    assert counted.writes == before
    motors.drive([0] * 10, 20)
    assert counted.writes > before


class Counted:
    """A DCMotor that counts."""

    writes = 0

    def __setattr__(self, name, value):
        if name == "throttle":
            Counted.writes += 1


def test_running_tells_which_motors_are_driven():
    made = [mosfet(slew_ms=100) for _ in range(3)]
    motors = Motors([motor for motor, _ in made], zones.assign([0, 2, 4]), 500)
    assert motors.running == [0, 0, 0]
    for _ in range(10):
        motors.drive([0, 0, 0, 0, 300, 0, 0, 0, 0, 0], 20)
    assert [level > 0 for level in motors.running] == [False, False, True]
    motors.drive([0] * 10, 20)
    motors.drive([FULL, 0, 0, 0, 0, 0, 0, 0, 0, 0], 20)
    assert [level > 0 for level in motors.running] == [True, False, False]
    motors.off()
    assert motors.running == [0, 0, 0]


def test_a_board_without_motors_drives_nothing():
    Motors([], zones.assign([]), 0).drive([FULL] * 10, 20)


def test_a_tick_without_change_allocates_nothing():
    motors = Motors(
        [mosfet(30, 60, 200)[0] for _ in range(10)], zones.assign(list(range(10))), 500
    )
    levels = [0, 100, 200, 300, 400, 32767, 30000, 20000, 10000, 5000]
    for _ in range(50):
        motors.drive(levels, 20)
    heap_lock()
    for _ in range(50):
        motors.drive(levels, 20)
    heap_unlock()
