"""One process of `torture.py`: attacks one target with atheris, guided by coverage.

Arguments are the target's name and then libFuzzer's own. It ends at the first crash, which
libFuzzer saves; `torture.py` tells how to repeat it.
"""

import sys
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
# This tree's own code before what is installed.
sys.path[:0] = [str(ROOT / part) for part in ("firmware", "host", "tests", "tests/vm")]

import atheris  # noqa: E402

with atheris.instrument_imports(include=["sole", "solewave"], enable_loader_override=False):
    from fuzz import mutate, targets

BLIND = 0.15
"""How often libFuzzer's own mutations, which know nothing of the format, take the turn."""


def main() -> None:
    """Runs libFuzzer, which ends the process."""
    name = sys.argv.pop(1)
    spoil = mutate.MUTATORS[name]

    def mutated(data: bytes, size_max: int, seed: int) -> bytes:
        rng = Random(seed)
        blind = not data or rng.random() < BLIND
        made: bytes = atheris.Mutate(data, size_max) if blind else spoil(data, rng)
        return made[:size_max]

    atheris.Setup(sys.argv, targets.TARGETS[name], custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
