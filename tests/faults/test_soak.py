"""Some minutes of what `benchmarks/torture_soak.py` plays for days."""

from __future__ import annotations

from random import Random

import pytest
from faults.soak import BrokenPromiseError, Soak, files_are_whole, growth_bytes, quiet_moment
from faults.soak_actions import ACTIONS
from rigs.nightly import NIGHTLY

HOURS = 24.0 if NIGHTLY else 0.1
PACE = 1.0 if NIGHTLY else 0.01
GROWTH_BYTES = 4096
"""What was played or uploaded last differs by so much."""


@pytest.mark.parametrize("which", ["cpython", "micropython"])
def test_every_promise_holds_whatever_happens(which, request):
    bench = request.getfixturevalue(f"on_{which}")
    soak = Soak(bench, Random(5), pace=PACE)
    soak.begin()
    soak.live(HOURS, ACTIONS)
    assert soak.counts["quiet moments"] > 5
    assert {action.__name__ for action in ACTIONS} <= set(soak.counts)
    assert growth_bytes(soak.heaps) <= GROWTH_BYTES


def test_a_broken_promise_is_seen(on_cpython):
    soak = Soak(on_cpython, Random(5))
    soak.begin()
    soak.stored["never-uploaded"] = b"SOLE"
    with pytest.raises(BrokenPromiseError, match="never-uploaded"):
        quiet_moment(soak)
    soak.stored.clear()
    on_cpython.do("inject", fault="loop-error")
    with pytest.raises(BrokenPromiseError, match="loop ended"):
        quiet_moment(soak)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"commanded": 1, "mask": ["sensor-open"]}, "driven with"),
        ({"commanded": 1, "state": {"state": "idle"}}, "while it is idle"),
        ({"motors_on": True, "mask": ["emergency-stop"]}, "emergency-stop"),
        ({"motors_on": True, "runs": False}, "the loop has ended"),
        ({"skin_peak_c": 46.0}, "46.0 C"),
        ({"pad_c": 43.1}, "43.1 C"),
        ({"pad_peak_c": 43.2}, "43.2 C"),
        ({"broken_rules": [[3, "power"]]}, "rules"),
    ],
)
def test_each_broken_promise_has_its_words(told, says):
    soak = Soak(None, None)
    good = {
        "now_ms": 0, "runs": True, "state": {"state": "playing"}, "commanded": 0,
        "motors_on": False, "broken_rules": [], "skin_peak_c": 30.0, "pad_c": 30.0,
        "pad_peak_c": 30.0,
    }  # fmt: skip
    soak.look(good)
    with pytest.raises(BrokenPromiseError, match=says):
        soak.look({**good, **told})


def test_a_hot_pad_is_seen_and_a_mended_room_is_cool_again(on_cpython):
    soak = Soak(on_cpython, Random(5))
    soak.begin()
    soak.was_broken = True
    on_cpython.do("inject", fault="hot-bottle")
    soak.run(60_000)
    on_cpython.do("mend")
    assert soak.run(600_000)["pad_c"] < 35
    on_cpython.do("warm", pad_c=50.0, foot_c=31.0)
    with pytest.raises(BrokenPromiseError, match="the pad had"):
        soak.run(1000)


def test_a_torn_file_and_a_growing_heap_are_seen():
    soak = Soak(None, None)
    with pytest.raises(BrokenPromiseError, match="left over"):
        files_are_whole(soak, {"/patterns/a.sole.new": b""})
    assert growth_bytes([[100] * 9, [100, 90, 100, 200, 200, 200, 800, 700, 800]]) == 610
    assert growth_bytes([[100, 5000]]) == 0
