"""A person at a terminal is told what is waited for; a pipe is not."""

from __future__ import annotations

import os
import pty
import tty

import pytest
from solewave import console
from terminal_screen import terminal

NOTE = "waiting for the massager's answer"


@pytest.fixture
def silent_port():
    """A port behind which nothing answers."""
    behind, port = pty.openpty()
    tty.setraw(port)
    yield os.ttyname(port)
    os.close(behind)
    os.close(port)


def test_a_silent_board_is_waited_for_in_words_that_go_again(silent_port):
    with terminal("--port", silent_port, "status", columns=30) as person:
        person.shows(NOTE[:27])
        person.type("\x03")
        assert person.ends() == 130
        assert "solewave: interrupted" in person.text()
        assert "waiting" not in person.text()


def test_no_note_goes_where_nobody_looks_or_where_it_could_not_be_wiped(monkeypatch, capsys):
    monkeypatch.setattr(console, "WAITING_S", 0.0)
    with console.waiting("for a pipe"):
        pass
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    with console.waiting("for a dumb terminal"):
        pass
    assert capsys.readouterr().err == ""


def test_what_takes_no_time_says_nothing_and_what_does_is_wiped(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(console, "WAITING_S", 3600.0)
    with console.waiting("never said"):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(console, "WAITING_S", 0.0)
    said = ""
    with console.waiting("said"):
        while not said:
            said = capsys.readouterr().err
    assert said == "said"
    assert capsys.readouterr().err == "\r\x1b[K"
