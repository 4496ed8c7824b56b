"""Spoiled files on a board: the firmware starts with each, and says what is wrong or works.

`boot.py` reads the board file before anybody has checked it; the firmware checks it and then
drives what it names. Its own files are sealed: they are spoiled behind the seal.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from random import Random

import pytest
from faults.boards import with_motors
from fuzz import mutate, seeds
from rigs.nightly import NIGHTLY
from sole.core.board import BoardError, read
from solewave.simulate import Bench

BOARDS, FILES = (2000, 500) if NIGHTLY else (15, 7)
"""How many spoiled board files, and how many of each of the firmware's own."""
START_MS = 1500
OWN = ("/faults.json", "/settings.json", "/usage/1.log", "/pins.json")
"""What the firmware itself keeps, and reads when it starts."""


@pytest.fixture(scope="module")
def bench():
    with Bench(micropython=False) as made:
        yield made


def started_with(bench, path, data):
    """What is told of a board on which the file `path` holds `data`; nothing is driven yet."""
    bench.begin(replace(with_motors(), files={path: data}))
    told = bench.do("run", ms=START_MS)
    assert not told["commanded"]
    assert not told["motors_on"]
    assert told["broken_rules"] == []
    return told


def is_good(data):
    try:
        read(data)
        return True
    except BoardError:
        return False


def test_a_spoiled_board_file_drives_nothing(bench):
    rng = Random(23)
    seen = set()
    for _ in range(BOARDS):
        data = mutate.compiled_board(seeds.seeds("compiled-board")[0], rng)
        told = started_with(bench, "/board.json", data)
        if not is_good(data):
            assert told["runs"], bench.console[-5:]
            assert told["state"]["fault"] == "no-board"
            assert bench.play("hot")["err"]["code"] == "no-board"
        seen.add((is_good(data), told["runs"]))
    assert (False, True) in seen
    assert (True, True) in seen


@pytest.fixture(scope="module")
def own_files(bench):
    """What a firmware that has seen something keeps on flash."""
    bench.begin(with_motors())
    bench.do("run", ms=START_MS)
    bench.ask("set", favorite="hot", bedtime={"at_min": 9, "days": 1, "routine": "hot",
                                              "pulse": True})  # fmt: skip
    bench.play("moving")
    bench.do("run", ms=3000)
    bench.do("press", does="stop", ms=200)
    bench.do("run", ms=1000)
    files = bench.do("memory")["files"]
    return {path: b64decode(files[path]) for path in OWN}


@pytest.mark.parametrize("path", OWN)
def test_the_firmware_starts_whatever_its_own_files_hold(bench, own_files, path):
    rng = Random(29)
    for _ in range(FILES):
        data = mutate.compiled_board(own_files[path], rng)
        told = started_with(bench, path, data)
        assert told["runs"], (data, bench.console[-8:])
        for verb in ("status", "faults", "settings", "log", "hours"):
            assert "ok" in bench.ask(verb), (verb, data)
