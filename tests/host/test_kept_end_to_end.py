"""What the massager keeps without a computer: set, bedtime and log on the virtual board."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from solewave import board, device_clock
from solewave.cli import run
from solewave.virtual import VirtualBoard

SPEED = 5.0
"""A session ends when its host is silent for a second, of ours: enough on a busy machine."""
SHORT = """\
format = 1
title = "Short"
[section.rub]
lasts = "6s"
[[section.rub.stroke]]
kind = "vibration"
zones = ["toes"]
level = 60
"""

Run = Callable[..., Any]


@pytest.fixture
def virtual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualBoard]:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("SOLEWAVE_PORT", "virtual")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.toml").write_text(SHORT)
    with VirtualBoard(board.load("esp32-devkitc"), tmp_path / "board", speed=SPEED) as made:
        yield made


@pytest.fixture
def told(virtual: VirtualBoard, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a verb that must succeed, with --json; what it printed."""

    def go(*words: str) -> Any:
        assert run([*words, "--json"]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return go


def test_settings_outlive_a_power_cut(virtual: VirtualBoard, told: Run) -> None:
    assert told("set")["intensity_pct"] == 100
    told("upload", "short.toml")
    changed = told("set", "--intensity", "80", "--heat-limit", "40.5", "--favorite", "short")
    assert changed["stored"]
    told("bedtime", "23:00", "--days", "mon-fri", "--routine", "short", "--pulse")
    assert told("set")["clock"] is not None
    virtual.power_cycle()
    kept = told("set")
    assert {key: kept[key] for key in changed if key not in ("bedtime", "clock")} == {
        "intensity_pct": 80,
        "tempo_pct": 100,
        "heat_limit_cc": 4050,
        "favorite": "short",
        "volume_pct": 50,
        "stored": True,
        "broken": False,
        "answered": False,
    }
    assert kept["bedtime"] == {"at_min": 1380, "days": 31, "routine": "short", "pulse": True}
    assert kept["clock"] is None, "an ESP32 loses it with the power"
    told("status")
    assert told("set")["clock"] is not None, "every command that it matters to brings it along"


def test_a_session_is_in_the_log_and_in_the_hours(virtual: VirtualBoard, told: Run) -> None:
    assert told("log")["sessions"] == []
    begun = device_clock.local_now()
    assert told("play", "short.toml", "--intensity", "100")["ended"] == "done"
    told("play", "short")
    logged = told("log")
    second, first = logged["sessions"]
    assert [(one["n"], one["routine"], one["ended"]) for one in (first, second)] == [
        (1, "short", "done"),
        (2, "short", "done"),
    ]
    starts = [datetime.fromisoformat(one["start"]) for one in (first, second)]
    assert begun <= starts[0] < starts[1]
    assert starts[1] < begun + timedelta(days=1), "the board's clock runs faster than ours"
    assert 5 <= first["length_s"] <= 7
    ran = {one["plays"]: one["s"] for one in logged["hours"]["motors"] if one["s"]}
    assert set(ran) == {"left toes", "right toes"}
    assert all(10 <= s <= 14 for s in ran.values())
    virtual.power_cycle()
    assert told("log") == logged
