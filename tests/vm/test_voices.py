"""What a player makes of each wave, envelope and tempo, against the reference."""

import builder
from builder import CURVE, EASE, FULL, TRAPEZOID, TURNS
from common import heap_lock, heap_unlock
from playing import check_voice, started, steps

WASM = ("test_any_shape_stays_in_small_ints",)


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


def test_after_a_fade_that_ends_between_two_ticks_the_level_is_whole():
    check_voice(
        builder.voice(9000, {0: 0}, start_ms=2500, fade_in_ms=50, fade_out_ms=30, high=30000),
        dt_ms=40,
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


def test_any_shape_stays_in_small_ints():
    shapes = ((255, 1, 0), (1, 254, 1), (0, 0, 255), (1, 1, 1), (78, 94, 84))
    parts = [
        builder.voice(60000, {0: 0, 4: 100, 9: 255}, wave=TRAPEZOID, period_ms=60000, shape=shape)
        for shape in shapes
    ]
    player = started([builder.section(60000, parts)])
    heap_lock()
    for _ in range(2999):
        player.step(20)
    heap_unlock()
    assert player.elapsed_ms == 59980
    assert max(player.levels) > 0
