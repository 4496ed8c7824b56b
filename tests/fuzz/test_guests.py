"""The same spoiled input on CPython and on real MicroPython of 64 and 32 bits: the same verdict.

The inputs are made by the seeded mutators, so they need no files and are the same each time.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from fuzz import mutate, seeds
from fuzz.guest import verdicts
from rigs.guests import FIRMWARE, UNIX64, WASM32
from rigs.nightly import NIGHTLY
from rigs.two_runtimes import require

INPUTS = 5000 if NIGHTLY else 140
"""Of each kind."""
KINDS = {"p": "compiled-pattern", "b": "compiled-board", "f": "frames"}
BATCH = 60
"""As many as the 32-bit interpreter has memory for: it cannot collect garbage."""
ONE_INPUT_BYTES = 24 * 1024
"""Heap that one input may take, garbage included: an ESP32 has about 100 KiB free."""
GROWTH_BYTES = 2048
GUEST = Path(verdicts.__file__).parent
TELL = """
import gc
import verdicts
before = gc.mem_alloc()
for line in verdicts.lines({path!r}):
    if {collect}:
        gc.collect()
    print(gc.mem_alloc() - before, line)
    before = gc.mem_alloc()
"""
"""Each line is what the input cost, and its verdict."""


def made():
    """(kind, bytes) of every input."""
    rng = Random(11)
    found = []
    for kind, target in KINDS.items():
        good = seeds.seeds(target)
        found += [(kind, mutate.MUTATORS[target](rng.choice(good), rng)) for _ in range(INPUTS)]
    return found


def packed(inputs):
    return b"".join(
        kind.encode() + len(data).to_bytes(2, "little") + data for kind, data in inputs
    )


def is_strict(kind, data):
    """Whether all JSON parsers agree on it: MicroPython's takes more, and less, than CPython's."""
    if kind == "p":
        return True
    bodies = [data] if kind == "b" else [part.rpartition(b"\x1e")[2] for part in data.split(b"\n")]
    return all(_parses(body.rstrip(b"\r")[:-9]) for body in bodies)


def _parses(body):
    def refuse(constant):
        raise ValueError(constant)

    try:
        json.dumps(json.loads(body, parse_constant=refuse), ensure_ascii=False).encode()
        return b"\\u0000" not in body
    except ValueError:
        return False


def outcome(guest, folder, inputs, collect):
    """[(heap taken, verdict)] of `inputs` on a guest."""
    path = folder / "inputs"
    path.write_bytes(packed(inputs))
    ran = guest.run(TELL.format(path=str(path), collect=collect), [FIRMWARE, GUEST, folder])
    assert ran.code == 0, ran.out[-500:] + ran.err
    lines = [line.partition(" ") for line in ran.out.rstrip("\n").split("\n")]
    assert len(lines) == len(inputs)
    return [(int(cost), verdict) for cost, _, verdict in lines]


def on_cpython(folder, inputs):
    path = folder / "inputs"
    path.write_bytes(packed(inputs))
    return list(verdicts.lines(path))


def differing(inputs, expected, told):
    return [
        (kind, data, right, verdict)
        for (kind, data), right, (_, verdict) in zip(inputs, expected, told, strict=True)
        if right != verdict and is_strict(kind, data)
    ]


def test_the_inputs_are_worth_it():
    inputs = made()
    assert sum(is_strict(kind, data) for kind, data in inputs) > len(inputs) * 0.6


def test_micropython_says_the_same_and_its_heap_stays_flat(tmp_path):
    require(UNIX64)
    inputs = made()
    expected = on_cpython(tmp_path, inputs)
    told = outcome(UNIX64, tmp_path, inputs, collect=True)
    assert differing(inputs, expected, told) == []
    for kind in KINDS:
        costs = [cost for (own, _), (cost, _) in zip(inputs, told, strict=True) if own == kind]
        assert abs(sum(costs[len(costs) // 2 :])) <= GROWTH_BYTES, kind


def test_a_32_bit_micropython_says_the_same_within_an_esp32s_memory(tmp_path):
    require(WASM32)
    inputs = made()
    expected = iter(on_cpython(tmp_path, inputs))
    for first in range(0, len(inputs), BATCH):
        some = inputs[first : first + BATCH]
        told = outcome(WASM32, tmp_path, some, collect=False)
        assert differing(some, [next(expected) for _ in some], told) == []
        assert max(cost for cost, _ in told) < ONE_INPUT_BYTES


@pytest.mark.parametrize("kind", KINDS)
def test_good_input_is_taken_everywhere(kind, tmp_path):
    require(UNIX64)
    inputs = [(kind, data) for data in seeds.seeds(KINDS[kind])]
    told = [verdict for _, verdict in outcome(UNIX64, tmp_path, inputs, collect=True)]
    assert told == on_cpython(tmp_path, inputs)
    word = {"p": "plays", "b": "drives", "f": "frames"}[kind]
    assert all(verdict.startswith(word) for verdict in told)
