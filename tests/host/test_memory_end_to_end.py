"""What a board remembers, on the real firmware: over a reset, over a loss of power."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from solewave import board, pattern, shipped
from solewave.virtual import VirtualBoard
from virtual_console import until
from virtual_massager import Massager

BEDTIME = {"at_min": 1380, "days": 127, "routine": "first", "pulse": False}
SET = {"intensity_pct": 60, "favorite": "first", "bedtime": BEDTIME}
EVENING = "2026-11-23T22:14:05"
START_S = 9823 * 86400 + 22 * 3600 + 14 * 60 + 5
"""EVENING in seconds since 2000-01-01."""


@pytest.fixture
def made(own_state: None, tmp_path: Path) -> Iterator[VirtualBoard]:
    with VirtualBoard(board.load("esp32-devkitc"), tmp_path / "board", speed=8.0) as virtual:
        yield virtual


def test_settings_and_log_outlive_the_power_and_the_clock_does_not(made: VirtualBoard) -> None:
    massager = Massager(made)
    fresh = massager.ask("settings")
    assert (fresh["clock"], fresh["intensity_pct"], fresh["bedtime"]) == (None, 100, None)
    massager.upload("first", pattern.load(shipped.path("examples") / "first-pattern.toml").data)
    assert massager.ask("set", **SET) == fresh | SET
    assert massager.ask("clock", local=EVENING)["clock"][:16] == EVENING[:16]

    massager.start("play", name="first")
    massager.played(5000)
    changed = massager.ask("set", volume_pct=5)
    assert (changed["volume_pct"], changed["stored"]) == (5, False)
    massager.ask("stop")
    massager.until(lambda _status: massager.ask("settings")["stored"])
    massager.until(lambda _status: massager.ask("log", **{"from": 0})["sessions"])
    (session,) = massager.ask("log", **{"from": 0})["sessions"]
    number, name, start_s, length_s, highest_cc, ended = session
    assert (number, name, ended) == (1, "first", "stopped")
    assert START_S <= start_s < START_S + 1800
    assert 5 <= length_s < 120
    assert 1500 < highest_cc < 4200
    hours = massager.ask("hours")
    assert hours["sessions"] == 1
    assert len(hours["motors_s"]) == len(board.load("esp32-devkitc").motors)
    assert 0 < max(hours["motors_s"]) <= length_s

    before = made.starts
    massager.port.close()
    made.power_cycle()
    until(lambda: made.starts > before)
    massager = Massager(made)
    after = massager.ask("settings")
    assert after == fresh | SET | {"volume_pct": 5}
    assert massager.ask("log", **{"from": 0}) == {"sessions": [session], "next": None}
    assert massager.ask("hours") == hours
    massager.port.close()


def reset(massager: Massager) -> None:
    """Ctrl-C, Ctrl-D: the firmware starts anew, the power stays on."""
    before = massager.virtual.starts
    massager.send(b"\x03\x04")
    until(lambda: massager.virtual.starts > before)
    massager.port.close()
    massager.connect()


def state_after_seconds(massager: Massager) -> str:
    """What the board does once it has looked at its clock a few times."""
    status = massager.until(lambda status: status["uptime_ms"] > 4000)
    return str(status["state"])


def test_an_invitation_outlives_a_reset_and_its_answer_does_too(made: VirtualBoard) -> None:
    massager = Massager(made)
    massager.upload("first", pattern.load(shipped.path("examples") / "first-pattern.toml").data)
    massager.ask("set", bedtime=BEDTIME)
    massager.ask("clock", local="2026-11-23T22:02:00")
    massager.until(lambda status: status["state"] == "armed")
    reset(massager)
    assert state_after_seconds(massager) == "armed"

    play = made.button("play")
    assert play is not None
    made.press(play, 150)
    status = massager.until(lambda status: status["state"] == "playing")
    assert status["name"] == "first"
    massager.ask("stop")
    massager.until(lambda _status: massager.ask("log", **{"from": 0})["sessions"])
    reset(massager)
    assert massager.ask("settings")["clock"][:14] == "2026-11-23T22:"
    assert state_after_seconds(massager) in ("idle", "cooling")
    massager.port.close()
