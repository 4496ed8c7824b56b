"""What a player makes of each wave, envelope, section, scale and command."""

import builder
import reference
from builder import CURVE, EASE, END, FULL, PLAY, REPEAT, TRAPEZOID, TURNS
from common import heap_lock, heap_unlock, raises
from sole.core import player
from sole.core.pattern import PatternError
from sole.core.player import IDLE, PAUSED, PLAYING, STOPPING, Player

WASM = (
    "test_intensity_scales_the_sum_and_stops_at_full",
    "test_heat_ramps_and_holds",
    "test_sections_follow_in_order_with_nested_repeats",
    "test_it_ends_after_exactly_its_duration",
    "test_the_largest_numbers_stay_small_ints",
    "test_a_step_allocates_nothing",
    "test_commands_allocate_nothing",
)

SETTLED_MS = 2000
"""After this the fade of the start is over."""


def started(sections, sequence=None, **scale):
    """A player that has begun to play `sections`."""
    one = Player()
    one.load(builder.build(sections, sequence))
    one.start(**scale)
    return one


def check_voice(voice, tempo_pct=100, dt_ms=20):
    """Plays `voice` alone and compares every zone at every tick with the reference."""
    one = started([builder.section(voice["end_ms"] + 500, [voice])], tempo_pct=tempo_pct)
    rest = 0
    for time_ms in range(dt_ms, voice["end_ms"] + 500, dt_ms):
        one.step(dt_ms)
        if time_ms < SETTLED_MS:
            continue
        for zone in range(10):
            low, high = reference.band(voice, zone, time_ms, tempo_pct)
            assert low <= one.levels[zone] <= high, (time_ms, zone, one.levels[zone], low, high)
            rest += one.levels[zone]
    assert rest > 0


def steps(one, times, dt_ms=20):
    """Steps `times` times; the highest level of each tick."""
    highest = []
    for _ in range(times):
        one.step(dt_ms)
        highest.append(max(one.levels))
    return highest


def test_a_constant_is_constant():
    check_voice(builder.voice(5000, {0: 0, 4: 0, 9: 0}, high=FULL))
    check_voice(builder.voice(5000, {3: 0}, low=9000, high=11000))
    check_voice(builder.voice(4000, {3: 0}, high=50, low=10, start_ms=2500))


def test_a_trapezoid_follows_its_corners():
    for shape in (
        (64, 64, 64),
        (255, 1, 0),
        (0, 128, 0),
        (0, 0, 256 - 1),
        (128, 0, 128),
        (1, 1, 1),
    ):
        check_voice(
            builder.voice(6000, {2: 0}, wave=TRAPEZOID, period_ms=1300, shape=shape, low=3000)
        )


def test_a_wave_may_be_upside_down():
    check_voice(
        builder.voice(
            6000, {2: 0}, wave=TRAPEZOID, period_ms=900, shape=(64, 64, 64), low=20000, high=500
        )
    )


def test_the_shortest_and_the_longest_period():
    for period_ms in (100, 60000):
        check_voice(
            builder.voice(
                65000, {1: 0}, wave=TRAPEZOID, period_ms=period_ms, shape=(100, 50, 100)
            ),
            dt_ms=70,
        )


def test_eased_waves_are_round():
    check_voice(
        builder.voice(
            6000, {2: 0}, wave=TRAPEZOID, flags=EASE, period_ms=1700, shape=(90, 30, 100), low=1000
        )
    )


def test_zones_run_after_one_another():
    delays = {zone: zone * 25 for zone in range(10)}
    check_voice(builder.voice(8000, delays, wave=TRAPEZOID, period_ms=2500, shape=(40, 10, 40)))


def test_feet_take_turns():
    zones = {0: 0, 1: 20, 5: 128, 6: 148}
    for wave, shape in ((TRAPEZOID, (100, 50, 100)), (builder.CONSTANT, (0, 0, 0))):
        check_voice(
            builder.voice(
                9000, zones, wave=wave, flags=TURNS, period_ms=2000, shape=shape, low=5000
            )
        )


def test_curves_that_repeat_and_that_play_once():
    keys = [(0, 1000), (400, 30000), (401, 5000), (1500, 5000), (1900, 32767)]
    for period_ms in (0, 2000, 1000, 60000):
        check_voice(builder.voice(7000, {7: 0}, wave=CURVE, period_ms=period_ms, keys=keys))
    check_voice(builder.voice(7000, {7: 0, 8: 77}, wave=CURVE, period_ms=2000, keys=keys))
    check_voice(builder.voice(7000, {7: 0}, wave=CURVE, keys=[(0, 12345)]))


