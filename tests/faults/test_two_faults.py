"""Some of the pairs that `benchmarks/torture_pairs.py` plays, and those that once went wrong."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from faults import pair_table, table
from faults.boards import REFERENCE, SUPERMINI
from faults.pair_reasons import REASONS, reason, wrong
from faults.pair_trial import NO_HEAT, SWITCH, Outcome, play
from faults.pairs import BOARDS, LATER, ONE_SWITCH, TOGETHER, Pair, all_pairs, on_board
from rigs.nightly import NIGHTLY

SAMPLE = 400 if NIGHTLY else 2
KEPT = Outcome(False, NO_HEAT, 42.0, 38.0, 0.0, False, (), None, 600.0)
FROZEN_HIGH = Pair(REFERENCE, "heater-stuck-on", "adc-stuck", LATER)
"""Both readings froze above the target: no duty, so nobody looked, and the upper switch stayed
closed over the shorted lower one. The pad went to 60."""
LOOSE_AND_NOISY = Pair(SUPERMINI, "sensor-detached", "sensor-noise", TOGETHER)
"""Noise passed for a gain of heat, and kept the duty from staying high."""
LOST_AND_SHORTED = Pair(ONE_SWITCH, "sensor-open", "heater-stuck-on", LATER)
"""With one thermistor lost nobody looked at what the other one said."""
BOTH_SHORTED = Pair(REFERENCE, "enable-stuck-on", "heater-stuck-on", LATER)


@pytest.mark.parametrize("which", ["cpython", "micropython"])
def test_what_once_burned_keeps_the_limits(which, request):
    bench = request.getfixturevalue(f"on_{which}")
    for pair, code in ((FROZEN_HIGH, "sensor-frozen"), (LOOSE_AND_NOISY, "implausible-jump")):
        outcome = play(bench, pair)
        assert not outcome.over
        assert outcome.heats == NO_HEAT
        assert outcome.latched[0] == code
        assert outcome.broken is None


@pytest.mark.parametrize("which", ["cpython", "micropython"])
def test_a_lost_thermistor_hides_no_shorted_switch(which, request):
    outcome = play(request.getfixturevalue(f"on_{which}"), LOST_AND_SHORTED)
    assert outcome.latched[:2] == ("sensor-open", "heater-stuck-on")
    assert not outcome.unseen


def test_two_shorted_switches_are_alarmed_and_heat_on(on_cpython):
    outcome = play(on_cpython, BOTH_SHORTED)
    assert outcome.over
    assert outcome.alarm
    assert outcome.heats == SWITCH
    assert wrong(BOTH_SHORTED, outcome) is None


def test_a_sample_of_pairs_exceeds_no_limit_without_a_reason(on_cpython):
    every = [pair for name in BOARDS for pair in all_pairs(name)]
    for pair in Random(11).sample(every, SAMPLE):
        assert wrong(pair, play(on_cpython, pair)) is None, pair


def test_what_is_too_hot_unseen_or_against_the_rules_is_wrong():
    excused = Pair(REFERENCE, "enable-stuck-on", "heater-stuck-on")
    hot = replace(KEPT, over=True, pad_c=46.0)
    unseen = replace(hot, heats=SWITCH, unasked_s=300.0)
    assert wrong(FROZEN_HIGH, KEPT) is None
    assert "46.0" in (wrong(FROZEN_HIGH, hot) or "")
    assert wrong(excused, hot) is None
    assert "nobody is told" in (wrong(excused, unseen) or "")
    assert wrong(excused, replace(unseen, alarm=True)) is None
    assert wrong(FROZEN_HIGH, replace(KEPT, broken="a rule")) == "a rule"


def test_every_fault_of_a_board_meets_every_other():
    for name in (REFERENCE, SUPERMINI):
        met = {(pair.first, pair.second) for pair in all_pairs(name) if pair.when == LATER}
        there = on_board(name)
        assert all((a, b) in met for a in there for b in there if a != b)
    assert "enable-stuck-on" not in on_board(ONE_SWITCH)
    assert any(pair.other for pair in all_pairs(REFERENCE))
    assert not any(pair.other for pair in all_pairs(SUPERMINI))


def test_the_page_has_a_row_for_every_reason_and_counts_every_pair():
    every = [pair for name in BOARDS for pair in all_pairs(name)]
    fresh = pair_table.tables(dict.fromkeys(every, KEPT)).splitlines()
    printed = table.printed(table.PAIRS).splitlines()
    assert [_unmeasured(line) for line in printed] == [_unmeasured(line) for line in fresh]
    assert {reason(pair) for pair in every} >= set(REASONS)


def _unmeasured(line: str) -> list[str]:
    """Which pairs, how many, in how many trials: what no measurement changes."""
    return line.split(" | ")[:3] if line.startswith("|") else [line.split(";", maxsplit=1)[0]]
