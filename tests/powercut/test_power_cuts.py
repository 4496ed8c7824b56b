"""The power goes at any erase or program: the board starts again, and each file is old or new.

The real firmware on real MicroPython writes to a real LittleFS in memory; a cut comes before and
within each operation of the flash (after one is before the next). Elsewhere: an update, which
replaces the firmware itself (tests/host/test_update_power_cut.py), and what settings and logs hold
after a cut, for every state of them (tests/powercut/test_memory_power_cut.py).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.boards import with_motors
from powercut import scenarios
from powercut.scenarios import Scenario
from rigs.guests import UNIX64
from rigs.two_runtimes import require
from sole.core import pattern
from sole.core.frame import unseal
from solewave.simulate import Bench

START_MS = 1200
ROOM_C = 24.0
LOGS, PATTERNS = "/usage/", "/patterns/"
CUTS_MAX = 100
"""More operations than any scenario has."""


class PowerCutBench(Bench):
    """A bench whose massager has a flash of LittleFS, and loses its power when told to."""

    script = Path(__file__).parent / "guest" / "lfs_trial.py"


@pytest.fixture(scope="module")
def bench() -> Iterator[PowerCutBench]:
    require(UNIX64)
    with PowerCutBench(micropython=True) as made:
        yield made


def files(bench: Bench) -> dict[str, bytes]:
    """What is on flash. A file of the log without a record in it says as much as none."""
    told = bench.do("memory")
    found = {path: b64decode(text) for path, text in told["files"].items()}
    return {path: data for path, data in found.items() if data or not path.startswith(LOGS)}


def restarted(bench: Bench) -> None:
    """The board as `prepare` left it, started anew."""
    bench.do("back")
    bench.do("warm", pad_c=ROOM_C, foot_c=ROOM_C)
    bench.do("run", ms=START_MS)
    bench.do("memory")


def prepared(bench: Bench, scenario: Scenario) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files before and after the scenario, without a cut."""
    bench.begin(with_motors())
    bench.do("run", ms=START_MS)
    scenario.prepare(bench)
    bench.do("keep")
    restarted(bench)
    before = files(bench)
    scenario.act(bench)
    after = files(bench)
    assert changed(before, after) == set(scenario.writes)
    return before, after


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    paths = before.keys() | after.keys()
    return {path for path in paths if before.get(path) != after.get(path)}


def cut(bench: Bench, scenario: Scenario, after: int, *, within: bool) -> bool:
    """Does the scenario and cuts the power on the way; False if it had no more operations."""
    restarted(bench)
    bench.do("cut", after=after, within=within)
    scenario.act(bench)
    told = bench.do("state")
    bench.do("cut", after=None, within=False)
    bench.do("run", ms=START_MS)
    return bool(told["resets"])


def started_whole(bench: Bench) -> dict[str, bytes]:
    """The files of a board that runs, drives nothing, answers and takes each file for whole."""
    told = bench.do("state")
    assert told["runs"]
    assert not told["commanded"]
    assert not told["motors_on"]
    assert bench.ask("faults")["ok"]["self_test"] is None
    assert bench.ask("settings")["ok"]["broken"] is False
    found = files(bench)
    for path, data in found.items():
        left_over = path.startswith(PATTERNS) and path.endswith(".new")
        assert not left_over, "it would keep its room for good"
        if path.endswith(".sole"):
            pattern.check(data)
        elif path.endswith(".json"):
            unseal(data)
    return found


@pytest.mark.parametrize("within", [True, False], ids=["within", "before"])
@pytest.mark.parametrize("scenario", scenarios.ALL, ids=lambda scenario: scenario.name)
def test_every_cut_leaves_each_file_old_or_new(bench, scenario, within):
    before, after = prepared(bench, scenario)
    cuts = 0
    while cut(bench, scenario, cuts, within=within):
        found = started_whole(bench)
        for path in before.keys() | after.keys():
            assert found.get(path) in (before.get(path), after.get(path)), (cuts, path)
        cuts += 1
        assert cuts < CUTS_MAX
    assert cuts, "else nothing was cut"
    assert files(bench) == after, "the one that was not cut went through"


def test_what_was_cut_can_be_done_again(bench):
    scenario = scenarios.ALL[1]
    _, after = prepared(bench, scenario)
    assert cut(bench, scenario, 2, within=True)
    scenario.act(bench)
    assert files(bench) == after
