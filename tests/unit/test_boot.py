"""boot.py: every output to its safe level before anything else, whatever the board file holds."""

import importlib
import io

import pytest
from rigs.guests import FIRMWARE
from sole.core.board import PIN_ACTIVE_LOW
from sole.core.frame import seal
from unit.stubs.pins import HIGH

BOARD = {
    "heater": {"pin": 26, "enable": 27 + PIN_ACTIVE_LOW},
    "motors": [{"pins": [13]}, {"pins": [18 + PIN_ACTIVE_LOW, 19]}],
    "indicator": {"kind": "led", "pin": 14},
    "buzzer": 15,
}


@pytest.fixture
def boot(board_stub):
    """Runs boot.py on a board whose outputs all stand at their active level."""

    def run(file: bytes | OSError, kept: str | None = None):
        def opened(path, mode="r"):
            if path == "/pins.json" and kept is not None:
                return io.StringIO(kept)
            if path == "/pins.json":
                raise OSError(2)
            assert (path, mode) == ("/board.json", "rb")
            if isinstance(file, OSError):
                raise file
            return io.BytesIO(file)

        for gpio in (13, 19, 26, 14, 15):
            board_stub.machine.drive(gpio, HIGH)
        for gpio in (18, 27):
            board_stub.machine.drive(gpio, 0)
        source = (FIRMWARE / "boot.py").read_text(encoding="utf-8")
        exec(compile(source, "boot.py", "exec"), {"open": opened, "__name__": "boot"})
        return board_stub

    return run


def levels(board):
    return {gpio: board.line(gpio).level for gpio in (13, 14, 15, 18, 19, 26, 27)}


SAFE = {13: 0, 14: 0, 15: 0, 18: HIGH, 19: 0, 26: 0, 27: HIGH}


def test_every_output_goes_to_its_safe_level(boot):
    assert levels(boot(seal(BOARD))) == SAFE


def test_a_board_file_with_a_wrong_crc_still_tells_the_pins(boot):
    assert levels(boot(seal(BOARD)[:-1] + b"x")) == SAFE


@pytest.mark.parametrize("file", [OSError(2), b"", b"{}", seal({"heater": None, "motors": []})])
def test_pins_of_a_lost_board_file_are_remembered(boot, file):
    kept = [26, 27 + PIN_ACTIVE_LOW, 13, 18 + PIN_ACTIVE_LOW, 19, 14, 15]
    assert levels(boot(file, str(kept))) == SAFE


@pytest.mark.parametrize(
    "file", [OSError(2), b"", b"\xff\xff", b"[1, 2]#00000000", b"{}", b'{"motors": 7}', b"null"]
)
def test_no_board_file_stops_the_boot(boot, file, capsys):
    board = boot(file)
    board.clock.advance(60_000)  # the watchdog is fed meanwhile
    assert board.machine.watchdog is not None


@pytest.mark.parametrize("gone", ["heater", "motors", "indicator", "buzzer"])
def test_what_the_file_lacks_does_not_keep_the_rest_from_being_safe(boot, gone):
    found = levels(boot(seal({key: part for key, part in BOARD.items() if key != gone})))
    pins = {"heater": {26, 27}, "motors": {13, 18, 19}, "indicator": {14}, "buzzer": {15}}
    assert {gpio for gpio in SAFE if found[gpio] != SAFE[gpio]} == pins[gone]


def test_a_file_that_breaks_off_in_sense_still_frees_the_heater(boot):
    found = levels(boot(seal({**BOARD, "motors": 7})))
    assert (found[26], found[27]) == (0, HIGH)


def test_one_pin_that_does_not_exist_does_not_stop_the_others(boot, board_stub, mocker):
    machine = importlib.import_module("machine")

    def pin(number, *arguments, **keywords):
        if number == 13:
            raise ValueError("invalid pin")
        return real(number, *arguments, **keywords)

    real = machine.Pin
    mocker.patch.object(machine, "Pin", pin)
    for name in ("OUT", "IN"):
        setattr(pin, name, getattr(real, name))
    found = levels(boot(seal(BOARD)))
    assert found == {**SAFE, 13: HIGH}
