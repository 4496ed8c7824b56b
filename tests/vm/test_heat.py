"""The pad: controller, time proportioning, thermistor table and the driver around them."""

from common import heap_lock, heap_unlock
from dummies import Microvolts, Pin
from sole.core.heat import HeatControl, TimeProportion
from sole.core.thermistor import Thermistor
from sole.drivers.heater import Heater

WASM = (
    "test_the_mean_of_many_windows_is_exact",
    "test_setpoint_climbs_no_faster_than_the_ramp",
    "test_control_settles_without_overshoot",
    "test_a_table_interpolates_and_knows_its_ends",
    "test_a_tick_allocates_nothing",
)

MV = (200, 1000, 2000, 3000)
CC = (9000, 5000, 2000, -1000)


def thermistor():
    return Thermistor(MV, CC, "sensor-short", "sensor-open")


def heater(uv=1500000, enable=None):
    pin = Pin()
    control = HeatControl(8000, 60, 300)
    made = Heater(pin, enable, [Microvolts(uv)], [thermistor()], control, TimeProportion(1000))
    return made, pin


def pad(control, target_cc, seconds, start_cc=2500):
    """Temperatures of a small pad, ten a second: 12 W into 150 J/K, lost by 0.35 W/K."""
    cc_milli = start_cc * 1000
    seen = []
    for _ in range(seconds * 10):
        control.sample(target_cc, cc_milli // 1000)
        watts_milli = 12000 * control.duty_q15 // 32767
        lost_milli = 350 * (cc_milli // 1000 - 2500) // 100
        cc_milli += (watts_milli - lost_milli) * 10 * 10 // 150
        seen.append(cc_milli // 1000)
    return seen


def test_the_mean_of_many_windows_is_exact():
    for duty in (0, 1, 700, 16384, 32766, 32767):
        proportion = TimeProportion(1000)
        on = 0
        for _ in range(32767 * 2):
            if proportion.tick(duty):
                on += 1
        assert abs(on - duty * 2) <= 50, (duty, on)


def test_setpoint_climbs_no_faster_than_the_ramp():
    control = HeatControl(8000, 60, 300)
    control.sample(4200, 2500)
    assert control.setpoint_cc <= 2501
    for _ in range(600):
        control.sample(4200, 2500)
    assert 2799 <= control.setpoint_cc <= 2801
    control.sample(2600, 2700)  # down at once
    assert control.setpoint_cc == 2600


def test_control_settles_without_overshoot():
    seen = pad(HeatControl(10000, 120, 300), 4000, 1800)
    assert max(seen) <= 4050
    assert min(seen[-3000:]) >= 3970


def test_no_target_means_no_duty_and_no_memory():
    control = HeatControl(8000, 60, 300)
    pad(control, 4000, 300)
    assert control.duty_q15 > 0
    control.sample(0, 3000)
    assert (control.duty_q15, control.setpoint_cc) == (0, 0)


def test_a_table_interpolates_and_knows_its_ends():
    probe = thermistor()
    for mv, cc in ((200, 9000), (1000, 5000), (1500, 3500), (3000, -1000)):
        probe.read(mv)
        assert (probe.fault, probe.cc) == (None, cc)
    probe.read(199)
    assert probe.fault == "sensor-short"
    probe.read(3001)
    assert probe.fault == "sensor-open"


def test_a_reading_does_not_depend_on_the_one_before():
    used = thermistor()
    for mv in range(MV[0], MV[-1] + 1, 7):
        for before_mv in (MV[0], MV[-1], (MV[0] + MV[-1]) // 2, mv):
            used.read(before_mv)
            used.read(mv)
            new = thermistor()
            new.read(mv)
            assert (used.cc, used.fault) == (new.cc, None), (before_mv, mv)


def test_the_driver_opens_both_switches():
    enable = Pin()
    made, pin = heater(enable=enable)
    made.read()
    for _ in range(1200):
        made.sample(4000, 2500)
        for _ in range(5):
            made.tick()
    assert enable.is_on
    assert pin.changes > 0
    made.sample(0, 2500)
    made.tick()
    assert not enable.is_on
    assert not pin.is_on


def test_a_tick_allocates_nothing():
    made, _ = heater(enable=Pin())
    heap_lock()
    for _ in range(100):
        made.read()
        made.sample(4000, made.sensors[0].cc)
        made.tick()
    heap_unlock()
    assert made.duty_q15 > 0
