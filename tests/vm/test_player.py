"""Sessions: start, scales, heat, sections, pause, resume, stop, and the end on time."""

import builder
from builder import END, FULL, PLAY, REPEAT
from common import raises
from playing import started, steps
from sole.core import player
from sole.core.pattern import PatternError
from sole.core.player import IDLE, PAUSED, PLAYING, STOPPING, Player

WASM = (
    "test_intensity_scales_the_sum_and_stops_at_full",
    "test_heat_ramps_and_holds",
    "test_sections_follow_in_order_with_nested_repeats",
    "test_it_ends_after_exactly_its_duration",
)


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


def test_a_new_intensity_or_tempo_holds_from_the_next_step():
    wave = builder.voice(60000, {0: 0}, wave=builder.TRAPEZOID, period_ms=40000, shape=(255, 0, 0))
    one = started([builder.section(60000, [wave])])
    slope = 32767 * 20 // 40000
    before = steps(one, 200)[-1]
    one.scale(100, 200)
    (faster,) = steps(one, 1)
    assert abs(faster - before - 2 * slope) <= 3
    one.scale(50, 100)
    (weaker,) = steps(one, 1)
    assert abs(weaker - (faster + slope) // 2) <= 3
    one.scale(100, 100)
    (again,) = steps(one, 1)
    assert abs(again - faster - 2 * slope) <= 3


def test_after_a_step_that_failed_it_plays_what_it_is_given_next():
    curve = builder.voice(5000, {0: 0}, wave=builder.CURVE, keys=[(0, 0), (4000, FULL)])
    data = builder.build([builder.section(5000, [curve])])
    broken = bytearray(data)
    one = Player()
    one.load(broken)
    one.start()
    steps(one, 100)
    broken[28:] = b"\xff" * (len(data) - 28)
    raises(IndexError, one.step, 20)
    one.load(data)
    one.start()
    assert steps(one, 150)[-1] > 20000


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
