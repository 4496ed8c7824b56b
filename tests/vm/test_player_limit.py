"""A session that must be silent after some time, however long its pattern is."""

import builder
from common import heap_lock, heap_unlock
from playing import started, steps
from sole.core.player import IDLE, PLAYING, START_FADE_MS, STOP_FADE_MS, STOPPING

WASM = ("test_a_limit_allocates_nothing_in_a_tick",)


def playing(duration_ms=60000):
    """A player that has begun to play one full level, with heat."""
    voices = [builder.voice(duration_ms, {0: 0})]
    return started([builder.section(duration_ms, voices, 3600)])


def to_the_end(one, dt_ms=20):
    """Steps until it is over; the levels of zone 0, one per tick."""
    levels = []
    while one.state != IDLE:
        one.step(dt_ms)
        levels.append(one.levels[0])
    return levels


def test_it_is_silent_by_then_and_not_much_before():
    for ms in (3100, 5000, 5013, 20000):
        one = playing()
        one.end_in(ms)
        assert one.duration_ms == ms
        levels = to_the_end(one)
        assert levels[-1] == 0
        assert ms - 60 <= len(levels) * 20 <= ms, (ms, len(levels))
        assert one.limited


def test_it_fades_out_and_cuts_the_heat_when_that_begins():
    one = playing()
    one.end_in(10000)
    steps(one, (10000 - STOP_FADE_MS) // 20 - 5)
    assert (one.state, one.heat_cc) == (PLAYING, 3600)
    assert one.levels[0] > 32700
    steps(one, 5)
    assert (one.state, one.heat_cc, one.limited) == (STOPPING, 0, True)
    before = one.levels[0]
    for level in to_the_end(one):
        assert before - 32767 * 20 // STOP_FADE_MS - 5 <= level <= before
        before = level


def test_it_counts_from_now():
    one = playing()
    steps(one, 200)
    one.end_in(6000)
    assert one.duration_ms == 10000
    assert 5900 <= len(to_the_end(one)) * 20 <= 6000


def test_a_pause_does_not_count():
    one = playing()
    one.end_in(10000)
    steps(one, 200)
    one.pause()
    steps(one, 1000)
    one.resume()
    assert 5900 <= len(to_the_end(one)) * 20 <= 6000
    assert one.limited


def test_little_time_left_makes_the_fade_faster_and_none_ends_at_once():
    for ms in (1000, 300, 60, 20):
        one = playing()
        steps(one, START_FADE_MS // 20 + 5)
        one.end_in(ms)
        assert len(to_the_end(one)) * 20 <= ms
        assert one.limited
    one.start()
    steps(one, 100)
    one.end_in(0)
    one.step(20)
    assert (one.state, one.levels, one.heat_cc) == (IDLE, [0] * 10, 0)


def test_a_pattern_that_is_over_before_does_not_feel_it():
    for ms in (5000, 5500, 600000):
        one, free = playing(5000), playing(5000)
        one.end_in(ms)
        assert one.duration_ms == 5000
        assert to_the_end(one) == to_the_end(free)
        assert not one.limited


def test_the_end_can_be_moved():
    one = playing()
    one.end_in(5000)
    one.end_in(20000)
    assert one.duration_ms == 20000
    one.end_in(90000)
    assert one.duration_ms == 60000
    one.end_in(8000)
    assert 7900 <= len(to_the_end(one)) * 20 <= 8000


def test_the_next_session_has_no_limit():
    one = playing()
    one.end_in(3000)
    to_the_end(one)
    assert one.limited
    one.start()
    assert (one.limited, one.duration_ms) == (False, 60000)
    steps(one, 250)
    assert one.state == PLAYING


def test_stop_by_hand_is_not_the_limit():
    one = playing()
    one.end_in(10000)
    steps(one, 100)
    one.stop()
    to_the_end(one)
    assert not one.limited


def test_a_limit_allocates_nothing_in_a_tick():
    one = playing(3600000)
    one.end_in(3500000)
    heap_lock()
    for _ in range(3480):
        one.step(1000)
    while one.state != IDLE:
        one.step(20)
    heap_unlock()
    assert one.limited
