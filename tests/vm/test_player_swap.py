"""Going over to another pattern while one plays."""

import builder
from builder import END, FULL, PLAY, REPEAT, TRAPEZOID
from common import heap_lock, heap_unlock, raises
from playing import started, steps
from sole.core import player
from sole.core.crossfade import CROSS_MS
from sole.core.pattern import PatternError
from sole.core.player import IDLE, PAUSED, PLAYING, STOPPING
from sole.core.sequencer import Sequencer

WASM = (
    "test_the_swap_and_what_follows_allocate_nothing_in_a_tick",
    "test_wherever_it_is_swapped_it_goes_on_as_if_played_to_there",
)

SETTLED_TICKS = CROSS_MS // 20
CROSS_STEP = FULL * 20 // CROSS_MS + 2


def constant(high, zone=0, duration_ms=60000, heat_cc=0, ramp_ms=0):
    """A pattern of one level in one zone."""
    voices = [builder.voice(duration_ms, {zone: 0}, high=high)]
    return builder.build([builder.section(duration_ms, voices, heat_cc, ramp_ms)])


def playing(high=20000, heat_cc=0, **settings):
    """A player three seconds into a constant."""
    voices = [builder.voice(60000, {0: 0}, high=high)]
    one = started([builder.section(60000, voices, heat_cc)], **settings)
    steps(one, 150)
    return one


