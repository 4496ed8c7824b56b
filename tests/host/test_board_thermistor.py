"""The thermistor's table: how exact, and that nothing valid lies near open or short."""

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rigs.nightly import NIGHTLY
from sole.core.thermistor import Thermistor
from solewave import board
from solewave.board import checks, chip, thermistor
from solewave.board.model import Sensor
from solewave.board.pins import Pin
from solewave.problems import BadInput, Problems

NTC = Sensor(pin=Pin(34))
KNOWN = [
    # Celsius and ohm of a 10 kilohm NTC with a beta of 3950 K, worked out by hand from
    # R25 * exp(beta * (1/T - 1/298.15)).
    (5, 25_925),
    (25, 10_000),
    (50, 3_588),
    (80, 1_270),
]


def errors_c(sensor, first_c=20, last_c=50):
    """What the device reads minus what is, in C, every 0.1 C, at the ADC's own millivolts."""
    mv, cc = thermistor.table(sensor)
    device = Thermistor(mv, cc, *thermistor.faults(sensor))
    for tenth in range(first_c * 10, last_c * 10 + 1):
        device.read(round(thermistor.divider_mv(sensor, tenth / 10)))
        assert device.fault is None
        yield device.cc / 100 - tenth / 10


@pytest.mark.parametrize(("celsius", "ohm"), KNOWN)
def test_the_divider_follows_the_beta_equation(celsius, ohm):
    expected = 3300 * ohm / (ohm + 10_000)
    assert thermistor.divider_mv(NTC, celsius) == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize("wiring", ["pull-up", "pull-down"])
def test_the_reference_table_errs_by_less_than_a_tenth(wiring):
    sensor = msgspec.structs.replace(NTC, wiring=wiring)
    assert max(abs(error) for error in errors_c(sensor)) < 0.1


def passes(sensor):
    """Whether the check of a board lets the divider pass."""
    problems = Problems("board.toml")
    checks.divider(sensor, chip.load("esp32"), ("heater", "sensors", 0), problems)
    try:
        problems.raise_if_errors()
    except BadInput:
        return False
    return True


@given(
    r25_ohm=st.floats(1_000, 470_000),
    beta=st.floats(2_500, 5_000),
    ratio=st.floats(0.1, 10),
    supply_mv=st.integers(1_500, 3_600),
    wiring=st.sampled_from(["pull-up", "pull-down"]),
)
@settings(
    max_examples=1000 if NIGHTLY else 60,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much],
)
def test_whatever_divider_passes_errs_by_less_than_a_fifth(
    r25_ohm, beta, ratio, supply_mv, wiring
):
    sensor = Sensor(
        pin=Pin(34),
        r25_ohm=r25_ohm,
        beta=beta,
        series_ohm=r25_ohm * ratio,
        supply_mv=supply_mv,
        wiring=wiring,
    )
    assume(passes(sensor))
    assert max(abs(error) for error in errors_c(sensor)) < 0.2


def test_the_resistor_of_the_wiring_page_reads_as_it_says():
    """5.1 kilohm are 41.0 degrees, 90 mV of supply_mv are one, 60 mV of the ADC are two."""
    sensor = board.load("esp32-devkitc").heater.sensors[0]
    mv = sensor.supply_mv * 5100 / (5100 + sensor.series_ohm)
    assert thermistor.divider_mv(sensor, 41.0) == pytest.approx(mv, abs=2)
    more = msgspec.structs.replace(sensor, supply_mv=sensor.supply_mv + 90)
    assert thermistor.divider_mv(more, 42.0) == pytest.approx(mv, abs=3)
    two_degrees_mv = thermistor.divider_mv(sensor, 41.0) - thermistor.divider_mv(sensor, 43.0)
    assert two_degrees_mv == pytest.approx(60, abs=3)


def test_the_table_rises_and_has_as_many_temperatures():
    for sensor in board.load("esp32-devkitc").heater.sensors:
        mv, cc = thermistor.table(sensor)
        assert mv == sorted(set(mv))
        assert 9 <= len(mv) == len(cc) <= 33


@pytest.mark.parametrize(
    ("wiring", "open_mv", "short_mv"), [("pull-up", 3300, 0), ("pull-down", 0, 3300)]
)
def test_open_and_short_lie_far_outside_and_have_their_names(wiring, open_mv, short_mv):
    sensor = msgspec.structs.replace(NTC, wiring=wiring)
    mv, cc = thermistor.table(sensor)
    assert mv[0] > 150 + 200  # the ESP32's ADC shows about 150 mV for 0 V
    assert mv[-1] < 3300 - 350
    device = Thermistor(mv, cc, *thermistor.faults(sensor))
    device.read(open_mv)
    assert device.fault == "sensor-open"
    device.read(short_mv)
    assert device.fault == "sensor-short"
