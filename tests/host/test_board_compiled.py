"""The compiled board: its keys, integers only, its size, and that the firmware takes it."""

import re

import msgspec
import pytest
from sole.core import board as device
from sole.core import frame, limits
from solewave import board, shipped
from solewave.board import model
from solewave.board.pins import Pin
from solewave.problems import BadInput

REFERENCE = (shipped.path("boards") / "esp32-devkitc.toml").read_text()


@pytest.fixture(scope="module")
def reference():
    return board.load("esp32-devkitc")


def test_the_firmware_reads_what_the_host_compiles(reference):
    assert device.read(reference.compiled()) == frame.unseal(reference.compiled())


def test_the_keys_are_those_of_the_format(reference):
    keys = frame.unseal(reference.compiled())
    assert list(keys) == [
        "v", "name", "title", "chip", "pwm_hz", "motors", "motor_budget_ma", "heater",
        "buttons", "indicator", "buzzer",
    ]  # fmt: skip
    assert keys["v"] == 1
    assert keys["motors"][9] == {
        "zone": 9, "driver": "mosfet", "pins": [33], "start_pct": 30, "kick_ms": 60,
        "slew_ms": 100, "run_ma": 90,
    }  # fmt: skip
    assert keys["motor_budget_ma"] == 1350
    assert keys["buttons"] == [
        {"pin": 4 + 256 + 512, "does": "play"}, {"pin": 32 + 256 + 512, "does": "stop"}
    ]  # fmt: skip
    assert (keys["indicator"], keys["buzzer"]) == ({"kind": "led", "pin": 14}, None)
    heater = keys["heater"]
    sensors = heater.pop("sensors")
    assert heater == {
        "pin": 26, "enable": 27, "watts_x10": 120, "target_cc": 4200, "cutoff_cc": 4500,
        "ramp_cc_per_min": 300, "heat_ms": 1800000, "kp_q15": 26214, "ti_s": 240,
        "window_ms": 1000,
    }  # fmt: skip
    assert [sensor["pin"] for sensor in sensors] == [34, 35]
    assert (sensors[0]["low"], sensors[0]["high"]) == ("sensor-short", "sensor-open")


def test_no_number_but_integers(reference):
    def walk(value):
        if isinstance(value, dict):
            for each in value.values():
                yield from walk(each)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each)
        else:
            yield value

    kinds = {type(value) for value in walk(frame.unseal(reference.compiled()))}
    assert kinds - {type(None)} == {int, str}


def test_without_heater_lamp_and_buttons_the_keys_are_there_and_empty(reference):
    bare = msgspec.structs.replace(reference, heater=None, indicator=None, buttons=())
    keys = device.read(bare.compiled())
    assert (keys["heater"], keys["indicator"], keys["buttons"]) == (None, None, [])
    assert keys["motor_budget_ma"] == 3750


def test_a_limit_is_rounded_down_never_up(reference):
    fine = msgspec.structs.replace(
        reference.limits, target_c=40.019, cutoff_c=43.999, ramp_c_per_min=0.29, heat_min=9.99999
    )
    heater = frame.unseal(msgspec.structs.replace(reference, limits=fine).compiled())["heater"]
    assert (heater["target_cc"], heater["cutoff_cc"]) == (4001, 4399)
    assert (heater["ramp_cc_per_min"], heater["heat_ms"]) == (29, 599999)


def raised(key, most):
    """The reference board with one limit above the firmware's by as little as can be written."""
    return re.sub(rf"^{key} = .*$", f"{key} = {most + 1e-9!r}", REFERENCE, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("target_c", limits.HEAT_TARGET_MAX_CC / 100),
        ("cutoff_c", limits.HEAT_CUTOFF_CC / 100),
        ("ramp_c_per_min", limits.HEAT_RAMP_MAX_CC_PER_MIN / 100),
        ("heat_min", limits.HEAT_TIME_MAX_MS / 60000),
    ],
)
def test_no_limit_can_be_raised(key, most, tmp_path):
    path = tmp_path / "board.toml"
    path.write_text(raised(key, most))
    with pytest.raises(BadInput) as caught:
        board.load(path)
    assert [problem.key for problem in caught.value.problems] == [f"limits.{key}"]


def test_the_largest_board_fits(reference):
    motor = msgspec.structs.replace(
        reference.motors[0], driver="hbridge", pins=(Pin(255, True, True),) * 2, run_ma=5000,
        start_pct=90, kick_ms=200, slew_ms=1000,
    )  # fmt: skip
    largest = msgspec.structs.replace(
        reference, name="n" * 32, title="\u20ac" * 80, chip="c" * 32, motors=(motor,) * 10,
        buttons=tuple(
            model.Button(pin=Pin(255, True, True), does=does)
            for does in ("play", "stop", "intensity-down", "intensity-up")
        ),
        indicator=model.Indicator(pin=Pin(255, True, True), kind="ws2812"),
        buzzer=model.Buzzer(pin=Pin(255, True, True)),
    )  # fmt: skip
    assert len(largest.compiled()) <= device.SIZE_MAX
