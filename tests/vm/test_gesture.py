"""Gestures from contacts that bounce, chatter, stick and stay pressed."""

from common import heap_lock, heap_unlock
from sole.core.gesture import (
    DOUBLE,
    FULL,
    LONG,
    NONE,
    PLAIN,
    PRESS,
    STOP,
    VERY_LONG,
    Gesture,
)

WASM = ("test_a_tick_allocates_nothing",)

TICK_MS = 20


def told(gesture, levels, dt_ms=TICK_MS):
    """(time in ms, code) of everything that a contact with these levels makes a button say."""
    found = []
    for index in range(len(levels)):
        code = gesture.tick(levels[index] == 1, dt_ms)
        if code != NONE:
            found.append(((index + 1) * dt_ms, code))
    return found


def codes(gesture, levels):
    return [code for _, code in told(gesture, levels)]


def held(ms):
    return [1] * (ms // TICK_MS)


def free(ms):
    return [0] * (ms // TICK_MS)


def full():
    """A play button that has been seen released."""
    gesture = Gesture(FULL)
    gesture.tick(False, TICK_MS)
    return gesture


def test_a_press_is_told_when_no_second_one_came():
    found = told(full(), held(120) + free(1000))
    assert [code for _, code in found] == [PRESS]
    assert 300 <= found[0][0] - 120 <= 360


def test_two_presses_are_a_double_and_nothing_else():
    assert codes(full(), held(100) + free(200) + held(100) + free(1000)) == [DOUBLE]


def test_presses_apart_are_two():
    assert codes(full(), held(100) + free(400) + held(100) + free(400)) == [PRESS, PRESS]


def test_more_presses_than_two_mean_nothing():
    for presses in (3, 4, 9):
        assert codes(full(), (held(80) + free(120)) * presses + free(1000)) == []


def test_long_is_told_while_it_is_held_and_very_long_after_it():
    found = told(full(), held(6000) + free(1000))
    assert [code for _, code in found] == [LONG, VERY_LONG]
    assert 1000 <= found[0][0] <= 1060
    assert 5000 <= found[1][0] <= 5060


def test_a_press_before_a_long_one_is_forgotten():
    assert codes(full(), held(100) + free(100) + held(1500) + free(1000)) == [LONG]


def test_contacts_that_bounce_make_one_press():
    for bounces in ([1, 0], [1, 0, 1, 0], [0, 1, 0]):
        levels = bounces + held(200) + bounces[:2] + free(600)
        assert codes(full(), levels) == [PRESS], bounces
        levels = bounces + held(1500) + bounces[:2] + free(600)
        assert codes(full(), levels) == [LONG], bounces


def test_a_contact_that_never_settles_says_nothing():
    for kind in (FULL, PLAIN):
        gesture = Gesture(kind)
        gesture.tick(False, TICK_MS)
        assert codes(gesture, [1, 0] * 2000) == []


def test_a_contact_that_chatters_says_no_gesture():
    """Levels that last for 20 to 80 ms, as a worn contact gives them, then a release."""
    gesture = full()
    seed = 1
    levels = []
    for index in range(400):
        seed = seed * 1103515245 + 12345 & 0x3FFFFFFF
        levels += [index & 1] * (1 + (seed >> 16) % 4)
    assert codes(gesture, levels + free(2000)) == []
    assert codes(gesture, held(100) + free(600)) == [PRESS]


def test_a_contact_lost_for_a_tick_does_not_end_a_press():
    assert codes(full(), held(600) + free(20) + held(600) + free(600)) == [LONG]


def test_a_button_pressed_when_the_power_comes_says_nothing_until_it_was_released():
    for kind in (FULL, PLAIN):
        gesture = Gesture(kind)
        assert codes(gesture, held(20000)) == []
        assert gesture.stuck
        assert codes(gesture, free(500) + held(100) + free(500)) == []
        assert gesture.stuck
        assert codes(gesture, free(1200)) == []
        assert not gesture.stuck
        assert codes(gesture, held(100) + free(600)) == [PRESS]


def test_a_button_held_too_long_is_stuck():
    gesture = full()
    assert codes(gesture, held(29000)) == [LONG, VERY_LONG]
    assert not gesture.stuck
    assert codes(gesture, held(2000)) == []
    assert gesture.stuck
    assert codes(gesture, held(60000)) == []
    assert codes(gesture, free(1200) + held(100) + free(600)) == [PRESS]


def test_a_plain_button_acts_at_once_and_repeats():
    gesture = Gesture(PLAIN)
    gesture.tick(False, TICK_MS)
    found = told(gesture, held(1700) + free(600))
    assert [code for _, code in found] == [PRESS] * 5
    assert found[0][0] == 40
    for index in range(1, 5):
        assert found[index][0] - found[0][0] == 400 * index - TICK_MS


def test_a_plain_button_that_is_held_repeats_for_ten_seconds_at_most():
    gesture = Gesture(PLAIN)
    gesture.tick(False, TICK_MS)
    found = told(gesture, held(29000))
    assert len(found) == 26
    assert found[-1][0] <= 10060
    assert codes(gesture, held(2000)) == []
    assert gesture.stuck


def test_a_stop_button_acts_at_the_first_look_and_once():
    gesture = Gesture(STOP)
    gesture.tick(False, TICK_MS)
    assert told(gesture, held(60000)) == [(TICK_MS, PRESS)]
    assert not gesture.stuck
    assert codes(gesture, free(100) + held(20) + free(100)) == [PRESS]


def test_a_stop_button_that_is_pressed_at_power_on_acts():
    assert told(Gesture(STOP), held(1000)) == [(TICK_MS, PRESS)]


def test_a_stall_of_the_loop_is_not_time_in_which_a_button_was_held():
    gesture = full()
    assert codes(gesture, held(100)) == []
    assert gesture.tick(True, 3000) == NONE
    assert codes(gesture, free(600)) == [PRESS]


def test_late_ticks_change_no_gesture():
    for dt_ms in (20, 40, 60, 100):
        for levels_ms, code in ((((200, 600),), PRESS), (((200, 200), (200, 600)), DOUBLE)):
            levels = []
            for held_ms, free_ms in levels_ms:
                levels += [1] * (held_ms // dt_ms) + [0] * (free_ms // dt_ms)
            assert [each for _, each in told(full(), levels, dt_ms)] == [code], dt_ms


def test_a_tick_allocates_nothing():
    for kind in (FULL, PLAIN, STOP):
        gesture = Gesture(kind)
        heap_lock()
        for index in range(4000):
            gesture.tick(index % 1700 > 60 and index & 3 != 1, TICK_MS)
            gesture.tick(index % 1700 > 60, TICK_MS)
        heap_unlock()
