"""Gives what the fuzzer kept to real MicroPython: every interpreter comes to the same verdict.

    python benchmarks/torture_verdicts.py [--corpus FOLDER]

`torture.py` runs the decoder of patterns, the reader of board files and that of frames on CPython
and keeps each input that reached something new. This plays those inputs on MicroPython of 64 bits
and of 32, as an ESP32 is. Exit code 1: a verdict differs, or an input took more heap than an
ESP32 can spare; the inputs are saved and named.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report import Goal, Table, publish

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv" / "torture"
sys.path[:0] = [str(ROOT / part) for part in ("firmware", "host", "tests", "tests/vm")]

from fuzz import interpreters  # noqa: E402
from fuzz.interpreters import KINDS, Input  # noqa: E402
from rigs.guests import UNIX64, WASM32  # noqa: E402


@dataclass(frozen=True)
class Outcome:
    """Of one target: inputs, those all JSON parsers agree on, and what was told of them."""

    target: str
    inputs: int
    compared: int
    differing_64: int
    differing_32: int
    heap_bytes: int
    wrong: frozenset[bytes]


def main() -> int:
    """Exit code: 0 if all verdicts are the same, within the memory that there is."""
    corpus = _corpus()
    for guest in (UNIX64, WASM32):
        if why := guest.missing():
            sys.exit(why)
    outcomes = [_compare(kind, _kept(corpus, target)) for kind, target in KINDS.items()]
    wanted = goals(outcomes)
    publish("verdicts", [table(outcomes)], wanted, {one.target: _figures(one) for one in outcomes})
    for one in outcomes:
        _save(one)
    return 0 if all(goal.met for goal in wanted) else 1


def table(outcomes: Sequence[Outcome]) -> Table:
    """What was compared, and what came of it."""
    head = [
        "target", "inputs", "compared", "other verdict, MicroPython",
        "other verdict, 32 bits", "most heap, bytes",
    ]  # fmt: skip
    rows = [
        [
            one.target, f"{one.inputs:,}", f"{one.compared:,}", str(one.differing_64),
            str(one.differing_32), f"{one.heap_bytes:,}",
        ]
        for one in outcomes
    ]  # fmt: skip
    note = (
        "not compared: sealed JSON that MicroPython's parser takes in another way than CPython's"
    )
    return Table("The same on MicroPython", head, rows, note)


def goals(outcomes: Sequence[Outcome]) -> list[Goal]:
    """What must hold."""
    others = sum(one.differing_64 + one.differing_32 for one in outcomes)
    heap_bytes = max(one.heap_bytes for one in outcomes)
    return [
        Goal("verdicts that differ from CPython's", others, 0),
        Goal(
            "most heap for one pattern, board file or frame",
            heap_bytes,
            interpreters.ONE_INPUT_BYTES,
            "bytes",
        ),
    ]


def _corpus() -> Path:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--corpus", type=Path, default=FOLDER / "corpus", metavar="FOLDER")
    corpus: Path = parser.parse_args().corpus
    if not all((corpus / target).is_dir() for target in KINDS.values()):
        sys.exit(f"{corpus} has no inputs yet: python benchmarks/torture.py fills it")
    return corpus


def _kept(corpus: Path, target: str) -> list[bytes]:
    """The inputs of one target that fit in the file they are handed over in."""
    found = [path.read_bytes() for path in sorted((corpus / target).iterdir())]
    return [data for data in found if len(data) <= interpreters.SIZE_MAX]


def _compare(kind: str, kept: Sequence[bytes]) -> Outcome:
    inputs: list[Input] = [(kind, data) for data in kept]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        right = interpreters.on_cpython(folder, inputs)
        told_64 = interpreters.on_64_bits(folder, inputs)
        told_32 = interpreters.on_32_bits(folder, inputs)
        alone = interpreters.on_32_bits(folder, interpreters.frames_alone(inputs))
    others_64 = interpreters.differing(inputs, right, told_64)
    others_32 = interpreters.differing(inputs, right, told_32)
    return Outcome(
        KINDS[kind],
        len(inputs),
        sum(interpreters.is_strict(*one) for one in inputs),
        len(others_64),
        len(others_32),
        max(cost for cost, _ in alone),
        frozenset(data for _, data, _, _ in [*others_64, *others_32]),
    )


def _save(one: Outcome) -> None:
    """Keeps each input with another verdict, and tells where."""
    folder = FOLDER / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    for data in sorted(one.wrong):
        path = folder / f"{one.target}-verdict-{hashlib.sha256(data).hexdigest()[:16]}"
        path.write_bytes(data)
        sys.stderr.write(f"{one.target}: another verdict on MicroPython: {path}\n")


def _figures(one: Outcome) -> dict[str, int]:
    return {
        "inputs": one.inputs,
        "compared": one.compared,
        "differing_64": one.differing_64,
        "differing_32": one.differing_32,
        "heap_bytes": one.heap_bytes,
    }


if __name__ == "__main__":
    sys.exit(main())
