"""Two faults at once: every pair that a board can have, in either order, at up to three times.

    python benchmarks/torture_pairs.py [--sample N --seed S] [--resume]

The second strikes together with the first, 30 s later, or, where that makes sense, when a person
has cleared the first and plays again. Virtual time: the same everywhere. A whole run writes its
tables into docs/safety.md; a sample only prints. Exit code 1: a limit was exceeded for which
tests/faults/pair_reasons.py has no reason, or a rule of the firmware's own was broken.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random

import msgspec
from report import FOLDER

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / part) for part in ("firmware", "host", "tests")]

from faults import pair_table, pairs, table  # noqa: E402
from faults.pair_reasons import wrong  # noqa: E402
from faults.pair_trial import Outcome, play  # noqa: E402
from faults.pairs import Pair  # noqa: E402
from solewave.simulate import Bench  # noqa: E402

KEPT = FOLDER / "pairs.jsonl"
"""What has been measured so far, a line each: `--resume` does not measure it again."""
Line = tuple[Pair, Outcome]


def main() -> int:
    """Exit code: 0 if nothing but what cannot be helped exceeds a limit."""
    asked = _arguments()
    every = [pair for name in pairs.BOARDS for pair in pairs.all_pairs(name)]
    if asked.sample:
        every = Random(asked.seed).sample(every, min(asked.sample, len(every)))
    measured = {}
    if asked.resume and KEPT.exists():
        lines = KEPT.read_bytes().splitlines()
        measured = dict(msgspec.json.decode(line, type=Line) for line in lines)
    elif not asked.sample:
        KEPT.unlink(missing_ok=True)
    _measure([pair for pair in every if pair not in measured], measured, keep=not asked.sample)
    outcomes = {pair: measured[pair] for pair in every}
    if not asked.sample:
        table.write(pair_table.tables(outcomes), table.PAIRS)
    return _tell(outcomes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sample", type=int, default=0, help="so many pairs, at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on with a run that broke off")
    return parser.parse_args()


def _measure(left: Iterable[Pair], measured: dict[Pair, Outcome], *, keep: bool) -> None:
    """Plays each pair; tells how far it is."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Bench(micropython=False) as bench:
        for pair in left:
            measured[pair] = outcome = play(bench, pair)
            if keep:
                with KEPT.open("ab") as kept:
                    kept.write(msgspec.json.encode((pair, outcome)) + b"\n")
            if len(measured) % 50 == 0:
                sys.stderr.write(f"\r{len(measured):,} trials ")
    sys.stderr.write("\n")


def _tell(outcomes: dict[Pair, Outcome]) -> int:
    """In sum, and each that has no reason."""
    over = sum(one.over for one in outcomes.values())
    hours = sum(one.simulated_s for one in outcomes.values()) / 3600
    sys.stdout.write(f"{len(outcomes):,} trials, {hours:.1f} simulated hours, {over:,} too hot\n")
    unexplained = {pair: what for pair, one in outcomes.items() if (what := wrong(pair, one))}
    for pair, what in unexplained.items():
        sys.stdout.write(f"{what}: {outcomes[pair].with_pair(pair)}\n")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
