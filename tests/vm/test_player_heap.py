"""A tick allocates nothing, on 64 bits and with the small ints of an ESP32."""

import builder
from builder import CURVE, EASE, END, PLAY, REPEAT, TRAPEZOID, TURNS
from common import heap_lock, heap_unlock
from playing import started
from sole.core.player import IDLE, PLAYING

WASM = (
    "test_the_largest_numbers_stay_small_ints",
    "test_a_step_allocates_nothing",
    "test_commands_allocate_nothing",
)


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
