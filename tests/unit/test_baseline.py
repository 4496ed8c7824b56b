"""A tick and the heap take no more than benchmarks/baseline.json says, within 5 %.

Counted by the 32-bit interpreter, so the numbers are the same on every computer.
"""

from __future__ import annotations

import importlib
import json
import sys

import pytest
from rigs.guests import REPOSITORY, WASM32
from rigs.two_runtimes import require


@pytest.fixture
def tick_cost(monkeypatch):
    """The module that measures."""
    monkeypatch.setattr(sys, "path", [str(REPOSITORY / "benchmarks"), *sys.path])
    return importlib.import_module("tick_cost")


def test_a_tick_costs_what_the_baseline_says(tick_cost):
    require(WASM32)
    now = tick_cost.guarded()
    before = json.loads(tick_cost.BASELINE.read_text(encoding="utf-8"))
    assert now.keys() == before.keys(), f"another set of figures: run `{tick_cost.REWRITE}`"
    too_much = tick_cost.worse(now, before)
    assert not too_much, "\n".join(too_much)


def test_what_got_worse_is_named_with_what_to_do(tick_cost):
    before = {"tick_instructions": 1000, "player_instructions": 500, "tick_heap_bytes": 0}
    assert tick_cost.worse(before, before) == []
    better = {"tick_instructions": 700, "player_instructions": 500, "tick_heap_bytes": 0}
    assert tick_cost.worse(better, before) == []
    within = {"tick_instructions": 1049, "player_instructions": 525, "tick_heap_bytes": 0}
    assert tick_cost.worse(within, before) == []
    (said,) = tick_cost.worse(within | {"tick_instructions": 1051}, before)
    assert "tick_instructions is 1051, +51 against 1000" in said
    assert tick_cost.REWRITE in said
    (said,) = tick_cost.worse(within | {"tick_heap_bytes": 16}, before)
    assert "tick_heap_bytes" in said
