"""The live view as it stands on a terminal: sizes, resize, color, keys, and what it leaves."""

import signal
import termios

import pytest
from fake_device import FakeDevice
from rigs.massager_tells import PLAYING
from sole.core.frame import frame
from terminal_screen import Terminal, terminal

OVER = {"state": "idle", "name": None, "ended": "stopped"}
KEYS = "space pause  +/- intensity  q stop  s now"
LEFT_SCREEN, CURSOR_BACK = b"\x1b[?1049l", b"\x1b[?25h"


@pytest.fixture
def device(tmp_path, monkeypatch):
    """Plays for as long as it is watched; tells its state whenever it is asked anything."""
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    with FakeDevice() as made:
        made.state.update(PLAYING)

        def before(request):
            made.state["elapsed_ms"] += 100
            if request["do"] in ("pause", "resume"):
                made.state["state"] = "paused" if request["do"] == "pause" else "playing"
            made.event()
            return b""

        made.before = before
        made.stop_script = [OVER]
        yield made


def watch(device, **options):
    return terminal("--port", device.port, "watch", **options)


def everything(term: Terminal) -> None:
    term.shows("evening", "playing", "warm-up", "of 3:00", "2:1", "left", KEYS)
    term.shows("pad 36.4 °C", "target 38.5 °C", "heater 42 %", "tempo 120 %")
    term.shows("toes", "ball", "solar plexus", "arch", "heel")


@pytest.mark.parametrize(("columns", "lines"), [(60, 24), (80, 24), (200, 50)])
def test_two_soles_and_all_that_is_known(device, columns, lines):
    with watch(device, columns=columns, lines=lines) as term:
        everything(term)
        rows = term.rows()
        (toes,) = (row for row in rows if "toes" in row)
        assert toes.split()[0] == "62"
        assert toes.split()[-1] == "100"
        assert "·" in term.text(), "a zone that stands still has its place"
        assert "█" in term.text()
        assert b"\x1b[36m" in term.raw, "cool colors for a touch"
        term.type("\x03")
        assert term.ends() == 0
        assert "stop" not in device.verbs_seen, "Ctrl-C leaves what is only watched"


def test_it_is_drawn_anew_for_each_size(device):
    with watch(device, columns=100, lines=30, env={"COLUMNS": "132", "LINES": "50"}) as term:
        everything(term)
        term.resize(60, 24)
        term.until(lambda: len(term.rows()) == 24)
        everything(term)
        assert all(len(row) <= 60 for row in term.rows())
        term.resize(44, 20)
        term.until(lambda: "solar plexus" not in term.text())
        term.shows("pad 36.4 °C", "█")
        term.resize(30, 6)
        term.until(lambda: "█" not in term.text())
        term.shows("L 62 45 80")
        term.resize(80, 24)
        everything(term)
        assert term.text().count("toes") == 1


def test_without_color_it_says_the_same(device):
    with watch(device, env={"NO_COLOR": "1"}) as term:
        everything(term)
        for color in (b"\x1b[36m", b"\x1b[35m", b"\x1b[32m"):
            assert color not in term.raw
        term.type("q")
        assert term.ends() == 0


def test_a_terminal_that_cannot_draw_gets_lines(device):
    with watch(device, env={"TERM": "dumb"}) as term:
        term.shows("0:42 of 3:00  playing  warm-up  L 62 45 80")
        term.type("\x03")
        assert term.ends() == 0
        assert b"\x1b" not in term.raw


def test_keys(device):
    with watch(device) as term:
        everything(term)
        term.type(" ")
        term.shows("paused")
        term.type(" ")
        term.shows("playing")
        term.type("++")
        term.shows("intensity 120 %")
        term.type("-")
        term.shows("intensity 110 %")
        term.type("\x1b[Ax")  # an arrow and a letter that mean nothing
        term.type("\x1a\x13")  # Ctrl-Z and Ctrl-S would make the session lose its host
        term.type("-")
        term.shows("intensity 100 %")
        term.type("q")
        assert term.ends() == 0
    asked = [request for request in device.requests if request["do"] != "ping"]
    assert [one["do"] for one in asked if one["do"] in ("pause", "ready", "resume", "stop")] == [
        *("pause", "ready", "resume", "stop")
    ]
    scales = [one["intensity_pct"] for one in asked if one["do"] == "scale"]
    assert scales == [110, 120, 110, 100]


def test_what_the_massager_refuses_is_shown_and_the_view_goes_on(device):
    device.instead = lambda request: (
        frame({"id": request["id"], "err": {"code": "not-playing", "say": "no session"}})
        if request["do"] == "pause"
        else None
    )
    with watch(device) as term:
        everything(term)
        term.type(" ")
        term.shows("the massager refused: no session (not-playing)", "playing")
        term.type("q")
        assert term.ends() == 0


@pytest.mark.parametrize("how", ["q", "Ctrl-C", "SIGTERM", "unplugged"])
def test_the_terminal_is_left_as_it_was(device, how):
    with watch(device) as term:
        everything(term)
        assert not termios.tcgetattr(term.fd)[3] & termios.ICANON, "keys come one by one"
        do = {
            "q": lambda: term.type("q"),
            "Ctrl-C": lambda: term.type("\x03"),
            "SIGTERM": lambda: term.signal(signal.SIGTERM),
            "unplugged": device.vanish,
        }
        do[how]()
        expected = {"q": 0, "Ctrl-C": 0, "SIGTERM": 143, "unplugged": 2}
        assert term.ends() == expected[how]
        assert LEFT_SCREEN in term.raw
        assert term.raw.rindex(CURSOR_BACK) > term.raw.rindex(b"\x1b[?25l")
        assert termios.tcgetattr(term.fd)[:4] == term.modes[:4]
