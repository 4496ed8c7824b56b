"""Thermistors that are broken, jump, stray, freeze or disagree."""

from judging import Sensor, samples, slope, steady, supervisor
from sole.core import faults

WASM = ("test_a_broken_sensor_latches_after_three_samples",)


def test_a_broken_sensor_latches_after_three_samples():
    for code in ("sensor-open", "sensor-short"):
        judge = supervisor()
        judge.sample([Sensor()], 4000, 0)
        for count in range(3):
            assert judge.fault is None
            judge.sample([Sensor(fault=code)], 4000, 0)
            assert judge.permitted_cc == 0, count  # not even one sample is heated blindly
        assert judge.fault == code


def test_two_bad_samples_are_only_noise():
    judge = supervisor()
    for _ in range(20):
        judge.sample([Sensor(fault="sensor-open")], 4000, 0)
        judge.sample([Sensor(fault="sensor-open")], 4000, 0)
        judge.sample([Sensor()], 4000, 0)
    assert judge.fault is None
    assert judge.permitted_cc == 4000


def test_two_broken_sensors_count_as_one_sample():
    judge = supervisor(sensors=2)
    for _ in range(2):
        judge.sample([Sensor(fault="sensor-open"), Sensor(fault="sensor-open")], 4000, 0)
    assert judge.fault is None


def test_two_sensors_that_disagree_for_five_seconds_latch():
    judge = supervisor(sensors=2)
    one, other = Sensor(), Sensor()
    count = 0
    while judge.fault is None:
        count += 1
        judge.sample([one.at(3300), other.at(3701)], 3800, 0)
    assert (judge.fault, count) == ("sensor-disagree", 50)
    judge = supervisor(sensors=2)
    for _ in range(300):
        judge.sample([one.at(3300), other.at(3700)], 3800, 0)
    assert judge.fault is None


def test_two_sensors_that_agree_in_between_do_not_disagree():
    judge = supervisor(sensors=2)
    one, other = Sensor(), Sensor()
    for apart_cc in (500, 0) * 10:
        for _ in range(30):
            judge.sample([one.at(2900), other.at(2900 + apart_cc)], 3800, 0)
    assert judge.fault is None


def test_three_jumps_within_half_a_second_latch():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, [3000, 3501, 3000, 3501]) == 4
    assert judge.fault == "implausible-jump"


def test_one_jump_only_withholds_the_heat_for_a_sample():
    judge = supervisor()
    sensor = Sensor()
    for _ in range(10):
        assert samples(judge, sensor, [3000] * 10) is None
        judge.sample([sensor.at(3600)], 4000, 0)
        assert judge.permitted_cc == 0
        judge.sample([sensor.at(3600)], 4000, 0)
        assert judge.permitted_cc == 4000
        assert samples(judge, sensor, slope(3600, 3000, 3)) is None


def test_a_reading_that_strays_by_less_than_a_jump_latches_within_seconds():
    judge = supervisor()
    sensor = Sensor()
    count = samples(judge, sensor, [3000, 3400] * 100)
    assert judge.fault == "implausible-jump"
    assert count <= 30
    judge.sample([sensor.at(3000)], 4000, 0)
    assert not judge.may_clear(faults.IMPLAUSIBLE_JUMP)
    for _ in range(20):
        judge.sample([sensor.at(3000)], 4000, 0)
    assert judge.may_clear(faults.IMPLAUSIBLE_JUMP)


def test_noise_of_half_a_degree_and_a_hand_that_warms_are_no_fault():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, [3000, 3095] * 3000, request_cc=0) is None
    assert samples(judge, sensor, slope(3000, 3400, 1) + steady(3400, 5), request_cc=0) is None


def test_a_reading_that_never_changes_while_heating_is_frozen():
    judge = supervisor()
    sensor = Sensor(3900)
    for count in range(600):
        assert judge.fault is None, count
        judge.sample([sensor], 4000, 9000)
    judge.sample([sensor], 4000, 9000)
    assert judge.fault == "sensor-frozen"
    judge = supervisor()
    for _ in range(2000):  # without heat nothing has to change
        judge.sample([sensor], 0, 0)
    assert judge.fault is None


def test_a_reading_that_stands_still_above_the_target_is_frozen_too():
    """The controller has no duty then, and a shorted switch has it all."""
    judge = supervisor()
    sensor = Sensor(4150)
    for count in range(601):
        assert judge.fault is None, count
        judge.sample([sensor], 4000, 0)
    judge.sample([sensor], 4000, 0)
    assert judge.fault == "sensor-frozen"
