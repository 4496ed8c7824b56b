"""When a fault may be cleared."""

from judging import Sensor, samples, slope, supervisor
from sole.core import faults


def test_clearing_waits_until_the_condition_has_gone():
    judge = supervisor()
    sensor = Sensor()
    judge.sample([sensor.at(4500)], 4000, 0)
    assert not judge.may_clear(faults.OVER_TEMPERATURE)
    samples(judge, sensor, [4100])
    assert not judge.may_clear(faults.OVER_TEMPERATURE)
    for _ in range(6):
        samples(judge, sensor, [3900])
    assert judge.may_clear(faults.OVER_TEMPERATURE)
    judge.sample([Sensor(fault="sensor-open")], 4000, 0)
    assert not judge.may_clear(faults.SENSOR_OPEN)
    assert not judge.may_clear(faults.SELF_TEST)
    assert judge.may_clear(faults.EMERGENCY_STOP)


def test_clearing_waits_until_the_pad_is_comfortable_again():
    for index, below_cc in (
        (faults.OVER_TEMPERATURE, 4000),
        (faults.THERMAL_RUNAWAY, 4000),
        (faults.HEATER_STUCK_ON, 3200),
    ):
        judge = supervisor()
        judge.latch.set(index)
        sensor = Sensor()
        samples(judge, sensor, slope(3400, 4450, 30))
        for cc in slope(4450, below_cc, 60):
            judge.sample([sensor.at(cc)], 4000, 0)
            assert not judge.may_clear(index), cc
        judge.sample([sensor.at(below_cc)], 4000, 0)
        assert not judge.may_clear(index)
        judge.sample([sensor.at(below_cc - 1)], 4000, 0)
        assert judge.may_clear(index)


def test_clearing_waits_until_two_sensors_agree():
    judge = supervisor(sensors=2)
    one, other = Sensor(), Sensor()
    for _ in range(50):
        judge.sample([one.at(3300), other.at(3701)], 3800, 0)
    assert judge.fault == "sensor-disagree"
    assert not judge.may_clear(faults.SENSOR_DISAGREE)
    judge.sample([one.at(3400), other.at(3600)], 3800, 0)
    assert judge.may_clear(faults.SENSOR_DISAGREE)


def test_clearing_waits_until_the_last_jump_is_forgotten():
    judge = supervisor()
    sensor = Sensor()
    samples(judge, sensor, [3000, 3501, 3000, 3501])
    assert judge.fault == "implausible-jump"
    for _ in range(3):
        judge.sample([sensor.at(3500)], 4000, 0)
        assert judge.pad_cc == 3500
        assert not judge.may_clear(faults.IMPLAUSIBLE_JUMP)
    for _ in range(10):
        judge.sample([sensor.at(3500)], 4000, 0)
    assert judge.may_clear(faults.IMPLAUSIBLE_JUMP)


def test_clearing_waits_until_the_noise_is_over():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, [3000, 3400] * 20) is not None
    for cc in [3000, 3400, 3400, 3400, 3000] * 20:  # some calm samples are no end of it
        judge.sample([sensor.at(cc)], 0, 0)
        assert not judge.may_clear(faults.IMPLAUSIBLE_JUMP)
    for _ in range(20):
        judge.sample([sensor.at(3000)], 0, 0)
    assert judge.may_clear(faults.IMPLAUSIBLE_JUMP)


def test_clearing_waits_until_a_frozen_reading_changes():
    judge = supervisor()
    sensor = Sensor(3900)
    for _ in range(700):
        judge.sample([sensor], 4000, 9000)
    assert judge.fault == "sensor-frozen"
    for _ in range(700):
        judge.sample([sensor], 0, 0)
        assert not judge.may_clear(faults.SENSOR_FROZEN)
    judge.sample([sensor.at(3901)], 0, 0)
    assert judge.may_clear(faults.SENSOR_FROZEN)
