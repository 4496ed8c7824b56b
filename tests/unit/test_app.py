"""The whole firmware on CPython: start, play, every way out."""

import pytest
from sole.core import pattern
from sole.core.frame import RS
from unit.app_rig import LAMP, PLAYED, STOP, TICKET, play


def test_it_tells_who_it_is_when_it_starts(make_rig):
    rig = make_rig()
    rig.run(500)
    hello = rig.received()[0]
    assert hello["ev"] == "hello"
    assert hello["board"] == "esp32-devkitc"
    assert hello["mpy"] == "1.24.0"
    assert hello["reset"] == "power-on"


@pytest.mark.parametrize("start_ms", [0, (1 << 30) - 2000, (1 << 30) // 1000 - 2000])
def test_it_plays_at_50_hz_across_the_wrap(make_rig, start_ms):
    rig = make_rig(start_ms)
    asked = play(rig)
    rig.run(3500)
    status = rig.answer(asked)["ok"]
    assert status["state"] == "playing"
    tests_ms = 370  # the self-test at power-on, and again before the session
    assert abs(status["elapsed_ms"] - (2550 - tests_ms)) <= 40
    assert abs(status["ticks"] - (3000 - 2 * tests_ms) // 20) <= 2
    assert status["late"] == 0
    assert status["bad"] == 0
    assert status["levels"][0] >= 99
    assert status["levels"][1] == 0


def test_ctrl_c_switches_everything_off(make_rig, capsys):
    rig = make_rig()
    play(rig)
    rig.run(3500)
    outputs = [line for line in rig.board.machine.lines.values() if line.is_output]
    moved = [line for line in outputs if any(level for _, level in line.history)]
    assert len(moved) >= 2
    assert rig.board.machine.outputs_high() == []
    assert all(at_ms <= 3500 for line in outputs for at_ms, _ in line.history)
    assert "Ctrl-C" in capsys.readouterr().out
    rig.board.clock.advance(60_000)  # the watchdog is fed while a person works at the prompt


@pytest.mark.parametrize("way_out", [KeyboardInterrupt, ValueError("a bug")])
def test_everything_is_off_before_anything_is_printed(make_rig, monkeypatch, way_out):
    rig = make_rig()
    play(rig)
    high = []
    say = lambda *_: high.append(rig.board.machine.outputs_high())  # noqa: E731
    monkeypatch.setattr(rig.runner, "print", say, raising=False)
    monkeypatch.setattr(rig.app.hal, "print_exception", say)
    rig.run(3500, way_out)
    assert high in ([[]], [[], []]), "a console that nobody reads can block"


def test_a_tap_on_the_emergency_stop_during_the_self_test_is_not_missed(make_rig):
    rig = make_rig()
    stop = rig.board.line(STOP)
    rig.upload(100, "test", PLAYED)
    rig.send(1000, do="ready")
    asked = rig.send(1050, do="play", ticket=TICKET, name="test")
    for at_ms, level in ((1250, 0), (1280, 1)):  # between two ticks of the loop
        rig.board.clock.call_at(at_ms, lambda level=level: setattr(stop, "applied", level))
    status = rig.send(3000, do="status")
    rig.run(3500)
    assert rig.answer(asked)["err"]["code"] == "fault"
    told = rig.answer(status)["ok"]
    assert (told["state"], told["fault"]) == ("fault", "emergency-stop")


def test_the_lamp_is_lit_while_the_self_test_runs(make_rig, monkeypatch):
    rig = make_rig()
    lit = []
    lamp = rig.board.line(LAMP)
    monkeypatch.setattr(rig.app.selftest, "memory", lambda: lit.append(lamp.level) or None)
    play(rig)
    rig.run(3500)
    assert len(lit) == 2, "at power-on, and before the session"
    assert all(level > 30000 for level in lit)


@pytest.mark.parametrize("bug", [ValueError("a bug"), MemoryError(), RuntimeError()])
def test_a_bug_switches_everything_off(make_rig, capsys, bug):
    rig = make_rig()
    play(rig)
    rig.run(3500, bug)
    assert rig.board.machine.outputs_high() == []
    assert "stopped by an error" in capsys.readouterr().out
    rig.board.clock.advance(60_000)


def test_the_end_of_a_session_leaves_every_output_low(make_rig):
    rig = make_rig()
    play(rig)
    for at_ms in range(3500, 6000, 500):
        rig.send(at_ms, do="ping")
    asked = rig.send(6500, do="status")
    rig.run(7000)
    status = rig.answer(asked)["ok"]
    assert (status["state"], status["ended"]) == ("idle", "done")
    assert status["elapsed_ms"] == 4000
    assert rig.board.machine.outputs_high() == []


@pytest.mark.parametrize("compiled", [b"", b"nonsense", b'{"v":1}#00000000'])
def test_without_a_board_file_it_answers_and_drives_nothing(make_rig, compiled):
    rig = make_rig(compiled=compiled)
    asked = play(rig)
    rig.run(3500)
    assert rig.answer(asked)["ok"]["fault"] == "no-board"
    assert rig.answer(5)["err"]["code"] == "no-board"
    assert [line for line in rig.board.machine.lines.values() if line.is_output] == []


def test_garbage_on_the_line_is_answered_and_counted(make_rig):
    rig = make_rig()
    rig.board.clock.call_at(100, lambda: rig.board.serial.put(b"\x1e{}#00000000\n"))
    rig.board.clock.call_at(200, lambda: rig.board.serial.put(bytes([RS]) + b"x" * 600 + b"\n"))
    asked = rig.send(1000, do="status")
    rig.run(1500)
    codes = [one["err"]["code"] for one in rig.received() if "err" in one]
    assert codes == ["bad-crc", "too-long"]
    assert rig.answer(asked)["ok"]["bad"] == 2


def test_many_patterns_do_not_starve_the_watchdog_at_start(make_rig, monkeypatch):
    """Each is read and checked; sixty of 16 KiB take an ESP32 longer than the watchdog waits."""
    rig = make_rig()
    (rig.folder / "patterns").mkdir()
    for number in range(60):
        (rig.folder / "patterns" / f"p{number}.sole").write_bytes(PLAYED)
    checked = pattern.check

    def slow(data):
        rig.board.clock.advance(100)
        checked(data)

    monkeypatch.setattr(pattern, "check", slow)
    asked = rig.send(8000, do="get", name="p59")
    rig.run(9000)
    assert rig.answer(asked)["ok"]["size"] == len(PLAYED)
