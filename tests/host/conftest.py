"""What tests of the client and of the command line share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_device import SHORT_S, FakeDevice
from solewave import board, pattern, shipped
from solewave.cli import run
from solewave.client import Client
from solewave.transport import open_port
from solewave.virtual import VirtualBoard
from virtual_massager import SPEED, Massager

SHORT = """\
format = 1
title = "Short"
note = "Drink a glass of water."
[section.rub]
lasts = "3s"
[[section.rub.stroke]]
kind = "friction"
rate = "60/min"
level = 40
"""


@pytest.fixture
def device():
    """A massager that behaves until it is told otherwise."""
    with FakeDevice() as made:
        yield made


@pytest.fixture
def client(device):
    transport = open_port(device.port, time_scale=100.0)
    yield Client(transport, answer_s=SHORT_S)
    transport.close()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current directory; commands keep their state beside it and know no port."""
    made = tmp_path / "work"
    made.mkdir()
    monkeypatch.chdir(made)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.delenv("SOLEWAVE_PORT", raising=False)
    return made


@pytest.fixture
def short(folder):
    """A good pattern of three seconds in the current directory."""
    (folder / "short.toml").write_text(SHORT)
    return "short.toml"


@pytest.fixture
def plugged_in(folder, device, monkeypatch):
    """The massager is the one that commands find."""
    monkeypatch.setenv("SOLEWAVE_PORT", device.port)
    return device


@pytest.fixture
def solewave(folder, capsys):
    """Runs a command line in this process; (exit code, stdout, stderr)."""

    def go(*words):
        code = run(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return go


@pytest.fixture
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Virtual boards are entered, and what is kept is kept, in the test's own folder."""
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))


@pytest.fixture
def massager(
    own_state: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Massager]:
    """On a virtual board; a test may give options of the board."""
    options = getattr(request, "param", {})
    with VirtualBoard(
        board.load("esp32-devkitc"), tmp_path / "board", speed=SPEED, **options
    ) as virtual:
        made = Massager(virtual)
        yield made
        made.port.close()


@pytest.fixture(scope="session")
def routine() -> bytes:
    return pattern.load(shipped.path("routines") / "stress-relief.toml").data


@pytest.fixture(scope="session")
def example() -> bytes:
    return pattern.load(shipped.path("examples") / "first-pattern.toml").data
