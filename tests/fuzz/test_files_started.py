"""Spoiled files on a board: the firmware starts with each, and says what is wrong or works.

`boot.py` reads the board file before anybody has checked it; the firmware checks it and then
drives what it names. Its own files are sealed: they are spoiled behind the seal.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from random import Random

import pytest
from faults.boards import SUPERMINI, with_motors
from fuzz import mutate, seeds
from rigs.nightly import NIGHTLY
from sole.core.board import PIN_ACTIVE_LOW, BoardError, output_pins, read
from sole.core.frame import seal
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


def turned(board):
    """A board with the levels of both switches the other way round."""
    heater = {key: board["heater"][key] ^ PIN_ACTIVE_LOW for key in ("pin", "enable")}
    return {**board, "heater": {**board["heater"], **heater}}


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(lambda board: seal(board)[:-1] + b"x", id="spoiled"),
        pytest.param(lambda board: seal({**board, "v": 99}), id="refused"),
    ],
)
@pytest.mark.parametrize("had_good_one", [True, False])
def test_a_board_file_with_wrong_levels_heats_nothing(bench, file, had_good_one):
    board = with_motors().board
    kept = seal({"pins": output_pins(board)}) if had_good_one else b""
    files = {"/board.json": file(turned(board)), "/pins.json": kept}
    bench.begin(replace(with_motors(), files=files))
    told = bench.do("run", ms=START_MS)
    assert told["state"]["fault"] == "no-board"
    assert not told["commanded"]


@pytest.mark.parametrize("part", ["indicator", "buzzer"])
def test_a_file_that_gives_another_part_the_heaters_pin_heats_nothing(bench, part):
    """On a board with one switch, which has never had a good file: nothing else stands between."""
    made = with_motors(SUPERMINI)
    pin = made.board["heater"]["pin"] ^ PIN_ACTIVE_LOW
    other = {"kind": "led", "pin": pin} if part == "indicator" else pin
    bench.begin(replace(made, files={"/board.json": seal({**made.board, part: other})}))
    told = bench.do("run", ms=START_MS)
    assert told["state"]["fault"] == "no-board"
    assert not told["commanded"]


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
