"""A pattern's name becomes a file's: no name leads out of its folder, on either side."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from faults.boards import with_motors
from hypothesis import example, given
from hypothesis import strategies as st
from rigs.guests import REPOSITORY
from sole.core.names import name_is_good
from sole.store import FOLDER
from solewave import playable
from solewave.errors import UserError
from solewave.simulate import Bench

EVIL = (
    "..", ".", "../board", "a/../../boot.py", "/board.json", "a/b", "a\\b", "a\x00", "a\n", "c:a",
    "~", "$HOME", "-o", "a.sole", "A", "", "a" * 33, "\uff41", "a\u200b",
    "\u0663",
)  # fmt: skip
REQUESTS = (
    ("get", {"at": 0}),
    ("begin", {"size": 100, "crc": 1}),
    ("remove", {}),
    ("play", {"intensity_pct": 100}),
    ("swap", {}),
)
"""Every request that takes a pattern's name, and what else it needs."""


@pytest.fixture(scope="module")
def bench():
    with Bench(micropython=False) as made:
        made.begin(with_motors())
        made.do("run", ms=1000)
        yield made


def verbs_with_a_name():
    """Of docs/protocol.md: the requests that take `name`."""
    page = (REPOSITORY / "docs" / "protocol.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1:3] for row in page.splitlines() if row.startswith("| `")]
    return {verb.strip(" `") for verb, takes in rows if "`name`" in takes}


def host_takes(name):
    try:
        return playable.valid_name(name) == name
    except UserError:
        return False


@given(st.text(max_size=34))
@example("a" * 32)
@example("a\n")
def test_both_sides_agree_and_a_good_name_is_a_plain_file(name):
    assert host_takes(name) == name_is_good(name)
    if name_is_good(name):
        path = PurePosixPath(FOLDER) / f"{name}.sole"
        assert path.parent == PurePosixPath(FOLDER)
        assert path.stem == name


@pytest.mark.parametrize("name", EVIL)
def test_no_side_takes_an_evil_name(name):
    assert not name_is_good(name)
    assert not host_takes(name)


def test_every_request_that_takes_a_name_is_tried():
    assert verbs_with_a_name() == {verb for verb, _ in REQUESTS}


@pytest.mark.parametrize(("verb", "needed"), REQUESTS, ids=[verb for verb, _ in REQUESTS])
def test_no_request_takes_an_evil_name(bench, verb, needed):
    before = bench.do("memory")["files"]
    for name in (*EVIL, None, 7, ["a"], {"a": 1}):
        ticket = bench.ask("ready")["ok"]["ticket"]
        arguments = {**needed, "name": name}
        if verb == "play":
            arguments["ticket"] = ticket
        answer = bench.ask(verb, **arguments)
        assert answer["err"]["code"] in ("bad-name", "bad-args"), (name, answer)
    assert bench.do("memory")["files"] == before


@pytest.mark.parametrize("name", EVIL)
def test_no_setting_takes_an_evil_name(bench, name):
    assert bench.ask("set", favorite=name)["err"]["code"] == "bad-args"
    bedtime = {"at_min": 0, "days": 1, "routine": name, "pulse": False}
    assert bench.ask("set", bedtime=bedtime)["err"]["code"] == "bad-args"
