"""The gains and the plant in boards/esp32-devkitc.toml: what its comments claim.

Pad and foot are integrated here in floats, independently of the virtual board; the
controller, the time proportioning and the thermistor's table are the firmware's own.
"""

import msgspec
import pytest
from sole.core.heat import SAMPLE_MS, HeatControl, TimeProportion
from sole.core.limits import TICK_MS
from sole.core.thermistor import Thermistor
from solewave import board
from solewave.board import thermistor

TICK_S = TICK_MS / 1000
SECONDS = 30 * 60


@pytest.fixture(scope="module")
def reference():
    return board.load("esp32-devkitc")


class Body:
    """Pad, foot and sensor by the explicit Euler method."""

    def __init__(self, model, watts, pad_c):
        self.model, self.watts = model, watts
        self.pad_c = self.sensor_c = pad_c
        self.foot_c = model.foot_c

    def step(self, heater_on):
        m = self.model
        to_foot_w = m.pad_to_foot_w_per_k * (self.pad_c - self.foot_c)
        to_air_w = m.pad_to_air_w_per_k * (self.pad_c - m.ambient_c)
        to_body_w = m.foot_to_body_w_per_k * (self.foot_c - m.body_c)
        self.sensor_c += TICK_S / m.sensor_lag_s * (self.pad_c - self.sensor_c)
        self.pad_c += TICK_S / m.pad_j_per_k * (self.watts * heater_on - to_foot_w - to_air_w)
        self.foot_c += TICK_S / m.foot_j_per_k * (to_foot_w - to_body_w)


def controlled(reference, model, target_cc, pad_c):
    """Pad temperatures in C, one a second, of half an hour of heating to `target_cc`."""
    heater = reference.heater
    body = Body(model, heater.watts, pad_c)
    control = HeatControl(round(heater.pi.kp_pct_per_c / 100 * 32767), heater.pi.ti_s, 300)
    window = TimeProportion(heater.pi.window_ms)
    sensor = Thermistor(*thermistor.table(heater.sensors[0]), "sensor-short", "sensor-open")
    trace = []
    for tick in range(int(SECONDS / TICK_S)):
        if tick % (SAMPLE_MS // TICK_MS) == 0:
            sensor.read(round(thermistor.divider_mv(heater.sensors[0], body.sensor_c)))
            control.sample(target_cc, sensor.cc)
        body.step(window.tick(control.duty_q15))
        if tick % 50 == 0:
            trace.append(body.pad_c)
    return trace


@pytest.mark.parametrize("pad_c", [22, 30])
@pytest.mark.parametrize("target_cc", [3600, 3800, 4000, 4200])
def test_the_reference_gains_settle_without_overshoot(reference, target_cc, pad_c):
    trace = controlled(reference, reference.model, target_cc, pad_c)
    assert max(trace) < target_cc / 100 + 0.5
    settled = trace[11 * 60 :]
    assert max(settled) - target_cc / 100 < 0.3
    assert target_cc / 100 - min(settled) < 0.3


@pytest.mark.parametrize("name", [name for name in board.names() if board.load(name).heater])
def test_the_gains_of_every_shipped_board_settle_at_its_own_highest_target(name):
    own = board.load(name)
    target_cc = own.heat_max_cc
    for pad_c in (22, 30):
        trace = controlled(own, own.model, target_cc, pad_c)
        assert max(trace) < target_cc / 100 + 0.5
        assert abs(trace[-1] - target_cc / 100) < 0.3
        assert max(trace) < own.limits.cutoff_c - 1


@pytest.mark.parametrize(
    "changed",
    [
        {"pad_to_foot_w_per_k": 0.15, "foot_to_body_w_per_k": 0.2},  # foot hardly touching
        {"pad_j_per_k": 120, "sensor_lag_s": 12},  # thin pad, thermistor badly taped
        {"pad_j_per_k": 320, "pad_to_foot_w_per_k": 0.9},  # thick pad, firm contact
    ],
)
def test_the_gains_bear_a_pad_that_is_not_the_one_modeled(reference, changed):
    model = msgspec.structs.replace(reference.model, **changed)
    for pad_c in (22, 30):
        assert max(controlled(reference, model, 4000, pad_c)) < 40.8


def test_the_ramp_is_kept(reference):
    trace = controlled(reference, reference.model, 4000, 22)
    per_min = [after - before for before, after in zip(trace, trace[60:], strict=False)]
    assert 2.0 < max(per_min) < 3.3


def test_full_power_warms_in_minutes_and_does_not_stop_at_a_safe_temperature(reference):
    body = Body(reference.model, reference.heater.watts, reference.model.ambient_c)
    seconds = 0
    while body.pad_c < 40:
        body.step(heater_on=True)
        seconds += TICK_S
    assert 5 * 60 < seconds < 8 * 60
    for _ in range(int(3 * 3600 / TICK_S)):
        body.step(heater_on=True)
    assert body.pad_c == pytest.approx(reference.model.steady_c(12), abs=0.1)
    assert body.pad_c > 60
