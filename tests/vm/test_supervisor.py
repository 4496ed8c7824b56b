"""The supervisor: what cuts the heat, how fast, and that it stays cut."""

from common import heap_lock, heap_unlock
from sole.core import faults, limits
from sole.core.supervisor import Supervisor

WASM = (
    "test_it_permits_what_is_asked_up_to_the_limit",
    "test_a_broken_sensor_latches_after_three_samples",
    "test_one_sample_over_the_cutoff_latches",
    "test_after_the_longest_heat_the_pad_rests",
    "test_the_dose_ends_the_heat_too",
    "test_heating_that_does_nothing_is_cut_after_a_minute_and_latched_after_the_probe",
    "test_a_pad_that_runs_away_latches",
    "test_a_pad_that_warms_by_itself_latches_and_allows_nothing",
    "test_a_sample_allocates_nothing",
)


class Sensor:
    """A thermistor that has just been read."""

    def __init__(self, cc=3000, fault=None):
        self.cc = cc
        self.fault = fault
        self.raw = 0

    def at(self, cc):
        """Reads `cc`, with a little noise."""
        self.cc = cc
        self.raw = (self.raw + 1) & 7
        self.fault = None
        return self


def supervisor(target_cc=4200, cutoff_cc=4500, heat_ms=1800000, sensors=1):
    """One that has seen a cool pad when it started."""
    judge = Supervisor(target_cc, cutoff_cc, heat_ms, sensors)
    judge.sample([Sensor(3400)] * sensors, 0, 0)
    return judge


def samples(judge, sensor, ccs, request_cc=4000, duty=10000):
    """Feeds temperatures; how many samples until something was latched, or None."""
    for index in range(len(ccs)):
        cc = ccs[index]
        judge.sample([sensor.at(cc)], request_cc, duty if judge.permitted_cc else 0)
        if judge.fault is not None:
            return index + 1
    return None


def steady(cc, seconds):
    return [cc] * (seconds * 10)


def slope(from_cc, to_cc, seconds):
    count = seconds * 10
    return [from_cc + (to_cc - from_cc) * index // count for index in range(count)]


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


def test_a_broken_sensor_latches_after_three_samples():
    for code in ("sensor-open", "sensor-short"):
        judge = supervisor()
        judge.sample([Sensor()], 4000, 0)
        for count in range(3):
            assert judge.fault is None
            judge.sample([Sensor(fault=code)], 4000, 0)
            assert judge.permitted_cc == 0, count  # not even one sample is heated blindly
        assert judge.fault == code


def test_a_latched_fault_stays_when_the_sensor_is_well_again():
    judge = supervisor()
    for _ in range(3):
        judge.sample([Sensor(fault="sensor-open")], 4000, 0)
    for _ in range(100):
        judge.sample([Sensor()], 4000, 0)
        assert judge.permitted_cc == 0
    assert judge.fault == "sensor-open"


def test_two_bad_samples_are_only_noise():
    judge = supervisor()
    for _ in range(20):
        judge.sample([Sensor(fault="sensor-open")], 4000, 0)
        judge.sample([Sensor(fault="sensor-open")], 4000, 0)
        judge.sample([Sensor()], 4000, 0)
    assert judge.fault is None
    assert judge.permitted_cc == 4000


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


def test_heating_that_does_nothing_is_cut_after_a_minute_and_latched_after_the_probe():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, steady(3000, 60), duty=32767) is None
    judge.sample([sensor.at(3000)], 4000, 32767)
    judge.sample([sensor.at(3000)], 4000, 32767)
    assert judge.permitted_cc == 0
    assert judge.fault is None
    assert samples(judge, sensor, steady(3000, 31), duty=32767) is not None
    assert judge.fault == "heating-failed"


def test_a_weak_pad_at_its_limit_passes_the_probe():
    judge = supervisor()
    sensor = Sensor()
    heat = steady(3500, 61)
    cool = slope(3500, 3450, 30)
    for _ in range(5):
        assert samples(judge, sensor, heat + cool, duty=32767) is None
    assert judge.permitted_cc == 4000


def test_a_pad_that_cools_at_full_duty_needs_no_probe():
    judge = supervisor()
    sensor = Sensor()
    count = samples(judge, sensor, slope(3800, 3000, 120), duty=32767)
    assert 600 <= count <= 612
    assert judge.fault == "heating-failed"


def test_a_pad_that_warms_as_it_should_is_no_fault():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, slope(2200, 4000, 360), duty=32767) is None
    assert samples(judge, sensor, steady(4000, 600), duty=9000) is None


def test_a_pad_that_runs_away_latches():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, steady(4000, 60)) is None
    count = samples(judge, sensor, slope(4000, 4400, 130))
    assert judge.fault == "thermal-runaway"
    assert 1150 <= count <= 1250  # 1 C over after 33 s, then 120 C.s at 0.031 C/s


def test_a_lowered_target_is_no_runaway():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, steady(4000, 60), request_cc=4000) is None
    assert samples(judge, sensor, slope(4000, 3700, 900), request_cc=3400, duty=0) is None


def test_a_pad_that_warms_by_itself_latches_and_allows_nothing():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, steady(3500, 60), request_cc=0) is None
    count = samples(judge, sensor, slope(3500, 4000, 150), request_cc=0)
    assert judge.fault == "heater-stuck-on"
    assert not judge.motors_permitted
    assert count <= 600


def test_a_foot_and_a_hot_room_do_not_look_like_a_stuck_heater():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, slope(500, 3540, 900), request_cc=0) is None
    judge = supervisor()
    assert samples(judge, sensor, slope(3800, 3300, 300), request_cc=0) is None


def test_the_rest_of_the_heat_after_switching_off_is_no_fault():
    judge = supervisor()
    sensor = Sensor()
    assert samples(judge, sensor, slope(3600, 4000, 80), duty=32767) is None
    after = slope(4000, 4090, 19) + slope(4090, 3800, 200)
    assert samples(judge, sensor, after, request_cc=0) is None


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
