"""Lights and sounds: no two states look alike, quiet is quiet, nothing is allocated."""

from common import heap_lock, heap_unlock
from sole.core import faults, indication, states
from sole.core.indication import Indication

WASM = ("test_a_tick_allocates_nothing",)

TICK_MS = 20
TEN_SECONDS = 500
ALARM_NUMBER = faults.HEATER_STUCK_ON + 1
NUMBERS = (0, 14, ALARM_NUMBER)


def shown(state, fault_number=0, quiet=False, ticks=TEN_SECONDS):
    """(levels, colors, tones) of so many ticks in a state."""
    lamp = Indication()
    levels, colors, tones = [], [], []
    for _ in range(ticks):
        lamp.tick(TICK_MS, state, fault_number, quiet)
        levels.append(lamp.level_q15)
        colors.append((lamp.red, lamp.green, lamp.blue))
        tones.append(lamp.tone_hz)
    return levels, colors, tones


def played(*states_in_turn):
    """The tones that are heard on the way through these states, 2 s in each, without repeats."""
    lamp = Indication()
    tones = []
    for state in states_in_turn:
        for _ in range(100):
            lamp.tick(TICK_MS, state, 0, False)
            if lamp.tone_hz and (not tones or tones[-1] != lamp.tone_hz):
                tones.append(lamp.tone_hz)
    return tones


def notes(tune):
    return [tune[index] for index in range(0, len(tune), 2) if tune[index]]


def rises(levels):
    """How often it goes on, beginning from off."""
    count, before = 0, 0
    for level in levels:
        if level and not before:
            count += 1
        before = level
    return count


def test_no_two_states_or_faults_look_alike():
    seen = {}
    for state in range(len(states.WORDS)):
        for number in (0, 1, 2, 3, 7, 12, 14):
            if number and state == states.SAFE_MODE:
                continue
            levels, colors, _ = shown(state, number)
            key = tuple(level > 0 for level in levels), max(levels), tuple(levels[:200])
            what = number or -state
            assert seen.get(key, what) == what, (state, number, seen[key])
            seen[key] = what
            assert (max(levels) == 0) == (state == states.OFF and number == 0)
            assert max(levels) <= 32767
            for red, green, blue in colors:
                assert 0 <= min(red, green, blue) <= max(red, green, blue) <= 255


def test_states_differ_even_for_a_lamp_that_is_only_on_or_off_but_breathing_and_fading():
    """The times of light and dark tell all of them apart; those two are told by their slopes."""
    smooth = (states.ARMED, states.PLAYING, states.WINDING_DOWN)
    seen = set()
    for state in range(len(states.WORDS)):
        if state not in smooth:
            seen.add(tuple(level > 0 for level in shown(state)[0]))
    assert len(seen) == len(states.WORDS) - len(smooth)


def test_a_fault_blinks_its_number_and_pauses():
    for number in range(1, len(faults.TABLE) + 1):
        round_ticks = number * 20 + 60
        levels, colors, _ = shown(states.FAULT, number, ticks=3 * round_ticks)
        assert rises(levels) == 3 * number, number
        for red, green, blue in colors:
            assert green == blue == 0
            assert red in (0, 254)


def test_a_fault_shows_whatever_goes_on():
    for state in range(len(states.WORDS)):
        if state != states.SAFE_MODE:
            assert shown(state, 3)[0] == shown(states.FAULT, 3)[0]


def test_breathing_is_smooth_and_reaches_its_height():
    levels, _, _ = shown(states.ARMED)
    top = 32767 * 60 // 100
    assert top - 700 < max(levels) <= top
    for index in range(1, len(levels)):
        assert abs(levels[index] - levels[index - 1]) <= top // 45


def test_winding_down_fades():
    levels, _, _ = shown(states.WINDING_DOWN, ticks=99)
    for index in range(1, len(levels)):
        assert levels[index] < levels[index - 1]


def test_quiet_is_a_twentieth_of_the_light_and_no_sound():
    for state in range(len(states.WORDS)):
        for number in (0, 5):
            loud, _, _ = shown(state, number)
            dim, colors, tones = shown(state, number, quiet=True)
            assert dim == [level * 5 // 100 for level in loud]
            assert max(tones) == 0
            for index in range(len(dim)):
                assert (max(colors[index]) > 0) == (dim[index] > 0), "dim, not dark"


def test_a_volume_of_zero_is_silent_and_not_dim():
    loud, _, _ = shown(states.PLAYING)
    lamp = Indication()
    lamp.volume_pct = 0
    lamp.tick(TICK_MS, states.PLAYING, 0, False)
    assert lamp.level_q15 == loud[0]
    assert lamp.tone_hz == 0


def test_what_is_heard():
    session = (states.PLAYING, states.PAUSED, states.PLAYING, states.WINDING_DOWN, states.COOLING)
    assert played(states.IDLE, states.PLAYING) == notes(indication.START)
    assert played(*session[:2]) == notes(indication.START + indication.PAUSE)
    heard = played(states.IDLE, *session)
    everything = indication.START + indication.PAUSE + indication.RESUME + indication.END
    merged = []
    for hz in notes(everything):
        if not merged or merged[-1] != hz:
            merged.append(hz)
    assert heard == merged
    assert played(states.IDLE, states.COOLING, states.IDLE, states.ARMED, states.IDLE) == []


def test_a_fault_is_heard_once_and_the_alarm_goes_on():
    def heard(number, quiet):
        tones = shown(states.FAULT, number, quiet)[2]
        return rises(tones), max(tones[250:])

    assert heard(1, False) == (3, 0)
    assert heard(1, True) == (0, 0)
    for quiet in (False, True):
        times, late_hz = heard(ALARM_NUMBER, quiet)
        assert times >= 18
        assert late_hz >= 2000
    assert max(shown(states.FAULT, ALARM_NUMBER, True)[0]) == 32767


def test_no_note_hangs_while_a_self_test_holds_the_loop():
    lamp = Indication()
    lamp.tick(TICK_MS, states.PLAYING, 0, False)
    assert lamp.tone_hz
    for number in (0, 3, ALARM_NUMBER):
        lamp.tick(TICK_MS, states.SELF_TEST, number, False)
        assert lamp.tone_hz == 0
        assert lamp.level_q15 > 0
        lamp.tick(TICK_MS, states.FAULT, number, False)
        assert (lamp.tone_hz > 0) == (number > 0), "it is heard after that"


def test_the_alarm_is_as_loud_as_can_be_and_all_else_as_loud_as_wanted():
    for volume_pct in (0, 30):
        lamp = Indication()
        lamp.volume_pct = volume_pct
        lamp.tick(TICK_MS, states.FAULT, 1, False)
        assert lamp.tone_pct == volume_pct
        lamp.tick(TICK_MS, states.FAULT, ALARM_NUMBER, volume_pct == 0)
        assert (lamp.tone_pct, lamp.tone_hz) == (100, indication.ALARM[0])


def test_a_late_tick_keeps_the_time():
    lamp = Indication()
    for _ in range(20):
        lamp.tick(100, states.IDLE, 0, False)
        assert (lamp.level_q15 > 0) == (lamp._at_ms < 60)


def test_a_tick_allocates_nothing():
    lamp = Indication()
    heap_lock()
    for state in range(10):
        for number in NUMBERS:
            for _ in range(60):
                lamp.tick(TICK_MS, state, number, False)
                lamp.tick(TICK_MS, state, number, True)
    heap_unlock()
