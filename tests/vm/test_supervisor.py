"""The supervisor: what cuts the heat, how fast, and that it stays cut."""

from common import heap_lock, heap_unlock
from sole.core import limits
from sole.core.supervisor import Supervisor

WASM = (
    "test_it_permits_what_is_asked_up_to_the_limit",
    "test_a_broken_sensor_latches_after_three_samples",
    "test_one_sample_over_the_cutoff_latches",
    "test_after_the_longest_heat_the_pad_rests",
    "test_a_sample_allocates_nothing",
)


class Sensor:
    def __init__(self, cc=3000, fault=None):
        self.cc = cc
        self.fault = fault


def supervisor(target_cc=4200, cutoff_cc=4500, heat_ms=1800000):
    return Supervisor(target_cc, cutoff_cc, heat_ms)


def test_it_permits_what_is_asked_up_to_the_limit():
    judge = supervisor()
    for asked, permitted in ((0, 0), (3800, 3800), (4200, 4200), (9999, 4200)):
        judge.sample([Sensor()], asked)
        assert judge.permitted_cc == permitted


def test_a_board_cannot_raise_a_limit():
    judge = supervisor(6000, 7000, 99999999)
    judge.sample([Sensor()], 6000)
    assert judge.permitted_cc == limits.HEAT_TARGET_MAX_CC
    judge.sample([Sensor(4500)], 4000)
    assert judge.fault == "over-temperature"


def test_a_broken_sensor_latches_after_three_samples():
    for code in ("sensor-open", "sensor-short"):
        judge = supervisor()
        judge.sample([Sensor()], 4000)
        for count in range(3):
            assert judge.fault is None
            judge.sample([Sensor(fault=code)], 4000)
            assert judge.permitted_cc == 0, count  # not even one sample is heated blindly
        assert judge.fault == code


def test_a_latched_fault_stays_when_the_sensor_is_well_again():
    judge = supervisor()
    for _ in range(3):
        judge.sample([Sensor(fault="sensor-open")], 4000)
    for _ in range(100):
        judge.sample([Sensor()], 4000)
        assert judge.permitted_cc == 0
    assert judge.fault == "sensor-open"


def test_two_bad_samples_are_only_noise():
    judge = supervisor()
    for _ in range(20):
        judge.sample([Sensor(fault="sensor-open")], 4000)
        judge.sample([Sensor(fault="sensor-open")], 4000)
        judge.sample([Sensor()], 4000)
    assert judge.fault is None
    assert judge.permitted_cc == 4000


def test_one_sample_over_the_cutoff_latches():
    judge = supervisor()
    judge.sample([Sensor(4499)], 4000)
    assert judge.fault is None
    judge.sample([Sensor(4500)], 4000)
    assert (judge.fault, judge.permitted_cc) == ("over-temperature", 0)


def test_the_warmest_of_two_sensors_counts():
    judge = supervisor()
    judge.sample([Sensor(3000), Sensor(3600)], 4000)
    assert judge.pad_cc == 3600
    judge.sample([Sensor(3000), Sensor(fault="sensor-short")], 4000)
    assert (judge.pad_cc, judge.permitted_cc) == (None, 0)


def test_two_broken_sensors_count_as_one_sample():
    judge = supervisor()
    for _ in range(2):
        judge.sample([Sensor(fault="sensor-open"), Sensor(fault="sensor-open")], 4000)
    assert judge.fault is None


def test_after_the_longest_heat_the_pad_rests():
    judge = supervisor(heat_ms=60000)
    warm = [Sensor(3900)]
    heated = 0
    for _ in range(2000):
        judge.sample(warm, 4000)
        if judge.permitted_cc:
            heated += 1
    assert heated == 600
    assert judge.resting
    judge.sample([Sensor(3200)], 4000)
    assert judge.resting
    judge.sample([Sensor(3199)], 4000)
    assert not judge.resting
    assert judge.permitted_cc == 4000


def test_a_sample_allocates_nothing():
    judge = supervisor()
    sensors = [Sensor(), Sensor()]
    broken = [Sensor(), Sensor(fault="sensor-open")]
    heap_lock()
    for _ in range(100):
        judge.sample(sensors, 4000)
    for _ in range(5):
        judge.sample(broken, 4000)
    heap_unlock()
    assert judge.fault == "sensor-open"
