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
NONE = OSError(2)
KEPT = seal({"pins": [26, 27 + PIN_ACTIVE_LOW, 13, 18 + PIN_ACTIVE_LOW, 19, 14, 15]})
TURNED = {
    **BOARD,
    "heater": {"pin": 26 + PIN_ACTIVE_LOW, "enable": 27},
    "motors": [{"pins": [13 + PIN_ACTIVE_LOW]}, {"pins": [18, 19 + PIN_ACTIVE_LOW]}],
}
"""Each level the other way round."""


@pytest.fixture
def boot(board_stub):
    """Runs boot.py on a board whose outputs all stand at their active level."""

    def run(file: bytes | OSError, kept: bytes | OSError = NONE):
        def opened(path, mode):
            assert mode == "rb"
            content = {"/board.json": file, "/pins.json": kept}[path]
            if isinstance(content, OSError):
                raise content
            return io.BytesIO(content)

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


def spoiled(sealed: bytes) -> bytes:
    return sealed[:-1] + b"x"


@pytest.mark.parametrize(
    "file",
    [NONE, b"", b"{}", spoiled(seal(BOARD)), spoiled(seal(TURNED)), seal({"heater": None})],
)
def test_without_a_board_file_that_is_whole_the_pins_are_remembered(boot, file):
    assert levels(boot(file, KEPT)) == SAFE


def test_a_board_file_that_is_whole_counts_more_than_what_is_remembered(boot):
    levels_kept = seal({"pins": [26 + PIN_ACTIVE_LOW, 27, 13 + PIN_ACTIVE_LOW]})
    assert levels(boot(seal(BOARD), levels_kept)) == SAFE


def test_a_spoiled_file_drives_no_pin(boot):
    untouched = {13: HIGH, 14: HIGH, 15: HIGH, 18: 0, 19: HIGH, 26: HIGH, 27: 0}
    assert levels(boot(spoiled(seal(TURNED)), spoiled(KEPT))) == untouched


@pytest.mark.parametrize("kept", [b"", b"[26]", seal({}), seal({"pins": 7}), b"\xff\xff"])
def test_no_remembered_pins_stop_the_boot(boot, kept):
    assert levels(boot(seal(BOARD), kept)) == SAFE


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


@pytest.mark.parametrize(
    "other",
    [
        {"indicator": {"kind": "led", "pin": 26 + PIN_ACTIVE_LOW}},
        {"buzzer": 26 + PIN_ACTIVE_LOW},
        {"motors": [{"pins": [26 + PIN_ACTIVE_LOW]}]},
        {"motors": [{"pins": [27]}]},
    ],
)
def test_a_file_that_names_a_pin_twice_does_not_switch_the_heater_on(boot, other):
    found = levels(boot(seal({**BOARD, **other})))
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
