"""A board at MicroPython's prompt that lies, or does not stop: `update` ends as it should."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solewave.errors import DeviceError
from solewave.update import repl
from solewave.update.board_side import BoardSide
from solewave.update.metered import STEP_BYTES, Metered

TOLD = {"print(exists": "True\n", "print(free())": "4096\n", "walk(": '["main.py", "00ff"]\n'}
"""What a board prints, by how the code begins that asks for it."""
LIES = (
    "", "\n", "nan", "1e9", "-", "[]", "[1, 2]", '["a"]', '{"a": 1}', "null", '"ab"', "[" * 5000,
    '["\\u001b[2J", "0"]', '["a", "b"]\x00', "9" * 5000, "b'0g'", "b'0'", "\x1b[2J", "²",
)  # fmt: skip


class Liar:
    """Runs no code: prints what the test says, or what a board would."""

    def __init__(self, lies: dict[str, str]) -> None:
        self._told = {**TOLD, **lies}

    def run(self, code: str) -> str:
        return next((said for start, said in self._told.items() if code.startswith(start)), "")


def says_why(error: DeviceError) -> None:
    assert " makes no sense" in error.message
    assert error.message.isprintable()
    assert error.remedy


@pytest.mark.parametrize("asked", TOLD)
@given(lie=st.one_of(st.sampled_from(LIES), st.text(max_size=60)))
def test_what_makes_no_sense_is_the_boards_fault(asked, lie):
    side = BoardSide(Liar({asked: lie}))
    try:
        found = side.look()
    except DeviceError as error:
        says_why(error)
        return
    assert isinstance(found.free, int)
    assert all(isinstance(part, str) for file in found.files.items() for part in file)


@given(lie=st.one_of(st.sampled_from(LIES), st.text(max_size=60)))
def test_a_file_that_cannot_be_read(lie):
    try:
        assert isinstance(BoardSide(Liar({"with open": lie})).read("board.json"), bytes)
    except DeviceError as error:
        says_why(error)


class Endless:
    """A port from which bytes come for as long as somebody reads."""

    name, in_waiting, write_timeout, rts = "endless", 1000, None, True

    def __init__(self) -> None:
        self.given = 0

    def inWaiting(self) -> int:
        return self.in_waiting

    def read(self, size: int = 1) -> bytes:
        self.given += size
        return b"x" * size

    def write(self, data: bytes) -> None:
        pass

    def close(self) -> None:
        pass


def test_a_board_that_does_not_stop_talking_is_left(monkeypatch):
    port = Endless()
    line = SimpleNamespace(serial=port, close=lambda: setattr(line.serial, "rts", False))
    monkeypatch.setattr(repl, "SerialTransport", lambda *_, **__: line)
    board = repl.Repl("endless")
    with pytest.raises(DeviceError, match="endless sends without end"):
        board.stop(firmware_runs=True)
    assert port.given <= STEP_BYTES + port.in_waiting
    board.close()
    assert port.rts is False


def test_each_step_may_hear_as_much():
    port = Metered(Endless())
    for _ in range(3):
        port.begin_step()
        port.read(STEP_BYTES)
    with pytest.raises(DeviceError):
        port.read()
