"""Boards that are right: what is read, and by which ways of writing."""

import pytest
from sole.core.zones import ZONES
from solewave import board, shipped, tomlsource
from solewave.board import pins
from solewave.board.pins import Pin

SMALLEST = """
format = 1
name = "two"
title = "Two motors"
chip = "esp32"
[supply]
volts = 5
current_ma = 1000
controller_ma = 250
[motor]
run_ma = 120
kick_ms = 80
[[motors]]
zone = "left_ball"
pins = "GPIO16"
[[motors]]
zone = "right_ball"
pins = [17, 18]
driver = "hbridge"
kick_ms = 0
"""


def check(text):
    return board.check(tomlsource.parse(text, "board.toml"))


KNOWN_WARNINGS = {
    "esp32c3-supermini": ["heater", "heater.sensors", "indicator.pin"],
    "xiao-esp32s3": ["heater.sensors", "buttons[0].pin"],
}
"""What a maker of these boards has to know; the others have nothing to warn of."""


@pytest.mark.parametrize("name", board.names())
def test_every_shipped_board_is_right_and_is_called_as_its_file(name):
    loaded = board.load(name)
    assert loaded.name == name
    assert [warning.key for warning in loaded.warnings] == KNOWN_WARNINGS.get(name, [])


@pytest.mark.parametrize("name", board.names())
def test_the_currents_of_every_shipped_board_add_up(name):
    loaded = board.load(name)
    wanted_ma = sum(motor.run_ma for motor in loaded.motors)
    sum_ma = loaded.supply.controller_ma + loaded.heater_ma + wanted_ma
    assert f"sum {sum_ma} mA of {loaded.supply.current_ma}" in comments(name)


def comments(name):
    text = (shipped.path("boards") / f"{name}.toml").read_text()
    return " ".join(text.replace("#", " ").split())


def test_the_reference_board_is_wired_as_documented():
    loaded = board.load("esp32-devkitc")
    assert [motor.zone for motor in loaded.motors] == list(ZONES)
    gpios = [motor.pins[0].gpio for motor in loaded.motors]
    assert gpios == [13, 16, 17, 18, 19, 21, 22, 23, 25, 33]
    assert (loaded.heater.pin, loaded.heater.enable_pin) == (Pin(26), Pin(27))
    assert [sensor.pin for sensor in loaded.heater.sensors] == [Pin(34), Pin(35)]
    assert loaded.buttons[0].pin == Pin(4, active_low=True, pull_up=True)
    assert (loaded.indicator.kind, loaded.indicator.pin) == ("led", Pin(14))
    assert loaded.heater_ma == 2400
    assert loaded.motor_budget_ma >= sum(motor.run_ma for motor in loaded.motors)


def test_keys_of_motor_go_into_each_motor_that_lacks_them():
    first, second = check(SMALLEST).motors
    assert (first.kick_ms, second.kick_ms) == (80, 0)
    assert first.run_ma == second.run_ma == 120
    assert second.pins == (Pin(17), Pin(18))
    assert (first.zone_number, second.zone_number) == (1, 6)


def test_a_board_without_heater_gives_the_motors_all_that_is_left():
    loaded = check(SMALLEST)
    assert loaded.heater is None
    assert loaded.heater_ma == 0
    assert loaded.motor_budget_ma == 750


def test_limits_may_be_lowered():
    loaded = check(SMALLEST + "[limits]\ntarget_c = 38\ncutoff_c = 41\nheat_min = 10\n")
    assert (loaded.limits.target_c, loaded.limits.cutoff_c) == (38, 41)
    assert (loaded.limits.ramp_c_per_min, loaded.limits.heat_min) == (3, 10)


@pytest.mark.parametrize(
    ("written", "pin"),
    [
        (13, Pin(13)),
        ("13", Pin(13)),
        ("GPIO13", Pin(13)),
        ("gpio13", Pin(13)),
        ("IO13", Pin(13)),
        ("!4", Pin(4, active_low=True)),
        ("^4", Pin(4, pull_up=True)),
        ("!^4", Pin(4, active_low=True, pull_up=True)),
        ("^!GPIO4", Pin(4, active_low=True, pull_up=True)),
    ],
)
def test_ways_to_write_a_pin(written, pin):
    assert pins.parse(written) == pin


@pytest.mark.parametrize(
    "written", [True, 13.0, -1, 256, "", "GPIO", "!!4", "D4", "4!", [4], None]
)
def test_what_is_not_a_pin(written):
    with pytest.raises(ValueError, match="not a pin"):
        pins.parse(written)
