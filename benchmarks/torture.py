"""Attacks every reader of untrusted bytes with a million inputs each, guided by coverage.

    python benchmarks/torture.py                       all targets
    python benchmarks/torture.py --target frames --inputs 10000
    python benchmarks/torture.py --replay FILE --target frames

Needs Linux on x86-64, where atheris (Google's fuzzer for Python) has wheels; it is put into
.venv/torture, not among what Solewave itself needs. What was found interesting is kept there
too, so that the next run begins where this one ended. Exit code 1: something crashed; the
input is saved and the command that repeats it is printed.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report import Table, load, publish

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDER = ROOT / ".venv" / "torture"
REQUIREMENT = "atheris>=3,<4"
INPUTS = 1_000_000
INPUT_BYTES = {
    "frames": 256, "compiled-pattern": 2048, "compiled-board": 6000, "answers": 6000,
}  # fmt: skip
"""Longest input; 4096 where nothing else is said."""
HANG_S = 60
"""One input that takes longer is a hang."""
MEMORY_MB = 1024
"""A process that takes more is out of bounds."""

sys.path[:0] = [str(ROOT / part) for part in ("firmware", "host", "tests", "tests/vm")]

from fuzz import seeds, targets  # noqa: E402


@dataclass(frozen=True)
class Outcome:
    """What one target came to. `edges`: branches reached; `saved`: inputs worth keeping."""

    target: str
    inputs: int
    seconds: float
    edges: int
    saved: int
    crash: Path | None


def main() -> int:
    """Exit code: 0 nothing crashed, 1 something did."""
    asked = _arguments()
    if asked.replay:
        return _replay(asked.target, asked.replay)
    _install()
    names = asked.target or list(targets.TARGETS)
    with ThreadPoolExecutor(asked.jobs) as pool:
        attack = [pool.submit(_attack, name, asked.inputs, asked.seed) for name in names]
        outcomes = [one.result() for one in attack]
    rows, figures = _of_last_runs()
    rows |= {one.target: _row(one) for one in outcomes}
    figures |= {one.target: _figures(one) for one in outcomes}
    publish("torture", [_table(rows)], figures=figures)
    crashed = [one for one in outcomes if one.crash]
    for one in crashed:
        command = f"python benchmarks/torture.py --target {one.target} --replay {one.crash}"
        sys.stderr.write(f"{one.target} crashed. To repeat it: {command}\n")
    return 1 if crashed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--target", action="append", choices=list(targets.TARGETS))
    parser.add_argument("--inputs", type=int, default=INPUTS, help="of each target")
    parser.add_argument("--seed", type=int, default=1, help="0: another each time")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="a saved input, once")
    asked = parser.parse_args()
    if asked.replay and len(asked.target or ()) != 1:
        parser.error("--replay needs the one --target that the file is for")
    return asked


def _replay(names: Sequence[str], path: Path) -> int:
    """Gives one saved input to its target; a crash shows its traceback."""
    targets.TARGETS[names[0]](path.read_bytes())
    sys.stdout.write(f"{names[0]}: no crash\n")
    return 0


def _install() -> None:
    """Puts atheris into its folder, once."""
    if (FOLDER / "atheris").is_dir():
        return
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--no-input", "--only-binary=:all:"]
    done = subprocess.run([*pip, "--target", str(FOLDER), REQUIREMENT], check=False)
    if done.returncode:
        sys.exit("atheris cannot be installed here: it has wheels for Linux on x86-64 only")


def _attack(name: str, inputs: int, seed: int) -> Outcome:
    """Runs one target to its end or its first crash."""
    corpus, crashes = FOLDER / "corpus" / name, FOLDER / "crashes"
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    for index, data in enumerate(seeds.seeds(name)):
        (corpus / f"seed-{index}").write_bytes(data)
    begun = time.monotonic()
    process = _process(name, inputs, seed, (corpus, crashes))
    with (FOLDER / f"{name}.log").open("w", encoding="utf-8") as log:
        done = subprocess.run(
            process, stdout=log, stderr=subprocess.STDOUT, env=_environment(), check=False
        )
    said = (FOLDER / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    return Outcome(
        name,
        _last(r"number_of_executed_units: +(\d+)", said),
        time.monotonic() - begun,
        _last(r"cov: (\d+)", said),
        _last(r"corp: (\d+)", said),
        _crash(said, name) if done.returncode else None,
    )


def _process(name: str, inputs: int, seed: int, folders: tuple[Path, Path]) -> list[str]:
    corpus, crashes = folders
    return [
        sys.executable, str(HERE / "torture_target.py"), name, f"-runs={inputs}", f"-seed={seed}",
        f"-max_len={INPUT_BYTES.get(name, 4096)}", f"-timeout={HANG_S}",
        f"-rss_limit_mb={MEMORY_MB}", f"-artifact_prefix={crashes}/{name}-",
        "-print_final_stats=1", str(corpus),
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(FOLDER)}


def _last(pattern: str, said: str) -> int:
    found = re.findall(pattern, said)
    return int(found[-1]) if found else 0


def _crash(said: str, name: str) -> Path:
    """The input that libFuzzer saved, or the log if the process died without one."""
    found = re.findall(r"Test unit written to (\S+)", said)
    return Path(found[-1]) if found else FOLDER / f"{name}.log"


def _of_last_runs() -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Rows and figures by target: a run of one target leaves what is known of the others."""
    for report in load():
        if report.name == "torture":
            return {row[0]: row for row in report.tables[0].rows}, report.figures
    return {}, {}


def _table(rows: dict[str, list[str]]) -> Table:
    head = ["target", "inputs", "seconds", "branches reached", "inputs kept", "crashes"]
    note = "atheris, guided by coverage; each target as it was last attacked"
    known = [rows[target] for target in targets.TARGETS if target in rows]
    return Table("Attacked with malformed input", head, known, note)


def _row(one: Outcome) -> list[str]:
    return [
        one.target, f"{one.inputs:,}", f"{one.seconds:.0f}", str(one.edges), str(one.saved),
        "1" if one.crash else "0",
    ]  # fmt: skip


def _figures(one: Outcome) -> dict[str, float | int]:
    crashes = int(one.crash is not None)
    return {"inputs": one.inputs, "seconds": round(one.seconds, 1), "crashes": crashes}


if __name__ == "__main__":
    sys.exit(main())
