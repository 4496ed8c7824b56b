"""The buttons of a virtual board: as keys of its terminal, and as levels at its pins."""

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sole.core import gesture
from sole.core.indication import FAULT
from solewave import board, pattern, shipped, upload
from solewave.client import Client
from solewave.transport import open_port
from solewave.virtual import VirtualBoard
from solewave.virtual.button_keys import KEYS
from solewave.virtual.device import view as layout
from solewave.virtual.window import Window

HANG_GUARD_S = 60
PAGE = Path(__file__).parents[2] / "docs" / "buttons-and-lights.md"
SPEED = 20
NAME = "esp32s3-devkitc"
"""All four buttons and a WS2812."""
_AS_ITS_TERMINAL = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "solewave", *sys.argv[1:]])
"""


class Terminal:
    """`solewave virtual` in a terminal of its own: `type` keys, `wait_for` what it says."""

    def __init__(self, folder, *options):
        self._ours, theirs = os.openpty()
        self._text = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _AS_ITS_TERMINAL, "virtual", *options],
            stdin=theirs, stdout=theirs, stderr=theirs,
            env={**os.environ, "SOLEWAVE_STATE_DIR": str(folder)},
        )  # fmt: skip
        os.close(theirs)

    def type(self, keys):
        os.write(self._ours, keys.encode())

    def wait_for(self, words):
        """All that was said up to and with a match of `words`, which is taken from the text."""
        deadline = time.monotonic() + HANG_GUARD_S
        while (found := re.search(words, self._text)) is None:
            assert time.monotonic() < deadline, self._text
            with contextlib.suppress(OSError):  # the other end is closed: it has ended
                if select.select([self._ours], [], [], 0.2)[0]:
                    self._text += os.read(self._ours, 4096).decode()
        self._text = self._text[found.end() :]
        return found

    def ended(self):
        code = self.process.wait(HANG_GUARD_S)
        os.close(self._ours)
        return code


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs `solewave virtual` in a terminal."""
    made = []
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))

    def start(*options):
        made.append(Terminal(tmp_path, *options))
        return made[0]

    yield start
    for terminal in made:
        terminal.process.kill()
        terminal.process.wait()


def connected(terminal):
    port = terminal.wait_for(r"runs on (\S+),")[1]
    terminal.wait_for(r"Keys: [^.]* q\s+end")
    return open_port(port, SPEED)


def until(client, **wanted):
    """Waits for a status with these values."""
    deadline = time.monotonic() + HANG_GUARD_S
    while True:
        status = client.ask("status")
        if all(status[key] == value for key, value in wanted.items()):
            return status
        assert time.monotonic() < deadline, (status, wanted)
        time.sleep(0.02)


def send(client, *names):
    client.hello()
    for name in names:
        upload.send(client, name, pattern.load(shipped.path("routines") / f"{name}.toml").data)


def test_a_session_by_keys_alone(run):
    terminal = run("--board", NAME, "--speed", str(SPEED))
    with contextlib.closing(connected(terminal)) as port:
        client = Client(port)
        send(client, "circulation", "stress-relief")
        terminal.type("p")
        terminal.wait_for("play: press")
        first = until(client, state="playing")
        terminal.type("+")
        until(client, intensity_pct=first["intensity_pct"] + 10)
        terminal.type("-")
        until(client, intensity_pct=first["intensity_pct"])
        terminal.type("p")
        until(client, state="paused")
        terminal.type("p")
        until(client, state="playing")
        terminal.type("d")
        terminal.wait_for("play: double press")
        other = {"circulation", "stress-relief"} - {first["name"]}
        until(client, state="playing", name=other.pop())
        terminal.type("l")
        until(client, state="idle", ended="stopped")
        terminal.type("s")
        terminal.wait_for("stop: press")
        until(client, fault="emergency-stop")
        terminal.type("c")
        until(client, fault=None)
    terminal.type("q")
    terminal.wait_for("Ended")
    assert terminal.ended() == 0


