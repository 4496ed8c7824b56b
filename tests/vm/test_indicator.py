"""The lamp: playing, and the number of a fault."""

from dummies import Pin
from sole.drivers.indicator import Indicator


def rises(lamp, pin, ticks, playing, blinks):
    """How often the lamp goes on in so many ticks."""
    count = 0
    for _ in range(ticks):
        before = pin.is_on
        lamp.tick(playing, blinks)
        if pin.is_on and not before:
            count += 1
    return count


def test_it_is_lit_while_a_session_plays():
    pin = Pin()
    lamp = Indicator(pin)
    lamp.tick(True, 0)
    assert pin.is_on
    lamp.tick(False, 0)
    assert not pin.is_on


def test_a_fault_blinks_its_number_and_pauses():
    for blinks in (1, 3, 13):
        pin = Pin()
        lamp = Indicator(pin)
        round_ticks = blinks * 20 + 60
        for _ in range(3):
            assert rises(lamp, pin, round_ticks, True, blinks) == blinks
