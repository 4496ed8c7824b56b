"""play, resume and watch in this process: the view, Ctrl-C, the summary."""

import json
import os
import signal
from types import SimpleNamespace

import pytest
from solewave import ports
from solewave.cli import run
from solewave.playable import load

PLAYING = {
    "state": "playing",
    "name": "short",
    "section": "rub",
    "duration_ms": 3000,
    "levels": [40] * 10,
    "live": True,
}
SCRIPT = [
    {**PLAYING, "elapsed_ms": 0},
    {**PLAYING, "elapsed_ms": 1000, "temp_cc": 3120},
    {**PLAYING, "elapsed_ms": 2000, "temp_cc": 3010},
]
DONE = {"state": "idle", "name": None, "ended": "done", "elapsed_ms": 3000, "levels": [0] * 10}


@pytest.fixture
def device(folder, device):
    device.script = [*SCRIPT, DONE]
    return device


def test_a_file_is_checked_uploaded_and_played_to_its_end(device, short, capsys):
    assert run(["--port", device.port, "play", short, "--intensity", "80", "--tempo", "120"]) == 0
    assert capsys.readouterr().out == (
        "0:00 of 0:03  playing  rub  L 40 40 40 40 40  R 40 40 40 40 40  25.0 °C heat off\n"
        "0:01 of 0:03  playing  rub  L 40 40 40 40 40  R 40 40 40 40 40  31.2 °C heat off\n"
        "0:02 of 0:03  playing  rub  L 40 40 40 40 40  R 40 40 40 40 40  30.1 °C heat off\n"
        "0:03 of 0:03  idle  rub  L  0  0  0  0  0  R  0  0  0  0  0  30.1 °C heat off\n"
        "session          short, to its end\n"
        "planned          0:03 min\n"
        "played           0:03 min\n"
        "ticks late       0\n"
        "highest pad      31.2 °C\n"
        "frames bad       0\n"
        "note             Drink a glass of water.\n"
    )
    assert [verb for verb in device.verbs_seen if verb != "ping"] == [
        *("hello", "settings", "clock", "settings", "begin", "chunk", "chunk", "end"),
        *("status", "watch", "ready", "play", "watch", "status"),
    ]
    (play,) = (request for request in device.requests if request["do"] == "play")
    assert (play["name"], play["intensity_pct"], play["tempo_pct"]) == ("short", 80, 120)


def test_what_is_stored_is_not_sent_again(device, short, capsys):
    device.patterns["short"] = load(short).data
    assert run(["--port", device.port, "play", short]) == 0
    assert "chunk" not in device.verbs_seen


