"""Whatever pattern is valid: limits hold at every tick, and it ends when it says it does."""

from __future__ import annotations

import builder
import strategies
from hypothesis import given
from hypothesis import strategies as st
from sole.core import limits, pattern
from sole.core.player import IDLE, PAUSED, PLAYING, STOP_FADE_MS, Player

TICKS_MAX = 2000
"""Longer patterns are played in longer steps."""
STEPS_MS = st.sampled_from((1, 7, 20, 33, 100, 250, 1000))
COMMANDS = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.sampled_from(("pause", "resume", "stop", "scale", "swap", "end_in")),
        st.integers(0, 200),
        st.integers(0, 300),
    ),
    max_size=8,
)


def within_limits(player: Player) -> None:
    assert len(player.levels) == 10
    assert all(0 <= level <= limits.FULL_Q15 for level in player.levels)
    low_cc, high_cc = limits.HEAT_TARGET_MIN_CC, limits.HEAT_TARGET_MAX_CC
    assert player.heat_cc == 0 or low_cc <= player.heat_cc <= high_cc


def step_ms(wanted_ms: int, duration_ms: int) -> int:
    """A step that gets through the pattern in `TICKS_MAX`."""
    return min(max(wanted_ms, duration_ms // TICKS_MAX), 1000)


@given(
    data=strategies.compiled(),
    intensity_pct=st.integers(10, 150),
    tempo_pct=st.integers(50, 200),
    dt_ms=STEPS_MS,
)
def test_limits_hold_and_the_end_comes_on_time(data, intensity_pct, tempo_pct, dt_ms):
    player = Player()
    player.load(data)
    dt_ms = step_ms(dt_ms, player.duration_ms)
    player.start(intensity_pct, tempo_pct)
    ticks = 0
    while player.state == PLAYING:
        player.step(dt_ms)
        ticks += 1
        within_limits(player)
    assert player.state == IDLE
    assert ticks == -(-player.duration_ms // dt_ms)
    assert player.elapsed_ms == player.duration_ms == pattern.duration_ms(data)
    assert player.levels == [0] * 10
    assert player.heat_cc == 0


def arguments(name: str, first: int, second: int, other: bytes) -> tuple[object, ...]:
    """What the command `name` is called with."""
    if name == "scale":
        return first, second
    if name == "end_in":
        return (first * second,)
    return (other,) if name == "swap" else ()


@given(
    data=strategies.compiled(),
    other=strategies.compiled(),
    commands=COMMANDS,
    dt_ms=st.sampled_from((20, 40, 1000)),
)
def test_commands_at_any_time_keep_the_limits(data, other, commands, dt_ms):
    player = Player()
    player.load(data)
    player.start()
    for ticks, name, first, second in commands:
        getattr(player, name)(*arguments(name, first, second, other))
        for _ in range(ticks):
            before_ms = player.elapsed_ms
            player.step(dt_ms)
            within_limits(player)
            if player.state == PAUSED:
                assert player.elapsed_ms == before_ms
                assert player.heat_cc == 0
    player.stop()
    for _ in range(STOP_FADE_MS // dt_ms + 2):
        assert player.heat_cc == 0
        player.step(dt_ms)
        within_limits(player)
    assert player.state == IDLE
    assert player.elapsed_ms <= player.duration_ms


@given(
    data=strategies.compiled(),
    changes=st.lists(
        st.tuples(st.integers(0, 16383), st.integers(0, 255)), min_size=1, max_size=6
    ),
)
def test_a_damaged_pattern_is_refused_or_keeps_the_limits(data, changes):
    damaged = bytearray(data)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    player = Player()
    try:
        player.load(builder.reseal(bytes(damaged)))
    except pattern.PatternError:
        return
    player.start(150, 200)
    for _ in range(limits.PATTERN_DURATION_MAX_MS // 1000 + 1):
        player.step(1000)
        within_limits(player)
    assert player.state == IDLE
    assert player.elapsed_ms == player.duration_ms
