"""The whole firmware on CPython against a recorded board: start, play, every way out."""

from binascii import b2a_base64, crc32

import builder
import pytest
from sole.core.frame import RS, FrameReader, frame, seal, unseal
from solewave import board as boards
from unit.stubs.pins import HIGH

PLAYED = builder.build(
    [builder.section(4000, [builder.voice(4000, {0: 0, 5: 0})], heat_cc=3600, ramp_ms=100)]
)


@pytest.fixture
def compiled_board():
    return boards.load("esp32-devkitc").compiled()


TICKET = 4711
LAMP, STOP = 14, 32


class Rig:
    """The firmware on one stubbed board; the host's side of the link."""

    def __init__(self, board, folder, monkeypatch, compiled):
        self.board = board
        self.folder = folder
        (folder / "board.json").write_bytes(compiled)
        (folder / "manifest.json").write_bytes(seal({"board.json": crc32(compiled)}))
        self.runner = board.import_fresh("sole.run")
        monkeypatch.setattr(self.runner, "ONLY_AT_START", ())  # some tests start it again
        self.app = board.import_fresh("sole.app")
        monkeypatch.setattr(self.app, "ROOT", str(folder))
        monkeypatch.setattr(self.app.hal, "random_u16", lambda: TICKET)
        self.start_ms = board.clock.now_ms
        self._id = 0

    def warm(self, table, temperature_cc):
        """Puts the pad to a temperature: what its thermistors give by the board's table."""
        for sensor in table["heater"]["sensors"]:
            near = min(sensor["cc"], key=lambda cc: abs(cc - temperature_cc))
            self.board.line(sensor["pin"]).applied_mv = sensor["mv"][sensor["cc"].index(near)]

    def send(self, at_ms, **request):
        """Sends a request at that time after the start."""
        self._id += 1
        data = frame({"id": self._id, **request})
        self.board.clock.call_at(self.start_ms + at_ms, lambda: self.board.serial.put(data))
        return self._id

    def upload(self, at_ms, name, data):
        """Sends a pattern, a request every 100 ms."""
        self.send(at_ms, do="begin", name=name, size=len(data), crc=crc32(data))
        text = b2a_base64(data).decode().strip()
        self.send(at_ms + 100, do="chunk", at=0, b64=text)
        self.send(at_ms + 200, do="end")

    def run(self, until_ms, way_out=KeyboardInterrupt):
        """Runs main() until `way_out` is raised at that time."""

        def leave():
            raise way_out

        self.board.clock.call_at(self.start_ms + until_ms, leave)
        self.runner.main()

    def received(self):
        """All frames that the device sent."""
        reader = FrameReader(4096)
        found = []
        for byte in self.board.serial.sent:
            if reader.feed(byte):
                found.append(reader.take())
        return found

    def answer(self, request_id):
        """The answer to a request."""
        return next(one for one in self.received() if one.get("id") == request_id)


@pytest.fixture
def make_rig(make_board, tmp_path, monkeypatch, compiled_board):
    def make(start_ms=0, compiled=compiled_board):
        rig = Rig(make_board(start_ms), tmp_path, monkeypatch, compiled)
        rig.warm(unseal(compiled_board), 3000)
        return rig

    return make


def play(rig):
    """Uploads and plays a pattern; gives the id of a status request while it plays."""
    rig.upload(100, "test", PLAYED)
    rig.send(400, do="ready")
    rig.send(450, do="play", ticket=TICKET, name="test", intensity_pct=100, tempo_pct=100)
    return rig.send(3000, do="status")


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


def test_a_broken_thermistor_cuts_the_heat_and_stays_a_fault(make_rig):
    rig = make_rig()
    table = unseal(boards.load("esp32-devkitc").compiled())["heater"]
    sensor = rig.board.line(table["sensors"][0]["pin"])
    working_mv = sensor.applied_mv
    enable = rig.board.line(table["enable"] & 255)
    asked = play(rig)
    rig.board.clock.call_at(1500, lambda: setattr(sensor, "applied_mv", 0))
    rig.board.clock.call_at(2500, lambda: setattr(sensor, "applied_mv", working_mv))
    rig.run(3500)
    assert rig.answer(asked)["ok"]["fault"] in ("sensor-short", "sensor-open")
    (_, off), (closed_ms, on), (opened_ms, off_again) = enable.history
    assert (off, on > 0, off_again) == (0, True, 0)
    assert closed_ms < 1500 < opened_ms <= 1500 + 400


def heater_pins():
    table = unseal(boards.load("esp32-devkitc").compiled())["heater"]
    return [table["pin"] & 255, table["enable"] & 255]


def test_a_loop_that_hangs_in_python_loses_its_lease(make_rig):
    rig = make_rig()
    asked = play(rig)
    enable = rig.board.line(heater_pins()[1])
    seen = []

    def hang():
        seen.append(enable.level)
        for _ in range(500):
            rig.board.clock.advance(1)
        seen.extend(rig.board.line(pin).level for pin in heater_pins())

    rig.board.clock.call_at(rig.start_ms + 2000, hang)
    rig.run(3500)
    assert seen[0] > 0
    assert seen[1:] == [0, 0], "off within half a second, by the timer alone"
    assert rig.answer(asked)["ok"]["fault"] == "lease-expired"


