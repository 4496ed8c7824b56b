"""A pad that does not warm, runs away, or warms by itself."""

from judging import Sensor, samples, slope, steady, supervisor
from sole.core import faults

WASM = (
    "test_heating_that_does_nothing_is_cut_after_a_minute_and_latched_after_the_probe",
    "test_a_pad_that_runs_away_latches",
    "test_a_pad_that_warms_by_itself_latches_and_allows_nothing",
)


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


def test_a_lost_thermistor_does_not_hide_a_pad_that_warms_by_itself():
    for lost in (0, 1):
        judge = supervisor(sensors=2)
        sensors = [Sensor(), Sensor()]
        sensors[lost].fault = "sensor-open"
        count = 0
        for cc in steady(3500, 60) + slope(3500, 4000, 150):
            sensors[1 - lost].at(cc)
            judge.sample(sensors, 0, 0)
            if judge.latch.has(faults.HEATER_STUCK_ON):
                break
            count += 1
        assert judge.fault == "sensor-open"
        assert not judge.motors_permitted
        assert 600 < count <= 1000


def test_a_thermistor_that_comes_and_goes_is_no_pad_that_warms_by_itself():
    judge = supervisor(sensors=2)
    warmer, colder = Sensor(), Sensor()
    for count in range(4000):
        pad_cc = 4000 - count // 8
        colder.at(pad_cc - 350)
        warmer.at(pad_cc)
        if count % 7 < 2:
            warmer.fault = "sensor-open"
        judge.sample([warmer, colder], 0, 0)
        assert judge.fault is None, count


def test_what_a_pad_rose_by_is_kept_when_a_thermistor_is_lost_on_the_way():
    judge = supervisor(sensors=2)
    warmer, colder = Sensor(), Sensor()
    ccs = steady(3700, 60) + slope(3700, 4100, 130)
    for count in range(len(ccs)):
        colder.at(ccs[count] - 200)
        warmer.at(ccs[count])
        if count >= 750:  # it has risen by 0.46 since
            warmer.fault = "sensor-open"
        judge.sample([warmer, colder], 0, 0)
        if judge.latch.has(faults.HEATER_STUCK_ON):
            break
    assert 900 < count <= 940


def test_contacts_that_flicker_do_not_hide_a_pad_that_warms_by_itself():
    def second(count):
        return (False, count % 2 == 0)

    def mostly_second(count):
        return (False, count % 3 != 0)

    def in_turns(count):
        return (count % 2 == 0, count % 2 == 1)

    for is_lost in (second, mostly_second, in_turns):
        judge = supervisor(sensors=2)
        sensors = [Sensor(), Sensor()]
        count = 0
        for cc in steady(3500, 30) + slope(3500, 4000, 150):
            for index in range(2):
                sensors[index].at(cc - 100 * index)
                if is_lost(count)[index]:
                    sensors[index].fault = "sensor-open"
            judge.sample(sensors, 0, 0)
            if judge.latch.has(faults.HEATER_STUCK_ON):
                break
            count += 1
        assert 300 < count < 900, is_lost


def test_a_foot_that_warms_one_end_while_the_other_is_lost_is_no_fault_of_the_heater():
    judge = supervisor(sensors=2)
    warm, cool = Sensor(), Sensor()
    for cc in steady(3300, 100) + slope(3300, 3430, 100) + steady(3430, 30):
        cool.at(cc)
        warm.at(3600)
        if 3300 < cc < 3430:
            warm.fault = "sensor-open"
        judge.sample([cool, warm], 0, 0)
        assert not judge.latch.has(faults.HEATER_STUCK_ON)


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
