"""What is shipped: it compiles without a warning, is small, gentle and of sensible length."""

from __future__ import annotations

from pathlib import Path

import pytest
from sole.core import limits
from sole.core.player import IDLE, Player
from sole.core.zones import ZONES
from solewave import pattern
from solewave.pattern.describe import describe, order

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "routines").glob("*.toml"), *(ROOT / "examples").glob("*.toml")])
BY_NAME = {file.stem: pattern.load(file) for file in FILES}
ROUTINES = ("better-sleep", "circulation", "gentle-flow", "solar-plexus", "stress-relief")
PAINFUL_CLAIMS = ("cure", "heals", "therap", "disease", "blood pressure", "medical")


def test_all_are_there() -> None:
    assert sorted(file.stem for file in (ROOT / "routines").glob("*.toml")) == list(ROUTINES)
    assert "first-pattern" in BY_NAME


@pytest.mark.parametrize("name", BY_NAME)
def test_no_warning_and_under_one_kib(name: str) -> None:
    assert BY_NAME[name].warnings == []
    assert len(BY_NAME[name].data) < 1024


@pytest.mark.parametrize("name", ROUTINES)
def test_length_heat_and_gentle_edges(name: str) -> None:
    compiled = BY_NAME[name]
    minutes = compiled.duration_ms / 60_000
    assert 10 <= minutes <= (30 if name == "better-sleep" else 20)
    score = describe(compiled.data)
    assert all(section.heat_cc <= 4000 for section in score.sections)
    assert score.sections[order(score)[-1]].heat_cc == 0
    for section in score.sections:
        for voice in section.voices:
            assert voice.span.fade_in_ms >= 2000
            assert voice.span.fade_out_ms >= 2000


@pytest.mark.parametrize("name", ROUTINES)
def test_header_names_the_article_and_claims_nothing(name: str) -> None:
    text = (ROOT / "routines" / f"{name}.toml").read_text("utf-8")
    assert "# From the article: " in text
    assert "comfort routine; it treats nothing" in text
    assert not [word for word in PAINFUL_CLAIMS if word in text.lower()]


@pytest.mark.parametrize("name", BY_NAME)
def test_pulses_last_long_enough_for_a_motor(name: str) -> None:
    assert pattern.warnings_for(BY_NAME[name], ZONES, spin_up_ms=100) == []


@pytest.mark.parametrize("name", BY_NAME)
def test_plays_to_its_end_without_a_jolt(name: str) -> None:
    """Tick by tick on the device's own player: levels never leap, and the end is on time."""
    player = Player()
    player.load(BY_NAME[name].data)
    player.start()
    ticks = leap = peak = 0
    before = list(player.levels)
    while player.state != IDLE and ticks < 200_000:
        player.step(limits.TICK_MS)
        ticks += 1
        now = list(player.levels)
        leap = max(leap, *(after - old for after, old in zip(now, before, strict=True)))
        peak = max(peak, *now)
        before = now
    assert abs(ticks * limits.TICK_MS - BY_NAME[name].duration_ms) <= 2 * limits.TICK_MS
    assert peak <= 0.7 * limits.FULL_Q15
    has_taps = name in ("circulation", "first-pattern")
    assert has_taps or leap < 0.12 * limits.FULL_Q15


def test_better_sleep_only_gets_slower_softer_and_cooler() -> None:
    score = describe(BY_NAME["better-sleep"].data)
    played = [score.sections[index] for index in order(score)]
    assert score.silent_end
    voices = [voice for section in played for voice in section.voices]
    levels = [voice.wave.high_q15 for voice in voices]
    assert levels == sorted(levels, reverse=True)
    heats = [section.heat_cc for section in played]
    assert heats == sorted(heats, reverse=True)
    paces = [voice.wave.period_ms for voice in voices]
    assert paces[-1] == max(paces[0], paces[1], paces[-1])


def test_solar_plexus_presses_its_zone_at_breathing_pace() -> None:
    score = describe(BY_NAME["solar-plexus"].data)
    breathing = [section for section in score.sections if section.name.startswith("breathe")]
    assert len(breathing) == 2
    for section in breathing:
        strongest = max(section.voices, key=lambda voice: voice.wave.high_q15)
        assert {zone for zone, _ in strongest.delays} == {2, 7}
        assert 5 <= 60_000 / strongest.wave.period_ms <= 6


def test_circulation_pumps_heel_and_ball_in_turn_and_says_to_drink() -> None:
    compiled = BY_NAME["circulation"]
    assert "Drink" in compiled.note
    (pump,) = [one for one in describe(compiled.data).sections if one.name == "pump"]
    heel, ball = pump.voices
    assert {zone for zone, _ in heel.delays} == {4, 9}
    assert {zone for zone, _ in ball.delays} == {1, 6}
    assert ball.span.start_ms - heel.span.start_ms == heel.wave.period_ms // 2