def test_other_keys_explain_and_ctrl_c_ends(run):
    terminal = run("--board", "esp32-devkitc", "--speed", str(SPEED))
    terminal.wait_for(r"Keys: .*\r\n")
    terminal.type("x")
    explained = terminal.wait_for(r"Keys: .*\r\n")[0]
    assert "p press, d double press, l long press, c very long press of play; s stop" in explained
    assert "intensity" not in explained
    terminal.type("+")
    terminal.wait_for("This board has no button for intensity-up")
    terminal.type("\x03")
    terminal.wait_for("Ended")
    assert terminal.ended() == 0


def test_without_a_terminal_no_keys_are_offered(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "solewave", "virtual", "--speed", str(SPEED)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "SOLEWAVE_STATE_DIR": str(tmp_path)},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = process.stdout.readline() + process.stdout.readline() + process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        said += process.communicate(timeout=HANG_GUARD_S)[0]
    finally:
        process.kill()
        process.wait()
    assert b"Keys" not in said
    assert said.endswith(b"Ended.\n")
    assert process.returncode == 0


def seen(window, at_ms):
    """What the board's end of the window sees of GPIO 4 at these times."""
    inputs = layout.Inputs(str(window.inputs_path))
    return [inputs.level(4, ms * 1000) for ms in at_ms]


def test_a_press_begins_when_the_board_looks_and_a_double_press_comes_twice(tmp_path):
    window = Window(tmp_path)
    free = layout.FREE
    window.press(4, 0, 120)
    assert seen(window, [500, 619, 620, 1000]) == [0, 0, free, free]
    window.press(4, 0, 120, 150)
    assert seen(window, [500, 619, 620, 769, 770, 889, 890, 5000]) == [
        0, 0, free, free, 0, 0, free, free
    ]  # fmt: skip


def test_what_the_host_holds_is_seen_half_a_millisecond_later_at_the_latest(tmp_path):
    window = Window(tmp_path)
    inputs = layout.Inputs(str(window.inputs_path))
    window.set_input(4, 1)
    assert inputs.level(4, 0) == 1, "the first look sees what is there"
    window.set_input(4, 0)
    assert inputs.level(4, layout.FRESH_US) == 0
    window.sensor(1, "fixed", 1234)
    assert inputs.sensor(1, 2 * layout.FRESH_US) == (layout.SENSOR_FIXED, 1234)


def test_the_page_lists_the_keys():
    rows = [f"| `{key}` | {press.does} | {press.words} |" for key, press in KEYS.items()]
    assert "\n".join(rows) in PAGE.read_text(encoding="utf-8")


def test_every_key_makes_the_gesture_that_it_names():
    """Its times, looked at as the firmware does, give one gesture of that name."""
    names = {"press": "press", "double press": "double", "long press": "long"}
    for key in KEYS.values():
        button = gesture.Gesture(gesture.KINDS[key.does])
        levels = [0] * 5 + [1] * (key.ms // 20)
        if key.gap_ms:
            levels += [0] * (key.gap_ms // 20) + [1] * (key.ms // 20)
        codes = [button.tick(level == 1, 20) for level in levels + [0] * 50]
        words = [gesture.WORDS[code] for code in codes if code != gesture.NONE]
        assert words[-1] == names.get(key.words, "very-long")
        assert len(words) == (2 if key.words == "very long press" else 1)


def test_lamp_and_buzzer_can_be_seen(tmp_path, monkeypatch):
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    for name in ("esp32-drv8833", NAME):
        own = board.load(name)
        lamp = own.indicator.pin.gpio
        with VirtualBoard(own, tmp_path / name, speed=5) as made:
            wait_until(lambda made=made, lamp=lamp: lamp in made.outputs())
            made.press(made.button("stop"), 200)
            wait_until(lambda made=made, lamp=lamp: shines(made.outputs()[lamp]) == (254, 0, 0))
            if own.buzzer:
                assert made.outputs()[own.buzzer.pin.gpio]["hz"] == FAULT[0]


def shines(output):
    """Color of a lamp; one of a single color is red here."""
    return output.get("rgb") or (output["duty_u16"] >> 8 & 254, 0, 0)


def wait_until(holds):
    deadline = time.monotonic() + HANG_GUARD_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.002)