def test_by_name_the_note_comes_from_the_massager(device, short, capsys):
    device.patterns["short"] = load(short).data
    assert run(["--port", device.port, "play", "short", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["note"] == "Drink a glass of water."
    assert (summary["ended"], summary["planned_ms"], summary["played_ms"]) == ("done", 3000, 3000)
    assert summary["hottest_cc"] == 3120


def test_late_ticks_and_bad_frames_are_those_of_this_session(device, short, capsys):
    def before(request):
        if request["do"] == "play":
            device.counts.update(late=5, bad=2)
            return b"\x1e{}#00000000\n"
        return b""

    device.before = before
    run(["--port", device.port, "play", short])
    out = capsys.readouterr().out
    assert "ticks late       3\n" in out  # it had 2 before
    assert "frames bad       2\n" in out  # it counted 1 more, and one of its own arrived broken


def test_ctrl_c_stops_softly_and_is_no_error(device, short, capsys):
    device.script = SCRIPT
    device.stop_script = [
        {"state": "winding-down"},
        {**DONE, "ended": "stopped", "elapsed_ms": 2500},
    ]
    pressed = []

    def before(request):
        if request["do"] == "ping" and not pressed:
            pressed.append(os.kill(os.getpid(), signal.SIGINT))
        return b""

    device.before = before
    assert run(["--port", device.port, "play", short]) == 0
    out = capsys.readouterr().out
    assert device.verbs_seen.count("stop") == 1
    assert "session          short, stopped\n" in out
    assert "played           0:02 min\n" in out


def test_a_second_ctrl_c_leaves_at_once(device, short, capsys):
    device.script = SCRIPT
    device.stop_script = []

    def before(request):
        if request["do"] in ("ping", "stop"):
            os.kill(os.getpid(), signal.SIGINT)
        return b""

    device.before = before
    assert run(["--port", device.port, "play", short]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_ctrl_c_in_watch_leaves_the_session_alone(device, capsys):
    device.state.update(PLAYING)
    device.before = lambda request: (
        (os.kill(os.getpid(), signal.SIGINT) if request["do"] == "ping" else None) or b""
    )
    assert run(["--port", device.port, "watch"]) == 0
    assert "stop" not in device.verbs_seen
    assert capsys.readouterr().out == ""


def test_watch_tells_how_it_ended(device, capsys):
    device.state.update(PLAYING)

    def before(request):
        if request["do"] == "ping":
            device.event(**{**DONE, "state": "cooling", "ended": "limit"})
        return b""

    device.before = before
    assert run(["--port", device.port, "watch"]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == "short: stopped at its time limit, or since it is bedtime"
    )


def test_a_fault_while_watching_is_told_with_what_to_do(device, capsys):
    device.state.update(PLAYING)

    def before(request):
        if request["do"] == "ping":
            device.event(**{**DONE, "state": "fault", "ended": "fault", "fault": "sensor-open"})
        return b""

    device.before = before
    assert run(["--port", device.port, "watch"]) == 2
    printed = capsys.readouterr()
    assert printed.out.splitlines()[-1] == "short: ended by a fault"
    assert "solewave: fault: sensor-open. Unplug the massager" in printed.err


def test_watch_for_programs(device, capsys):
    device.state.update(PLAYING)

    def before(request):
        if request["do"] == "ping":
            device.event(elapsed_ms=1500)
            device.event(**DONE)
        return b""

    device.before = before
    assert run(["--port", device.port, "watch", "--json"]) == 0
    states = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert [(one["state"], one["elapsed_ms"]) for one in states] == [
        ("playing", 1500),
        ("idle", 3000),
    ]


def test_resume_stays_until_the_end(device, short, capsys):
    device.patterns["short"] = load(short).data
    device.state.update(PLAYING, state="paused")

    def before(request):
        if request["do"] == "ping":
            device.event(**DONE)
        return b""

    device.before = before
    assert run(["--port", device.port, "resume"]) == 0
    assert "Drink a glass of water." in capsys.readouterr().out
    assert "resume" in device.verbs_seen


def test_a_fault_ends_in_exit_code_2_with_what_to_do(device, short, capsys):
    device.script = [*SCRIPT, {**DONE, "state": "fault", "ended": "fault", "fault": "sensor-open"}]
    assert run(["--port", device.port, "play", short]) == 2
    printed = capsys.readouterr()
    assert "ended by a fault" in printed.out
    assert printed.err == (
        "solewave: fault: sensor-open. Unplug the massager and check the thermistor, its plug "
        "and its wires. Then: `solewave faults clear sensor-open`.\n"
    )


def test_a_cable_pulled_in_the_middle(device, short, capsys):
    device.script = SCRIPT
    device.instead = lambda request: (
        device._thread
        and ((os.write(device._wake, b"x") and b"") if request["do"] == "ping" else None)
    )
    assert run(["--port", device.port, "play", short]) == 2
    assert "vanished while it was in use" in capsys.readouterr().err


def test_several_boards_are_refused(device, mocker, capsys):
    boards = [
        SimpleNamespace(device=f"/dev/ttyUSB{index}", description="CP2102", vid=0x10C4, pid=0xEA60)
        for index in range(2)
    ]
    mocker.patch.object(ports, "comports", return_value=boards)
    assert run(["status"]) == 2
    assert capsys.readouterr().err == (
        "solewave: 2 boards are plugged in: /dev/ttyUSB0 (CP2102), /dev/ttyUSB1 (CP2102). "
        "Say which one: --port /dev/ttyUSB0.\n"
    )


def test_no_board(device, mocker, capsys):
    mocker.patch.object(ports, "comports", return_value=[])
    assert run(["status"]) == 2
    assert capsys.readouterr().err.startswith("solewave: no massager is plugged in. Plug it in")
