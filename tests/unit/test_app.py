"""The whole firmware on CPython against a recorded board: start, play, every way out."""

from binascii import b2a_base64, crc32

import builder
import pytest
from sole.core.frame import RS, FrameReader, frame, unseal
from solewave import board as boards

PLAYED = builder.build(
    [builder.section(4000, [builder.voice(4000, {0: 0, 5: 0})], heat_cc=3600, ramp_ms=100)]
)


@pytest.fixture
def compiled_board():
    return boards.load("esp32-devkitc").compiled()


class Rig:
    """The firmware on one stubbed board; the host's side of the link."""

    def __init__(self, board, folder, monkeypatch, compiled):
        self.board = board
        (folder / "board.json").write_bytes(compiled)
        self.app = board.import_fresh("sole.app")
        monkeypatch.setattr(self.app, "BOARD_FILE", str(folder / "board.json"))
        store = board.import_fresh("sole.store")
        monkeypatch.setattr(store, "FOLDER", str(folder / "patterns"))
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
        self.app.main()

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
    rig.send(400, do="play", name="test", intensity_pct=100, tempo_pct=100)
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
    assert abs(status["elapsed_ms"] - 2600) <= 40
    assert abs(status["ticks"] - 150) <= 1
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
    assert rig.answer(4)["err"]["code"] == "no-board"
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
