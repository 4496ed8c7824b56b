"""The supervisor: what it permits, what it latches, and that it stays cut."""

from common import heap_lock, heap_unlock
from judging import Sensor, samples, slope, supervisor
from sole.core import faults, limits
from sole.core.supervisor import Supervisor

WASM = (
    "test_it_permits_what_is_asked_up_to_the_limit",
    "test_one_sample_over_the_cutoff_latches",
    "test_after_the_longest_heat_the_pad_rests",
    "test_the_dose_ends_the_heat_too",
    "test_a_sample_allocates_nothing",
)


def test_it_permits_what_is_asked_up_to_the_limit():
    judge = supervisor()
    for asked, permitted in ((0, 0), (3800, 3800), (4200, 4200), (9999, 4200)):
        judge.sample([Sensor()], asked, 0)
        assert judge.permitted_cc == permitted


def test_a_board_cannot_raise_a_limit():
    judge = supervisor(6000, 7000, 99999999)
    judge.sample([Sensor()], 6000, 0)
    assert judge.permitted_cc == limits.HEAT_TARGET_MAX_CC
    judge.sample([Sensor(4500)], 4000, 0)
    assert judge.fault == "over-temperature"


def test_a_latched_fault_stays_when_the_sensor_is_well_again():
    judge = supervisor()
    for _ in range(3):
        judge.sample([Sensor(fault="sensor-open")], 4000, 0)
    for _ in range(100):
        judge.sample([Sensor()], 4000, 0)
        assert judge.permitted_cc == 0
    assert judge.fault == "sensor-open"


def test_one_sample_over_the_cutoff_latches():
    judge = supervisor()
    judge.sample([Sensor(4499)], 4000, 0)
    assert judge.fault is None
    judge.sample([Sensor(4500)], 4000, 0)
    assert (judge.fault, judge.permitted_cc) == ("over-temperature", 0)


def test_one_of_two_sensors_over_the_cutoff_is_enough():
    judge = supervisor(sensors=2)
    judge.sample([Sensor(3000), Sensor(4500)], 4000, 0)
    assert judge.fault == "over-temperature"


def test_the_warmest_of_two_sensors_counts():
    judge = supervisor(sensors=2)
    judge.sample([Sensor(3400), Sensor(3600)], 4000, 0)
    assert judge.pad_cc == 3600
    judge.sample([Sensor(3400), Sensor(fault="sensor-short")], 4000, 0)
    assert (judge.pad_cc, judge.permitted_cc) == (None, 0)


def test_after_the_longest_heat_the_pad_rests():
    judge = supervisor(heat_ms=60000)
    sensor = Sensor()
    heated = 0
    for _ in range(2000):
        judge.sample([sensor.at(3900)], 4000, 9000)
        if judge.permitted_cc:
            heated += 1
    assert heated == 600
    assert judge.resting
    judge.sample([sensor.at(3410)], 4000, 0)
    judge.sample([sensor.at(3200)], 4000, 0)
    assert judge.resting
    judge.sample([sensor.at(3199)], 4000, 0)
    assert not judge.resting
    assert judge.permitted_cc == 4000


def test_the_dose_ends_the_heat_too():
    judge = supervisor()
    sensor = Sensor()
    heated_s = 0
    while not judge.resting:
        for _ in range(10):
            judge.sample([sensor.at(4200)], 4200, 9000)
        heated_s += 1
    assert 1199 <= heated_s <= 1202  # 2 C over 40 C for 20 minutes are 40 degree-minutes
    assert judge.fault is None


def test_a_pad_that_is_warm_at_the_start_rests_first():
    judge = Supervisor(4200, 4500, 1800000, 1)
    sensor = Sensor()
    judge.sample([sensor.at(4100)], 4000, 0)
    assert judge.resting
    assert samples(judge, sensor, slope(4100, 3205, 600)) is None
    assert judge.permitted_cc == 0
    assert samples(judge, sensor, [3195]) is None
    assert judge.permitted_cc == 4000
    judge = Supervisor(4200, 4500, 1800000, 1)
    judge.sample([sensor.at(3400)], 4000, 0)  # a foot does that
    assert not judge.resting


def test_a_limit_that_changes_in_memory_latches():
    for name in ("_target_max_cc", "_cutoff_cc", "_heat_max_ms"):
        judge = supervisor()
        setattr(judge, name, getattr(judge, name) ^ 64)
        judge.sample([Sensor(3400)], 4000, 0)
        assert (judge.fault, judge.permitted_cc) == ("self-test", 0), name


def test_a_board_without_a_heater_only_latches():
    judge = Supervisor()
    assert judge.motors_permitted
    assert judge.latch.set(faults.EMERGENCY_STOP)
    assert not judge.latch.set(faults.EMERGENCY_STOP)
    assert not judge.motors_permitted
    assert judge.fault == "emergency-stop"
    judge.latch.clear(faults.EMERGENCY_STOP)
    assert judge.motors_permitted


def test_the_first_fault_is_named_and_the_next_when_it_is_cleared():
    latch = Supervisor().latch
    latch.set(faults.SENSOR_FROZEN)
    latch.set(faults.SENSOR_OPEN)
    assert latch.code == "sensor-frozen"
    assert latch.codes() == ["sensor-open", "sensor-frozen"]
    latch.clear(faults.SENSOR_FROZEN)
    assert latch.code == "sensor-open"
    latch.clear(faults.SENSOR_OPEN)
    assert (latch.code, latch.mask) == (None, 0)


def test_a_sample_allocates_nothing():
    judge = supervisor(sensors=2)
    sensors = [Sensor(), Sensor()]
    broken = [Sensor(), Sensor(fault="sensor-open")]
    heap_lock()
    for _ in range(100):
        judge.sample(sensors, 4000, 32767)
    for _ in range(700):
        sensors[0].at(3000)
        sensors[1].at(3000)
        judge.sample(sensors, 4000, 32767)
    for _ in range(300):
        sensors[0].at(3900)
        sensors[1].at(3900)
        judge.sample(sensors, 0, 0)
    for _ in range(5):
        judge.sample(broken, 4000, 0)
    heap_unlock()
    assert judge.latch.has(faults.SENSOR_OPEN)
