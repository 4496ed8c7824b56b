"""Which section plays when, repeats folded; where each warning applies."""

from __future__ import annotations

from itertools import pairwise

import preview_patterns
import pytest
from solewave import pattern, playable
from solewave.pattern.describe import describe, order
from solewave.preview import timeaxis
from solewave.preview.labels import TIE, shortened, spread, wrapped
from solewave.preview.scene import compose
from solewave.preview.timeline import timeline

NESTED = """\
format = 1
sequence = ["a", { repeat = 3, play = ["b", { repeat = 2, play = ["a"] }] }, "b"]
[section.a]
lasts = "1s"
[section.b]
lasts = "2s"
"""
WARNED = """\
format = 1
sequence = ["rest", "tap"]
[section.rest]
lasts = "10s"
[section.tap]
lasts = "60s"
[[section.tap.stroke]]
kind = "vibration"
level = 30
[[section.tap.stroke]]
kind = "tapotement"
rate = "5/s"
tap = "20ms"
level = 40
start = "7s"
"""


def made(text):
    found = pattern.loads(text)
    return playable.Playable(
        "made", found.data, "", found.duration_ms, tuple(found.sections), found.warnings
    )


def test_repeats_are_named_once_and_bracketed():
    found = timeline(describe(pattern.loads(NESTED).data))
    spans = [(span.name, span.start_ms, span.end_ms) for span in found.spans]
    assert spans == [("a", 0, 1000), ("b", 1000, 3000), ("a", 3000, 4000), ("b", 13000, 15000)]
    brackets = [(one.times, one.start_ms, one.end_ms, one.depth) for one in found.brackets]
    assert brackets == [(3, 1000, 13000, 0), (2, 3000, 5000, 1)]
    assert found.duration_ms == 15000


@pytest.mark.parametrize("index", [1, 3, 7, 12, 30])
def test_the_section_at_any_time_is_the_one_that_plays(index):
    score = describe(preview_patterns.made(index).data)
    found = timeline(score)
    at_ms = 0
    for section in (score.sections[place] for place in order(score)):
        assert found.named_at(at_ms) == section.name
        at_ms += section.duration_ms
        assert found.named_at(at_ms - 1) == section.name
    assert at_ms == found.duration_ms


def test_a_warning_stands_where_its_stroke_begins():
    marks = compose(made(WARNED)).marks
    assert [(mark.at_ms, "hardly felt" in mark.text) for mark in marks] == [(17_000, True)]


@pytest.mark.parametrize("duration_ms", [20, 3_000, 59_999, 60_000, 1_740_000, 3_600_000])
@pytest.mark.parametrize("count", [4, 12])
def test_ticks_begin_at_zero_and_are_few(duration_ms, count):
    found = timeaxis.ticks(duration_ms, count)
    assert found[0][0] == 0
    assert 1 <= len(found) <= count
    assert len({text for _, text in found}) == len(found)
    assert found[-1][0] <= duration_ms


def test_numbers_that_would_touch_become_a_range():
    labels = spread([(1, 0.0), (2, 10.0), (3, 10.5), (4, 11.0), (5, 50.0)], 0, 100, len)
    assert [label.text for label in labels] == ["1", "2\N{EN DASH}4", "5"]
    edges = [(label.x - label.width / 2, label.x + label.width / 2) for label in labels]
    assert edges[0][0] >= 0
    assert all(left[1] <= right[0] for left, right in pairwise(edges))


def test_a_number_stays_with_its_unit():
    assert wrapped(f"at most 31.5{TIE}mA", 12, len) == ["at most", "31.5 mA"]


def test_text_is_shortened_and_wrapped_to_its_room():
    assert shortened("warm-up", 7, len) == "warm-up"
    assert shortened("warm-up", 6, len) == "warm…"
    assert shortened("warm-up", 2, len) == ""
    lines = wrapped("one two three fourfivesix", 8, len)
    assert lines == ["one two", "three", "fourfiv…"]
