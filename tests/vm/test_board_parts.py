"""The device's own check of buttons, lamp and buzzer in a board file, and their safe pins."""

from common import board_file, raises
from sole.core import board

ACTIVE_LOW = 256


def buttons(*roles):
    return [{"pin": 20 + index, "does": roles[index]} for index in range(len(roles))]


def refusal(**changes):
    return raises(board.BoardError, board.read, board_file(**changes)).say


def test_every_role_may_be_there_once():
    every = buttons("play", "stop", "intensity-down", "intensity-up")
    assert board.read(board_file(buttons=every))["buttons"] == every
    assert board.read(board_file(buttons=buttons("stop")))
    assert "two buttons for play" in refusal(buttons=buttons("play", "play"))
    assert "jump" in refusal(buttons=buttons("jump"))


def test_intensity_needs_a_button_that_starts():
    for does in ("intensity-down", "intensity-up"):
        assert board.read(board_file(buttons=buttons(does, "play")))
        assert does in refusal(buttons=buttons("stop", does))


def test_lamp_and_buzzer_are_claimed_and_known():
    for kind in ("led", "ws2812"):
        lamp = {"kind": kind, "pin": 14}
        assert board.read(board_file(indicator=lamp, buzzer=13))["indicator"] == lamp
        assert "GPIO14 is used twice" in refusal(indicator=lamp, buzzer=14)
        assert "GPIO20 is used twice" in refusal(buttons=buttons("play"), buzzer=20 + ACTIVE_LOW)
    assert "candle" in refusal(indicator={"kind": "candle", "pin": 14})
    assert refusal(indicator={"kind": "led"})
    assert refusal(indicator=14)
    assert refusal(buzzer="13")


def test_their_pins_are_outputs_to_make_safe():
    keys = board.read(
        board_file(
            indicator={"kind": "ws2812", "pin": 14},
            buzzer=13 + ACTIVE_LOW,
            buttons=buttons("play"),
        )
    )
    assert sorted(board.output_pins(keys)) == [14, 13 + ACTIVE_LOW]
