"""When flash is written: not while a session plays, and soon after it, on the real firmware."""

from __future__ import annotations

from base64 import b64encode
from zlib import crc32

import pytest
from faults.boards import patterns, setup

NEW = "/patterns/new.sole"
SETTINGS = "/settings.json"


@pytest.fixture(params=["cpython", "micropython"])
def bench(request):
    """A massager of either interpreter that plays."""
    made = request.getfixturevalue(f"on_{request.param}")
    made.begin(setup("reference", 22.0))
    made.do("run", ms=1000)
    assert "ok" in made.play("mild")
    return made


def files(bench):
    """What lies on flash: path -> content in base64."""
    return bench.do("memory")["files"]


def upload(bench, name, data):
    """Brings a pattern; whether it is stored already."""
    size = len(data)
    assert bench.ask("begin", name=name, size=size, crc=crc32(data))["ok"]["have"] == 0
    assert bench.ask("chunk", at=0, b64=b64encode(data).decode())["ok"]["have"] == size
    return bench.ask("end")["ok"]["stored"]


def test_nothing_is_written_before_the_session_is_over(bench):
    before = files(bench)
    assert not upload(bench, "new", patterns()["hot"])
    assert bench.ask("set", volume_pct=10)["ok"]["stored"] is False
    for verb, state in (("pause", "playing"), ("resume", "paused"), ("stop", "playing")):
        assert bench.do("run", ms=5000)["state"]["state"] == state
        assert files(bench) == before
        ticket = bench.ask("ready")["ok"]["ticket"]
        assert "ok" in bench.ask(verb, ticket=ticket)
    assert bench.do("run", ms=100)["state"]["state"] == "winding-down"
    assert files(bench) == before
    bench.do("run", ms=5000)
    after = files(bench)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {NEW, SETTINGS, "/usage/1.log"}
    assert b64encode(patterns()["hot"]).decode() == after[NEW].strip()
    assert bench.ask("settings")["ok"]["stored"] is True