def faults(rig, at_ms=200):
    return rig.send(at_ms, do="faults")


def test_a_latched_fault_survives_a_reset(make_rig, make_board, tmp_path, monkeypatch):
    rig = make_rig()
    play(rig)
    sensor = rig.board.line(34)
    rig.board.clock.call_at(1500, lambda: setattr(sensor, "applied_mv", 0))
    rig.run(3500)
    again = make_rig()
    asked = faults(again)
    refused = again.send(300, do="play", name="test", ticket=TICKET)
    again.run(1000)
    told = again.answer(asked)["ok"]
    assert told["latched"] == ["sensor-short"]
    code, uptime_s, _pad_cc, playing = told["entries"][0]
    assert (code, uptime_s, playing) == ("sensor-short", 1, "test")
    assert again.answer(refused)["err"]["code"] == "fault"
    assert again.board.machine.outputs_high() == []


def test_a_fault_log_that_is_broken_does_not_stop_the_start(make_rig, tmp_path):
    (tmp_path / "faults.json").write_bytes(b"{half#0000")
    rig = make_rig()
    asked = faults(rig)
    rig.run(500)
    assert rig.answer(asked)["ok"]["entries"] == []


def test_three_watchdog_resets_in_a_row_start_safe_mode(make_rig):
    for bite in range(1, 4):
        rig = make_rig()
        rig.board.machine.cause = 3
        asked = faults(rig)
        rig.run(1000)
        told = rig.answer(asked)["ok"]
        assert [entry[0] for entry in told["entries"]].count("watchdog") == bite
        assert told["latched"] == (["safe-mode"] if bite == 3 else [])
    outputs = [line for line in rig.board.machine.lines.values() if line.is_output]
    assert [line.number for line in outputs] == [LAMP], "safe mode drives nothing else"
    assert {level for _, level in outputs[0].history} == {0, HIGH - 1}
    assert len(outputs[0].history) > 8, "it flutters, five times in this second"
    rig = make_rig()
    rig.board.machine.cause = 3
    rig.run(1000)
    outputs = [line for line in rig.board.machine.lines.values() if line.is_output]
    assert outputs == [], "bitten there too: it may be the lamp"
    rig = make_rig()
    play(rig)
    cleared = rig.send(3000, do="clear", code="safe-mode")
    rig.run(3500)
    assert rig.answer(5)["err"]["code"] == "fault", "a power cycle alone does not end it"
    assert rig.answer(cleared)["ok"] == {}
    rig = make_rig()
    asked = play(rig)
    rig.run(3500)
    assert rig.answer(asked)["ok"]["state"] == "playing"


def test_a_good_minute_between_two_bites_forgives_the_first(make_rig):
    for _ in range(2):
        rig = make_rig()
        rig.board.machine.cause = 3
        rig.run(500)
    rig = make_rig()
    rig.run(62_000)
    rig = make_rig()
    rig.board.machine.cause = 3
    asked = faults(rig)
    rig.run(500)
    assert rig.answer(asked)["ok"]["latched"] == []


def test_a_changed_file_of_the_firmware_names_itself_and_forbids_play(make_rig):
    rig = make_rig()
    good = crc32((rig.folder / "board.json").read_bytes())
    (rig.folder / "worn.mpy").write_bytes(b"worn")
    (rig.folder / "manifest.json").write_bytes(seal({"board.json": good, "worn.mpy": 1}))
    asked = faults(rig)
    status = play(rig)
    rig.run(3500)
    assert rig.answer(asked)["ok"]["latched"] == ["self-test"]
    assert "worn.mpy" in rig.answer(asked)["ok"]["self_test"]
    assert rig.answer(status)["ok"]["fault"] == "self-test"
    assert rig.board.machine.outputs_high() in ([], [14])  # the lamp may blink


def test_a_file_that_changes_after_the_start_forbids_the_next_session(make_rig):
    rig = make_rig()
    worn = rig.folder / "board.json"
    rig.board.clock.call_at(rig.start_ms + 440, lambda: worn.write_bytes(b"worn"))
    status = play(rig)
    rig.run(3500)
    assert rig.answer(status)["ok"]["state"] == "fault"
    assert rig.answer(status)["ok"]["fault"] == "self-test"


def test_a_full_flash_does_not_keep_a_fault_from_latching(make_rig, monkeypatch):
    rig = make_rig()
    sealed_file = rig.board.import_fresh("sole.sealed_file")
    monkeypatch.setattr(sealed_file.os, "rename", full)
    asked = play(rig)
    sensor = rig.board.line(34)
    rig.board.clock.call_at(1500, lambda: setattr(sensor, "applied_mv", 0))
    rig.run(3500)
    assert rig.answer(asked)["ok"]["fault"] == "sensor-short"
    assert rig.board.line(heater_pins()[1]).level == 0


def full(*_paths):
    raise OSError(28)


def test_a_lease_whose_timer_does_not_fire_forbids_heat(make_rig, monkeypatch):
    rig = make_rig()
    monkeypatch.setattr(rig.app.hal.Lease, "PERIOD_MS", 5000)
    asked = faults(rig, 1000)
    rig.run(1500)
    told = rig.answer(asked)["ok"]
    assert told["latched"] == ["self-test"]
    assert told["self_test"].startswith("lease: its timer fired 0 times")
