"""A button at a pin."""

from common import heap_lock, heap_unlock
from dummies import Switch
from sole.core import gesture
from sole.drivers.button import Button

WASM = ("test_a_tick_allocates_nothing",)


def pressed_for(button, pin, ticks):
    """What it says while it is held for so many ticks and then released for as many."""
    said = []
    for level in (1, 0):
        pin.level = level
        for _ in range(ticks):
            code = button.tick(20)
            if code != gesture.NONE:
                said.append(code)
    return said


def test_each_role_has_the_gestures_that_it_needs():
    expected = {
        "play": [gesture.PRESS],
        "stop": [gesture.PRESS],
        "intensity-up": [gesture.PRESS, gesture.PRESS],
        "intensity-down": [gesture.PRESS, gesture.PRESS],
    }
    for does, said in expected.items():
        pin = Switch()
        button = Button(pin, does)
        button.tick(20)
        assert button.does == does
        assert pressed_for(button, pin, 30) == said, does


def test_pressed_does_not_wait_for_the_contact_to_settle():
    pin = Switch()
    button = Button(pin, "stop")
    assert not button.pressed
    pin.level = 1
    assert button.pressed


def test_it_says_when_it_is_stuck():
    pin = Switch()
    pin.level = 1
    button = Button(pin, "play")
    assert pressed_for(button, pin, 100) == []
    pin.level = 1
    for _ in range(1600):
        button.tick(20)
    assert button.stuck


def test_a_tick_allocates_nothing():
    pin = Switch()
    button = Button(pin, "play")
    heap_lock()
    for index in range(300):
        pin.level = 1 if index % 100 < 60 else 0
        button.tick(20)
    heap_unlock()
