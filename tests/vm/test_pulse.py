"""The swell of the motors with which bedtime can invite."""

from common import heap_lock, heap_unlock
from sole.core.limits import FULL_Q15
from sole.core.pulse import PULSE_MS, Pulse

WASM = ("test_it_swells_and_fades_without_a_jump", "test_it_allocates_nothing")


def levels(pulse, dt_ms=20):
    """One level a step until it is over."""
    pulse.begin()
    found = []
    while pulse.active:
        pulse.step(dt_ms, True)
        assert min(pulse.levels) == max(pulse.levels)
        found.append(pulse.levels[0])
        assert len(found) <= PULSE_MS // dt_ms + 1
    return found


def test_it_swells_and_fades_without_a_jump():
    found = levels(Pulse())
    assert len(found) == PULSE_MS // 20
    assert FULL_Q15 // 3 - 1 <= max(found) <= FULL_Q15 // 3
    steps = [abs(found[index] - found[index - 1]) for index in range(1, len(found))]
    assert max(steps + found[:1]) <= FULL_Q15 // 3 // 50 + 1
    assert found[-1] == 0


def test_late_ticks_shorten_nothing_and_overshoot_nothing():
    found = levels(Pulse(), 140)
    assert max(found) <= FULL_Q15 // 3
    assert found[-1] == 0


def test_what_is_not_allowed_is_over_at_once():
    pulse = Pulse()
    pulse.begin()
    for _ in range(40):
        pulse.step(20, True)
    assert max(pulse.levels) > 0
    pulse.step(20, False)
    assert (pulse.active, max(pulse.levels)) == (False, 0)


def test_it_allocates_nothing():
    pulse = Pulse()
    heap_lock()
    pulse.begin()
    while pulse.active:
        pulse.step(20, True)
    heap_unlock()
    assert max(pulse.levels) == 0
