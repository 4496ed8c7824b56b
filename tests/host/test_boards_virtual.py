"""Every board that comes with Solewave, with the real firmware on the virtual board: the five
routines play on its pins and on no others."""

import time

import pytest
from sole.core import board as device
from solewave import board, pattern, shipped, upload
from solewave.client import Client
from solewave.transport import open_port
from solewave.virtual import VirtualBoard
from virtual_console import HANG_GUARD_S

SPEED = 25.0
"""A session ends when its host stands still for 5 s of the board's time: here a fifth of one."""
SLICE_MS = 12000
POLL_S = 0.02
ROUTINES = sorted((shipped.path("routines")).glob("*.toml"))
MODES = ("pwm", "out", "in", "adc", "ws2812")
DRIVING = ("out", "open-drain", "pwm")


@pytest.fixture(scope="module")
def compiled():
    return {path.stem: pattern.load(path).data for path in ROUTINES}


@pytest.fixture(scope="module", params=board.names())
def running(request, tmp_path_factory):
    """A board, its virtual twin and a client that talks to it."""
    folder = tmp_path_factory.mktemp(request.param)
    patch = pytest.MonkeyPatch()
    patch.setenv("SOLEWAVE_STATE_DIR", str(folder))
    own = board.load(request.param)
    with VirtualBoard(own, folder / "board", speed=SPEED) as virtual:
        port = open_port(virtual.port, SPEED)
        yield own, virtual, Client(port)
        port.close()
    patch.undo()


def motor_pins(own):
    return {pin.gpio for motor in own.motors for pin in motor.pins}


def heater_pins(own):
    if own.heater is None:
        return set()
    return {pin.gpio for pin in (own.heater.pin, own.heater.enable_pin) if pin}


def lamp_pins(own, kind):
    return {own.indicator.pin.gpio} if own.indicator and own.indicator.kind == kind else set()


def test_the_firmware_takes_it_and_says_its_name(running):
    own, _, client = running
    keys = device.read(own.compiled())
    assert (keys["name"], keys["chip"]) == (own.name, own.chip)
    hello = client.hello()
    assert hello["board"] == own.name
    assert client.ask("status")["fault"] is None


def test_it_uses_the_pins_of_the_board_file_and_no_others(running):
    own, virtual, client = running
    client.hello()
    used = virtual.outputs()
    by_mode = {mode: {pin for pin, of in used.items() if of["mode"] == mode} for mode in MODES}
    dimmed = lamp_pins(own, "led")
    buzzer = {own.buzzer.pin.gpio} if own.buzzer else set()
    assert by_mode["pwm"] == motor_pins(own) | dimmed | buzzer
    assert by_mode["out"] == heater_pins(own)
    assert by_mode["ws2812"] == lamp_pins(own, "ws2812")
    assert by_mode["in"] == {button.pin.gpio for button in own.buttons}
    sensors = own.heater.sensors if own.heater else ()
    assert by_mode["adc"] == {sensor.pin.gpio for sensor in sensors}
    assert all(used[pin]["hz"] == own.pwm_hz for pin in by_mode["pwm"] - buzzer)


@pytest.mark.parametrize("name", [path.stem for path in ROUTINES])
def test_a_routine_plays_on_it(running, compiled, name):
    own, virtual, client = running
    client.hello()
    assert upload.send(client, name, compiled[name]).stored
    client.ask("play", name=name, ticket=client.ask("ready")["ticket"])
    seen, warmed = watch(client, virtual, SLICE_MS)
    assert seen & motor_pins(own)
    assert seen <= motor_pins(own) | heater_pins(own)
    assert warmed == (own.heater is not None)
    client.ask("stop")
    silent(client, virtual)
    assert client.ask("status")["fault"] is None
    client.ask("remove", name=name)


def watch(client, virtual, ms):
    """The pins, other than the lamp, that drove something while a session played for `ms`, and
    whether heat was permitted (its pin may be on for a tick in a second only)."""
    seen = set()
    warmed = False
    begun = time.monotonic()
    while True:
        status = client.ask("status")
        assert status["fault"] is None
        seen |= driven(virtual)
        warmed = warmed or status["target_cc"] > 0
        if status["elapsed_ms"] >= ms:
            return seen, warmed
        assert status["state"] == "playing"
        assert time.monotonic() < begun + HANG_GUARD_S
        time.sleep(POLL_S)


def silent(client, virtual):
    """Waits until nothing is driven: a session that is stopped fades first."""
    begun = time.monotonic()
    while driven(virtual):
        client.ask("status")
        assert time.monotonic() < begun + HANG_GUARD_S
        time.sleep(POLL_S)


def driven(virtual):
    """Pins that drive something now; lamp, buzzer and a bridge that brakes do not count."""
    own, outputs = virtual.board, virtual.outputs()
    idle = {one.pin.gpio for one in (own.indicator, own.buzzer) if one}
    for motor in own.motors:
        pins = [pin.gpio for pin in motor.pins]
        if len(pins) == 2 and outputs[pins[0]]["duty_u16"] == outputs[pins[1]]["duty_u16"]:
            idle.update(pins)
    busy = {pin for pin, of in outputs.items() if of["mode"] in DRIVING and of["duty_u16"]}
    return busy - idle