def test_a_curve_of_an_hour_keeps_its_line():
    keys = [(0, 0), (3600000, 32767)]
    one = started(
        [builder.section(3600000, [builder.voice(3600000, {0: 0}, wave=CURVE, keys=keys)])]
    )
    for minute in range(1, 60):
        for _ in range(60):
            one.step(1000)
        assert abs(one.levels[0] - 32767 * minute // 60) < 20


def test_fades_of_strokes():
    check_voice(builder.voice(9000, {0: 0}, fade_in_ms=6000, fade_out_ms=3000, high=30000))
    check_voice(
        builder.voice(
            60000, {0: 0}, start_ms=3000, fade_in_ms=40000, fade_out_ms=10000, low=100, high=200
        ),
        dt_ms=130,
    )


def test_of_two_strokes_the_stronger_wins():
    weak = builder.voice(8000, {0: 0, 1: 0}, high=8000)
    strong = builder.voice(8000, {1: 0, 2: 0}, high=20000, start_ms=4000)
    one = started([builder.section(8000, [strong, weak])])
    steps(one, 150)
    assert [abs(one.levels[zone] - 8000) < 20 for zone in range(3)] == [True, True, False]
    steps(one, 100)
    found = one.levels[:3]
    assert abs(found[0] - 8000) < 20
    assert abs(found[1] - 20000) < 30
    assert abs(found[2] - 20000) < 30


def test_a_stroke_begins_at_its_own_phase_zero():
    one = builder.voice(
        8000, {0: 0}, wave=TRAPEZOID, period_ms=1000, shape=(128, 0, 128), start_ms=2770
    )
    check_voice(one)
    check_voice(one, tempo_pct=150)


def test_the_tempo_scales_periods_only():
    for tempo_pct in (50, 73, 133, 200):
        check_voice(
            builder.voice(
                9000,
                {0: 0, 3: 60},
                wave=TRAPEZOID,
                period_ms=1000,
                shape=(128, 0, 128),
                fade_out_ms=4000,
            ),
            tempo_pct,
        )
        check_voice(
            builder.voice(7000, {7: 0}, wave=CURVE, keys=[(0, 0), (5000, FULL)]), tempo_pct
        )


def test_a_change_of_tempo_does_not_make_a_wave_jump():
    wave = builder.voice(20000, {0: 0}, wave=TRAPEZOID, period_ms=4000, shape=(128, 0, 128))
    one = started([builder.section(20000, [wave])])
    steps(one, 150)
    before = one.levels[0]
    for tempo_pct in (200, 50, 150, 100):
        one.scale(100, tempo_pct)
        for level in steps(one, 50):
            assert abs(level - before) <= 32767 * 20 * 2 // 2000 + 20
            before = level


def test_scales_outside_their_range_are_brought_in():
    one = started([builder.section(1000, [])], intensity_pct=5, tempo_pct=10000)
    assert (one.intensity_pct, one.tempo_pct) == (10, 200)
    one.scale(100000, -1)
    assert (one.intensity_pct, one.tempo_pct) == (150, 50)


def test_intensity_scales_the_sum_and_stops_at_full():
    for intensity_pct in (10, 50, 100, 125, 150):
        for high in (100, 16000, 30000, FULL):
            sections = [builder.section(5000, [builder.voice(5000, {0: 0}, high=high)])]
            one = started(sections, intensity_pct=intensity_pct)
            steps(one, 100)
            wanted = min(high * intensity_pct // 100, FULL)
            assert abs(one.levels[0] - wanted) < 12, (intensity_pct, high, one.levels[0])
            assert one.levels[0] <= FULL


def test_a_session_begins_softly():
    one = started([builder.section(5000, [builder.voice(5000, {0: 0})])])
    assert one.levels == [0] * 10
    rising = steps(one, 100)
    jump = 32767 * 20 // player.START_FADE_MS + 10
    before = 0
    for level in rising:
        assert before <= level <= before + jump
        before = level
    assert rising[player.START_FADE_MS // 20] > 32700


def test_heat_ramps_and_holds():
    hot = builder.section(60000, [], heat_cc=3900, ramp_ms=30000)
    warm = builder.section(60000, [], heat_cc=3400, ramp_ms=50000)
    none = builder.section(60000, [], heat_cc=0, ramp_ms=20000)
    one = started([hot, warm, none])
    for time_ms in range(20, 180000, 20):
        one.step(20)
        wanted = _heat(time_ms)
        assert abs(one.heat_cc - wanted) <= 1 + (wanted and 900 * 128 // 20000), (time_ms, wanted)
    assert one.heat_cc == 0


def _heat(time_ms):
    if time_ms < 60000:
        return 3000 + 900 * min(time_ms, 30000) // 30000
    if time_ms < 120000:
        return 3900 - 500 * min(time_ms - 60000, 50000) // 50000
    return 3400 - 400 * (time_ms - 120000) // 20000 if time_ms < 140000 else 0


def test_heat_without_a_ramp_is_there_at_once():
    one = started([builder.section(1000, [], heat_cc=4200)])
    one.step(20)
    assert one.heat_cc == 4200


def test_sections_follow_in_order_with_nested_repeats():
    sections = [builder.section(ms, []) for ms in (100, 60, 40)]
    sequence = [
        (PLAY, 2),
        (REPEAT, 2),
        (PLAY, 0),
        (REPEAT, 3),
        (PLAY, 1),
        (END, 0),
        (END, 0),
        (PLAY, 2),
    ]
    one = started(sections, sequence)
    wanted = [2, 0, 1, 1, 1, 0, 1, 1, 1, 2]
    found = []
    begins_ms = 0
    for index in wanted:
        for time_ms in range(0, sections[index]["ms"], 20):
            assert one.state == PLAYING
            assert one.elapsed_ms == begins_ms + time_ms
            found.append(one.section == index)
            one.step(20)
        begins_ms += sections[index]["ms"]
    assert found == [True] * len(found)
    assert one.state == IDLE
    assert one.elapsed_ms == one.duration_ms == begins_ms


def test_repeats_of_all_depths_play_their_product():
    sequence = [(REPEAT, 2)] * 8 + [(PLAY, 0)] + [(END, 0)] * 8
    one = started([builder.section(20, [])], sequence)
    assert one.duration_ms == 256 * 20
    for _ in range(256):
        assert one.state == PLAYING
        one.step(20)
    assert one.state == IDLE


def test_sections_shorter_than_a_step_are_all_played_through():
    one = started(
        [builder.section(1, []), builder.section(7, [])],
        [(REPEAT, 200), (PLAY, 0), (PLAY, 1), (END, 0)],
    )
    for step in range(79):
        one.step(20)
        assert one.state == PLAYING
        assert one.elapsed_ms == step * 20 + 20
    one.step(20)
    assert one.state == IDLE
    assert one.elapsed_ms == 1600


def test_it_ends_after_exactly_its_duration():
    for duration_ms in (1, 19, 20, 21, 12345):
        for tempo_pct in (50, 100, 200):
            sections = [builder.section(duration_ms, [builder.voice(duration_ms, {0: 0})])]
            one = started(sections, tempo_pct=tempo_pct)
            ticks = 0
            while one.state != IDLE:
                one.step(20)
                ticks += 1
            assert ticks == -(-duration_ms // 20)
            assert one.elapsed_ms == duration_ms
            assert one.levels == [0] * 10
            assert one.heat_cc == 0
    one.step(20)
    assert one.elapsed_ms == duration_ms


def lively():
    """Two minutes at full level and 40 C, playing for three seconds."""
    full = builder.section(120000, [builder.voice(120000, {0: 0})], heat_cc=4000)
    one = started([full])
    steps(one, 150)
    assert one.levels[0] > 32700
    assert one.heat_cc == 4000
    return one


def falls(levels, within_ms):
    """Whether `levels`, one per tick, fall softly to 0 within that time and stay there."""
    jump = 32767 * 20 // within_ms + 5
    before = 32767
    for level in levels:
        if not before - jump <= level <= before:
            return False
        before = level
    return levels[within_ms // 20] == 0  # the tick after the last of the fade


def test_pause_fades_out_holds_the_time_and_cuts_the_heat():
    one = lively()
    one.pause()
    assert one.heat_cc == 0
    assert falls(steps(one, 200), player.PAUSE_FADE_MS)
    assert one.state == PAUSED
    assert one.elapsed_ms == 3000
    assert one.heat_cc == 0


def test_resume_goes_on_softly_where_it_held():
    one = lively()
    one.pause()
    steps(one, 100)
    one.resume()
    assert one.state == PLAYING
    one.step(20)
    assert one.elapsed_ms == 3020
    assert one.heat_cc == 4000
    assert one.levels[0] <= 32767 * 20 // player.RESUME_FADE_MS + 10
    assert steps(one, player.RESUME_FADE_MS // 20 + 1)[-1] > 32700


def test_stop_fades_out_and_ends():
    one = lively()
    one.stop()
    assert one.heat_cc == 0
    assert one.state == STOPPING
    levels = steps(one, 100)
    assert falls(levels, player.STOP_FADE_MS)
    assert one.state == IDLE
    assert one.heat_cc == 0
    assert one.levels == [0] * 10


def test_stop_of_a_pause_ends_at_once():
    one = lively()
    one.pause()
    steps(one, 100)
    one.stop()
    one.step(20)
    assert one.state == IDLE


def test_stop_during_the_last_second_does_not_outlast_the_pattern():
    one = started([builder.section(2000, [builder.voice(2000, {0: 0})])])
    steps(one, 90)
    one.stop()
    steps(one, 10)
    assert one.state == IDLE
    assert one.elapsed_ms == 2000


def test_halt_is_at_once():
    one = lively()
    one.halt()
    assert (one.state, one.heat_cc, one.levels) == (IDLE, 0, [0] * 10)
    assert steps(one, 10) == [0] * 10


def test_commands_that_make_no_sense_change_nothing():
    one = started([builder.section(60000, [builder.voice(60000, {0: 0})])])
    one.resume()
    assert one.state == PLAYING
    one.halt()
    for command in (one.pause, one.resume, one.stop):
        command()
        assert one.state == IDLE
    steps(one, 3)
    assert one.levels == [0] * 10
    one.start()
    one.stop()
    one.pause()
    assert one.state == STOPPING
    one.resume()
    assert one.state == STOPPING


def test_a_second_start_begins_anew():
    one = lively()
    one.start()
    one.step(20)
    assert one.elapsed_ms == 20
    assert one.levels[0] < 1000
    assert one.section == 0


def test_what_is_refused_leaves_what_plays():
    one = lively()
    assert raises(PatternError, one.load, b"nonsense").code == "size"
    assert one.state == PLAYING
    one.step(20)
    assert one.elapsed_ms == 3020


def test_it_plays_out_of_any_buffer():
    data = builder.build([builder.section(3000, [builder.voice(3000, {0: 0}, high=9000)])])
    traces = []
    for buffer in (data, bytearray(data), memoryview(bytearray(data))):
        one = Player()
        one.load(buffer)
        one.start()
        traces.append(steps(one, 100))
    assert traces[0] == traces[1] == traces[2]


def heavy():
    """As much as a pattern can ask: twelve voices of ten zones with the largest numbers."""
    keys = [(index * 55000, 32767 - index * 500) for index in range(64)]
    voices = []
    for index in range(12):
        voices.append(
            builder.voice(
                3500000,
                {zone: zone * 25 + index for zone in range(10)},
                wave=CURVE if index % 3 == 2 else TRAPEZOID,
                flags=EASE,
                period_ms=60000 if index % 2 else 0 if index % 3 == 2 else 59999,
                fade_in_ms=1000000,
                fade_out_ms=1000000,
                low=32767 if index == 5 else 0,
                high=0 if index == 5 else 32767,
                shape=(100, 56, 100),
                keys=keys if index % 3 == 2 else None,
            )
        )
    first = builder.section(3500000, voices, heat_cc=4200, ramp_ms=3500000)
    return [first, builder.section(99999, voices[:0], ramp_ms=99999)]


def test_the_largest_numbers_stay_small_ints():
    one = started(heavy(), intensity_pct=150, tempo_pct=200)
    heap_lock()
    for _ in range(3599):
        one.step(1000)
    heap_unlock()
    assert one.state == PLAYING
    one.step(1000)
    assert one.state == IDLE


def test_a_step_allocates_nothing():
    wave = builder.voice(
        400, {0: 0, 5: 128}, wave=TRAPEZOID, flags=TURNS | EASE, period_ms=150, shape=(90, 60, 90)
    )
    curve = builder.voice(300, {3: 0}, wave=CURVE, keys=[(0, 0), (150, 30000)], fade_out_ms=100)
    sections = [
        builder.section(400, [wave, curve], heat_cc=3500, ramp_ms=400),
        builder.section(90, [], heat_cc=0, ramp_ms=50),
    ]
    sequence = [(REPEAT, 9), (PLAY, 0), (REPEAT, 2), (PLAY, 1), (END, 0), (END, 0)]
    one = started(sections, sequence)
    heap_lock()
    while one.state != IDLE:
        one.step(20)
    heap_unlock()
    assert one.elapsed_ms == one.duration_ms == 9 * 580


def test_commands_allocate_nothing():
    one = started([builder.section(60000, [builder.voice(60000, {0: 0})], heat_cc=3500)])
    heap_lock()
    one.step(20)
    one.scale(120, 80)
    one.pause()
    one.step(20)
    one.resume()
    one.step(20)
    one.stop()
    one.step(20)
    one.halt()
    one.start()
    one.step(20)
    heap_unlock()
    assert one.elapsed_ms == 20
