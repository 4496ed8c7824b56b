"""Spoiled input of every kind: refused as promised, or what is made of it keeps its promises.

`make torture` does the same by the million, guided by coverage.
"""

from __future__ import annotations

from random import Random

import pytest
from fuzz import mutate, seeds, targets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rigs.nightly import NIGHTLY
from sole.core import pattern
from sole.core.board import BoardError
from sole.core.board import read as read_board

EXAMPLES = 20_000 if NIGHTLY else 100
DRAWN = 4000
PATTERN_CODES = {
    "magic", "size", "crc", "offset", "text", "section", "voice", "zone", "level", "heat", "time",
    "curve", "sequence", "loop-endless", "loop-deep", "duration", "reserved",
}  # fmt: skip
"""What the decoder can say of a spoiled file, but for `version`: the mutator leaves that right."""

within_reason = settings(
    max_examples=EXAMPLES,
    derandomize=not NIGHTLY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("target", targets.TARGETS)
def test_good_input_is_no_crash(target):
    for data in seeds.seeds(target):
        targets.TARGETS[target](data)


@pytest.mark.parametrize("target", targets.TARGETS)
@given(rng=st.randoms(use_true_random=False))
@within_reason
def test_spoiled_input_is_refused_or_harmless(target, rng):
    data = mutate.MUTATORS[target](rng.choice(seeds.seeds(target)), rng)
    targets.TARGETS[target](data)


@pytest.mark.parametrize("target", targets.TARGETS)
@given(data=st.binary(max_size=300))
@within_reason
def test_any_bytes_are_refused_or_harmless(target, data):
    targets.TARGETS[target](data)


def drawn(target):
    """As many spoiled inputs as a reach is judged by, the same each time."""
    rng = Random(7)
    good = seeds.seeds(target)
    return [mutate.MUTATORS[target](rng.choice(good), rng) for _ in range(DRAWN)]


def test_spoiled_patterns_reach_every_check_and_the_player():
    told = []
    for data in drawn("compiled-pattern"):
        try:
            pattern.check(data)
            told.append("taken")
        except pattern.PatternError as error:
            told.append(error.code)
    assert set(told) >= PATTERN_CODES
    assert told.count("taken") > DRAWN // 20


def test_spoiled_boards_reach_every_check_and_the_end():
    told = set()
    for data in drawn("compiled-board"):
        try:
            read_board(data)
            told.add("taken")
        except BoardError as error:
            told.add(error.say.split(" ")[0])
    reached = {"taken", "key", "heater", "driver", "GPIO26", "thermistor", "window_ms", "button"}
    assert len(told) > 25
    assert len(told & reached) >= 6, told
