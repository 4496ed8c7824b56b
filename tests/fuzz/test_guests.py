"""The same spoiled input on CPython and on real MicroPython of 64 and 32 bits: the same verdict.

The inputs are made by the seeded mutators, so they need no files and are the same each time;
`make torture` compares those that a fuzzer kept (benchmarks/torture_verdicts.py).
"""

from __future__ import annotations

from random import Random

import pytest
from fuzz import mutate, seeds
from fuzz.interpreters import (
    KINDS,
    ONE_INPUT_BYTES,
    differing,
    is_strict,
    on_32_bits,
    on_64_bits,
    on_cpython,
)
from rigs.guests import UNIX64, WASM32
from rigs.nightly import NIGHTLY
from rigs.two_runtimes import require
from sole.core.frame import seal

INPUTS = 5000 if NIGHTLY else 140
"""Of each kind."""
GROWTH_BYTES = 2048


def made():
    """(kind, bytes) of every input."""
    rng = Random(11)
    found = []
    for kind, target in KINDS.items():
        good = seeds.seeds(target)
        found += [(kind, mutate.MUTATORS[target](rng.choice(good), rng)) for _ in range(INPUTS)]
    return found


def test_the_inputs_are_worth_it():
    inputs = made()
    assert sum(is_strict(kind, data) for kind, data in inputs) > len(inputs) * 0.8


@pytest.mark.parametrize(
    ("sealed", "strict"),
    [(seal({"a": 1}), True), (b"{a}#00000000", True), (seal({"a": float("nan")}), False)],
)
def test_what_json_parsers_disagree_on_is_known(sealed, strict):
    assert is_strict("b", sealed) is strict
    assert is_strict("f", b"noise\x1e" + sealed + b"\r\n") is strict


def test_micropython_says_the_same_and_its_heap_stays_flat(tmp_path):
    require(UNIX64)
    inputs = made()
    expected = on_cpython(tmp_path, inputs)
    told = on_64_bits(tmp_path, inputs)
    assert differing(inputs, expected, told) == []
    for kind in KINDS:
        costs = [cost for (own, _), (cost, _) in zip(inputs, told, strict=True) if own == kind]
        assert abs(sum(costs[len(costs) // 2 :])) <= GROWTH_BYTES, kind


def test_a_32_bit_micropython_says_the_same_within_an_esp32s_memory(tmp_path):
    require(WASM32)
    inputs = made()
    told = on_32_bits(tmp_path, inputs)
    assert differing(inputs, on_cpython(tmp_path, inputs), told) == []
    assert max(cost for cost, _ in told) < ONE_INPUT_BYTES


def test_another_verdict_is_seen():
    inputs = [("p", b"SOLE"), ("b", seal({})), ("b", seal({"a": float("nan")}))]
    told = [(0, "size 0"), (0, "drives []"), (0, "another")]
    assert differing(inputs, ["size 0", "key", "one"], told) == [
        ("b", seal({}), "key", "drives []")
    ]


def test_an_input_that_ends_an_interpreter_is_told_and_the_next_are_judged(tmp_path):
    require(UNIX64)
    good = seeds.seeds("compiled-pattern")[0]
    inputs = [("p", good), ("?", b"of no kind: a KeyError"), ("p", good)]
    first, second, third = [verdict for _, verdict in on_64_bits(tmp_path, inputs)]
    assert first == third == on_cpython(tmp_path, inputs[:1])[0]
    assert second.startswith("ends the interpreter: ")
    assert "KeyError" in second


@pytest.mark.parametrize("kind", KINDS)
def test_good_input_is_taken_everywhere(kind, tmp_path):
    require(UNIX64)
    inputs = [(kind, data) for data in seeds.seeds(KINDS[kind])]
    told = [verdict for _, verdict in on_64_bits(tmp_path, inputs)]
    assert told == on_cpython(tmp_path, inputs)
    word = {"p": "plays", "b": "drives", "f": "frames"}[kind]
    assert all(verdict.startswith(word) for verdict in told)