def nested():
    """Sections of uneven lengths in nested repeats, strokes that cross the limits of a tick."""
    sections = []
    for index, ms in enumerate((730, 410, 990, 50)):
        wave = builder.voice(
            ms, {index: 0, 9: 70}, wave=TRAPEZOID, period_ms=330, shape=(90, 60, 90)
        )
        sections.append(builder.section(ms, [wave], 3000 + 300 * index, ms // 2))
    sequence = [(PLAY, 3), (REPEAT, 3), (PLAY, 0), (REPEAT, 4), (PLAY, 1), (PLAY, 3), (END, 0)]
    sequence.extend([(PLAY, 2), (END, 0), (PLAY, 0)])
    return sections, sequence


def test_it_goes_on_at_the_time_reached():
    one = playing()
    one.swap(constant(9000, zone=4, duration_ms=20000))
    assert (one.state, one.elapsed_ms, one.duration_ms) == (PLAYING, 3000, 20000)
    steps(one, SETTLED_TICKS + 1)
    assert abs(one.levels[4] - 9000) < 20
    assert one.levels[0] == 0
    assert one.elapsed_ms == 3000 + 20 * (SETTLED_TICKS + 1)


def test_levels_cross_over_without_a_jump():
    one = playing(high=FULL)
    one.swap(constant(FULL, zone=4))
    before = list(one.levels)
    for _ in range(SETTLED_TICKS + 5):
        one.step(20)
        for zone in range(10):
            assert abs(one.levels[zone] - before[zone]) <= CROSS_STEP, (zone, one.levels, before)
        assert one.levels[0] <= before[0]
        assert one.levels[4] >= before[4]
        before = list(one.levels)
    assert before[4] > 32700


def test_swaps_on_swaps_do_not_jump_either():
    one = playing(high=FULL)
    before = list(one.levels)
    for turn in range(40):
        one.swap(constant(FULL, zone=turn % 3))
        for _ in range(turn % 7 + 1):
            one.step(20)
            for zone in range(10):
                assert abs(one.levels[zone] - before[zone]) <= CROSS_STEP
            before = list(one.levels)


def test_intensity_and_tempo_stay():
    one = playing(intensity_pct=50, tempo_pct=150)
    one.swap(constant(20000, zone=4))
    steps(one, SETTLED_TICKS + 1)
    assert (one.intensity_pct, one.tempo_pct) == (50, 150)
    assert abs(one.levels[4] - 10000) < 20


def test_wherever_it_is_swapped_it_goes_on_as_if_played_to_there():
    sections, sequence = nested()
    data = builder.build(sections, sequence)
    whole = started(sections, sequence, tempo_pct=130)
    for turn in range(whole.duration_ms // 20 // 50):
        steps(whole, 50)
        one = started(*nested(), tempo_pct=130)
        one.elapsed_ms = whole.elapsed_ms
        one.swap(data)
        assert (one.section, one.elapsed_ms) == (whole.section, whole.elapsed_ms), turn
        assert one._time_ms == whole._time_ms, turn
        assert (one._heat_from_cc, one._heat_to_cc) == (whole._heat_from_cc, whole._heat_to_cc)


def test_strokes_go_on_at_their_phase():
    sections, sequence = nested()
    whole, one = started(sections, sequence), playing()
    one._fade = FULL
    steps(whole, 150)
    one.swap(builder.build(sections, sequence))
    for tick in range(1, 200):
        whole.step(20)
        one.step(20)
        if tick > SETTLED_TICKS:
            assert one.levels == whole.levels, tick


def test_a_repeat_of_a_hundred_thousand_sections_is_skipped_not_walked():
    sequence = [(REPEAT, 255), (REPEAT, 255), (REPEAT, 10), (PLAY, 0)] + [(END, 0)] * 3
    data = builder.build([builder.section(1, [])], sequence)
    counted = Counted(data)
    sequencer = Sequencer()
    sequencer.seek(counted, 600000)
    assert sequencer.begun_ms == 600000
    assert counted.reads < 500


class Counted:
    """Bytes that count how often they are read."""

    def __init__(self, data):
        self._data = data
        self.reads = 0

    def __getitem__(self, at):
        self.reads += 1
        return self._data[at]


def test_a_higher_heat_target_is_approached_slowly_and_a_lower_one_holds_at_once():
    one = playing(heat_cc=3600)
    one.swap(constant(0, heat_cc=4200, duration_ms=120000))
    before = one.heat_cc
    assert before == 3600
    for _ in range(50 * 60):  # a minute: 3 C
        one.step(20)
        assert before <= one.heat_cc <= before + 1
        before = one.heat_cc
    assert abs(before - 3900) <= 1
    one = playing(heat_cc=3600)
    one.swap(constant(0, heat_cc=3200))
    one.step(20)
    assert one.heat_cc == 3200


def test_from_no_heat_it_begins_at_the_lowest_target():
    one = playing()
    one.swap(constant(0, heat_cc=4200))
    one.step(20)
    assert one.heat_cc == 3000


def test_the_patterns_own_ramp_is_kept_below_that():
    one = playing(heat_cc=3100)
    one.swap(constant(0, heat_cc=3200, ramp_ms=60000))
    for _ in range(50 * 40):
        one.step(20)
        assert one.heat_cc <= 3000 + 200 * one.elapsed_ms // 60000 + 1


def test_a_pause_stays_one():
    one = playing(heat_cc=3600)
    one.pause()
    steps(one, 50)
    one.swap(constant(9000, zone=4, heat_cc=3300))
    assert (one.state, one.heat_cc) == (PAUSED, 0)
    assert steps(one, 50) == [0] * 50
    one.resume()
    steps(one, 100)
    assert one.elapsed_ms == 5000
    assert abs(one.levels[4] - 9000) < 20
    assert one.heat_cc == 3300


def test_a_pattern_that_would_be_over_fades_out():
    one = playing(heat_cc=3600)
    short = [builder.section(50, []), builder.section(50, [builder.voice(50, {3: 0})], 4000)]
    one.swap(builder.build(short))
    assert (one.state, one.heat_cc) == (STOPPING, 0)
    assert (one.elapsed_ms, one.duration_ms, one.section) == (100, 100, 1)
    before = one.levels[0]
    ticks = 0
    while one.state != IDLE:
        one.step(20)
        ticks += 1
        assert before - 32767 * 20 // player.STOP_FADE_MS - 2 <= one.levels[0] <= before
        assert one.levels[3] == 0
        assert one.elapsed_ms == 100
        before = one.levels[0]
    assert 1480 <= ticks * 20 <= 1540
    assert not one.limited


def test_what_is_refused_changes_nothing():
    one, other = playing(heat_cc=3600), playing(heat_cc=3600)
    good = constant(9000)
    assert raises(PatternError, one.swap, good[:-1]).code == "size"
    assert raises(PatternError, one.swap, good[:-1] + b"\xff").code == "crc"
    for _ in range(100):
        one.step(20)
        other.step(20)
        assert (one.levels, one.heat_cc) == (other.levels, other.heat_cc)


def test_a_session_that_stops_or_is_over_is_not_begun_again():
    one = playing()
    one.stop()
    one.swap(constant(20000, zone=4))
    assert steps(one, 100)[-1] == 0
    assert one.state == IDLE
    one.swap(constant(20000, zone=4))
    assert steps(one, 5) == [0] * 5


def test_a_limit_stays():
    one = playing()
    one.end_in(7000)
    one.swap(constant(9000, zone=4))
    assert one.duration_ms == 10000
    ticks = 0
    while one.state != IDLE:
        one.step(20)
        ticks += 1
    assert 6900 <= ticks * 20 <= 7000
    assert one.limited


def test_the_swap_and_what_follows_allocate_nothing_in_a_tick():
    one = playing(heat_cc=3600)
    one.swap(constant(FULL, zone=4, duration_ms=3600000, heat_cc=4200, ramp_ms=3600000))
    heap_lock()
    for _ in range(50):
        one.step(20)
    for _ in range(3590):
        one.step(1000)
    heap_unlock()
    assert one.state == PLAYING
