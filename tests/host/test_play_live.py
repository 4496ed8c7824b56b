"""Composing and keys end to end: a person at a terminal, the real firmware at its other end."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from solewave import board
from solewave.connect import connect
from solewave.virtual import VirtualBoard
from terminal_screen import HANG_GUARD_S, Terminal, terminal

TEXT = """\
format = 1
title = "Evening"
[section.rub]
lasts = "20min"
[[section.rub.stroke]]
kind = "vibration"
level = 40
"""
SPEED = 1.0


@pytest.fixture
def virtual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualBoard]:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    reference = board.load("esp32-devkitc")
    with VirtualBoard(reference, tmp_path / "board", speed=SPEED) as made:
        yield made


@pytest.fixture
def port(virtual: VirtualBoard) -> str:
    return virtual.port


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "evening.toml").write_text(TEXT)
    return tmp_path / "evening.toml"


def save(file: Path, text: str) -> None:
    """As most editors do: another file takes the place."""
    file.with_suffix(".new").write_text(text)
    file.with_suffix(".new").replace(file)


def ask(port: str, do: str, **more: Any) -> dict[str, Any]:
    """One request, through whoever holds the port."""
    with connect(port) as (client, _):
        return client.ask(do, **more)


def levels(port: str, level: int) -> None:
    """Waits until every zone is at `level`: what was swapped in has come over."""
    until(lambda: ask(port, "status")["levels"] == [level] * 10)


def drawn(term: Terminal, level: int) -> None:
    """Waits until that number stands on both sides of the toes."""
    wanted = [str(level)] * 2
    term.until(
        lambda: (
            [[row.split()[0], row.split()[-1]] for row in term.rows() if "toes" in row] == [wanted]
        )
    )


def until(wanted: Any) -> None:
    begun = time.monotonic()
    while not wanted():
        assert time.monotonic() < begun + HANG_GUARD_S, "never happened"
        time.sleep(0.05)


def elapsed_ms(port: str) -> int:
    return int(ask(port, "status")["elapsed_ms"])


def play_live(port: str, file: Path, term: Terminal) -> None:
    term.shows("Evening", "playing", "solar plexus")
    levels(port, 40)


def test_a_pattern_is_composed_while_it_plays(port: str, file: Path) -> None:
    with terminal("--port", port, "play", "--live", str(file), columns=100, lines=30) as term:
        play_live(port, file, term)
        before_ms = elapsed_ms(port)
        save(file, TEXT.replace("40", "80").replace("Evening", "Night"))
        term.shows("Night", "version 2 plays since")
        drawn(term, 80)
        levels(port, 80)
        assert elapsed_ms(port) > before_ms, "it goes on where it was"
        save(file, TEXT.replace("40", "140").replace("20min", "soon"))
        term.shows("evening.toml:4:", "evening.toml:7:", "playing")
        assert ask(port, "status")["levels"] == [80] * 10, "the last good one plays on"
        save(file, TEXT.replace("40", "60"))
        term.shows("version 3 plays since")
        drawn(term, 60)
        assert "evening.toml:" not in term.text()
        file.unlink()
        term.shows("is not there")
        save(file, TEXT.replace("40", "20"))
        term.shows("version 4 plays since")
        drawn(term, 20)
        term.type("q")
        assert term.ends() == 0
        assert "stopped" in term.text()
    assert ask(port, "status")["ended"] == "stopped"
    assert ask(port, "list")["patterns"] == [], "nothing of it stays"


def test_keys_end_to_end(port: str, file: Path) -> None:
    with terminal("--port", port, "play", "--live", str(file), "--intensity", "60") as term:
        term.shows("Evening", "playing", "intensity 60 %")
        term.type("+")
        term.shows("intensity 70 %")
        term.type("--")
        term.shows("intensity 50 %")
        term.type(" ")
        term.shows("paused")
        held_ms = elapsed_ms(port)
        assert ask(port, "status")["state"] == "paused"
        term.type(" ")
        term.until(lambda: "paused" not in term.text())
        until(lambda: elapsed_ms(port) > held_ms)
        term.type("s")
        assert term.ends() == 0
    assert ask(port, "status")["ended"] == "stopped"


def test_when_the_computer_is_lost_the_session_ends_and_nothing_is_left(
    virtual: VirtualBoard, port: str, file: Path
) -> None:
    with terminal("--port", port, "play", "--live", str(file)) as term:
        play_live(port, file, term)
        save(file, TEXT.replace("40", "80"))
        term.shows("version 2 plays since")
        term.signal(signal.SIGKILL)
        assert term.ends() == -signal.SIGKILL
    lost_at_us = virtual.plant()["now_us"]
    until(lambda: virtual.plant()["now_us"] > lost_at_us + 7_000_000)
    assert ask(port, "status")["ended"] == "host-lost"
    assert ask(port, "list")["patterns"] == []
