"""Plant, registry and flash image of the virtual board, each by itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from littlefs import LittleFS
from solewave import board, shipped
from solewave import filesystem as image
from solewave import firmware_files as firmware
from solewave.board import thermistor
from solewave.board.model import Plant as Model
from solewave.errors import UserError
from solewave.virtual import find_running, registry
from solewave.virtual.device import plant as device_plant
from solewave.virtual.uart import Line, Traffic

REFERENCE = board.load("esp32-devkitc")
HEATER = REFERENCE.heater
MODEL = msgspec.to_builtins(REFERENCE.model)
MINUTE_US = 60_000_000


def test_the_board_files_model_and_the_plants_are_the_same_keys() -> None:
    assert set(device_plant.DEFAULTS) == set(msgspec.to_builtins(Model())) - {"adc_noise_lsb"}


def test_the_pad_ends_where_the_boards_model_says() -> None:
    watts = 4.0
    plant = device_plant.Plant(MODEL, watts)
    plant.power = 1.0
    plant.settle(300 * MINUTE_US)
    assert plant.pad_c == pytest.approx(REFERENCE.model.steady_c(watts), abs=0.05)
    assert plant.sensor_c == pytest.approx(plant.pad_c, abs=0.01)


def test_heat_that_goes_in_is_all_there() -> None:
    closed = {**MODEL, "pad_to_air_w_per_k": 0.0, "foot_to_body_w_per_k": 0.0}
    plant = device_plant.Plant(closed, 10.0)
    pad_c, foot_c = plant.pad_c, plant.foot_c
    plant.power = 0.5
    plant.settle(5 * MINUTE_US)
    stored_j = (plant.pad_c - pad_c) * closed["pad_j_per_k"]
    stored_j += (plant.foot_c - foot_c) * closed["foot_j_per_k"]
    assert stored_j == pytest.approx(0.5 * 10 * 300, rel=1e-6)


def test_it_does_not_matter_how_often_one_looks() -> None:
    rarely, often = device_plant.Plant(MODEL, 10.0), device_plant.Plant(MODEL, 10.0)
    rarely.power = often.power = 1.0
    rarely.settle(MINUTE_US)
    for now_us in range(0, MINUTE_US + 1, 7_000):
        often.settle(now_us)
    assert often.pad_c == pytest.approx(rarely.pad_c, abs=0.02)


def test_the_sensor_lags() -> None:
    plant = device_plant.Plant(MODEL, 10.0)
    plant.power = 1.0
    plant.settle(MINUTE_US)
    slope_c_per_s = 10.0 / MODEL["pad_j_per_k"]
    assert plant.pad_c - plant.sensor_c == pytest.approx(
        slope_c_per_s * MODEL["sensor_lag_s"], rel=0.3
    )


def test_motors_follow_with_a_lag_and_not_below_their_start() -> None:
    motor = device_plant.Motor(spin_up_ms=60, start_pct=30)
    motor.drive(0.25, 0)
    assert motor.speed(1_000_000) == 0
    motor.drive(1.0, 1_000_000)
    assert motor.speed(1_060_000) == pytest.approx(1 - 1 / 2.718281828, abs=1e-6)
    assert motor.speed(9_000_000) == 1.0
    motor.drive(0.0, 9_000_000)
    assert 0 < motor.speed(9_060_000) < 0.4


@pytest.mark.parametrize("wiring", ["pull-up", "pull-down"])
def test_the_thermistor_is_the_one_of_the_board_file(wiring: str) -> None:
    assert HEATER is not None
    sensor = msgspec.structs.replace(HEATER.sensors[0], wiring=wiring)
    keys = ("r25_ohm", "beta", "series_ohm", "supply_mv", "wiring")
    beta = device_plant.Beta(**{key: getattr(sensor, key) for key in keys})
    mv, cc = thermistor.table(sensor)
    low, high = thermistor.faults(sensor)
    table = device_plant.Table(mv, cc, low)
    for celsius in (10, 25, 42, 60):
        assert beta.mv(celsius) == pytest.approx(thermistor.divider_mv(sensor, celsius))
        assert table.mv(celsius) == pytest.approx(beta.mv(celsius), abs=8)
    for made in (beta, table):
        assert made.broken_mv(is_open=low == "sensor-open") < mv[0]
        assert made.broken_mv(is_open=high == "sensor-open") > mv[-1]


def test_entries_of_dead_boards_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    registry.add(registry.RunningBoard(ended.pid, os.ctermid(), 1.0, "dead"))
    registry.add(registry.RunningBoard(os.getpid(), "/dev/pts/does-not-exist", 1.0, "unplugged"))
    (tmp_path / "running" / "0-0.json").write_text("{")
    (tmp_path / "running" / "1-0.json").write_text(json.dumps({"other": "keys"}))
    assert find_running() is None
    assert list((tmp_path / "running").iterdir()) == []


def test_the_board_started_last_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    boards = [
        registry.RunningBoard(os.getpid(), port, 2.0, port) for port in ("/dev/null", "/dev/zero")
    ]
    for age, made in enumerate(reversed(boards)):
        registry.add(made)
        os.utime(registry.folder() / f"{made.pid}-{Path(made.port).name}.json", (age, age))
    assert find_running() == boards[0]
    registry.remove(boards[0])
    assert find_running() == boards[1]


def test_an_image_gets_what_changed_and_keeps_what_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "flash"
    first = {"main.py": b"1", "sole/core/a.mpy": b"a", "sole/gone.mpy": b"x"}
    assert image.refresh(path, 32, first)
    _write(path, 32, "patterns-of-mine", b"kept")
    second = {"main.py": b"2", "sole/core/a.mpy": b"a"}
    assert image.refresh(path, 32, second)
    assert image.read(path, 32) == {**second, "patterns-of-mine": b"kept"}
    assert not image.refresh(path, 32, second)
    with pytest.raises(UserError, match="does not fit"):
        image.refresh(path, 32, {"main.py": bytes(32 * 4096)})
    assert image.read(path, 32) == {**second, "patterns-of-mine": b"kept"}, "as it was"


def _write(path: Path, blocks: int, name: str, data: bytes) -> None:
    context = image.UserContext(buffer=bytearray(path.read_bytes()))
    flash = LittleFS(context, block_size=4096, block_count=blocks, read_size=32, prog_size=32)
    with flash.open(name, "wb") as file:
        file.write(data)
    path.write_bytes(context.buffer)


def test_the_firmware_is_compiled_and_the_motor_library_comes_along() -> None:
    files = firmware.files(b"board")
    assert {"boot.py", "main.py", "sole/app.mpy", "lib/adafruit_motor/motor.mpy"} <= set(files)
    assert files["board.json"] == b"board"
    for name, data in files.items():
        if name.endswith(".mpy"):
            assert data[:2] == b"M\x06", "bytecode version 6"
            assert data[2] >> 2 == 0, "no native code"
    assert shipped.device_package().name == "sole"


def test_shipped_folders() -> None:
    for kind in shipped.KINDS:
        assert shipped.path(kind).is_dir()
    with pytest.raises(ValueError, match="none of firmware, boards"):
        shipped.path("toys")


def test_a_slow_line_hands_a_byte_on_after_the_time_that_it_takes() -> None:
    line = Line(9600)
    line.put(b"abc", 100.0)
    assert line.due_s(100.0) == pytest.approx(3 / 960)
    assert line.take(100.0) == b""
    assert line.take(100.0 + 2.5 / 960) == b"ab"
    line.put(b"d", 100.0 + 2.9 / 960)
    assert line.take(100.0 + 4 / 960) == b"cd"
    assert line.due_s(101.0) is None
    line.rest_until(102.0)
    line.put(b"x" * 100, 101.0)
    assert line.take(102.0) == b""
    assert len(line.take(102.0 + 96 / 960)) == 96


def test_a_line_that_is_not_slowed_hands_on_at_once() -> None:
    line = Line(None)
    line.put(b"abc", 5.0)
    assert line.due_s(5.0) == 0.0
    assert line.take(5.0) == b"abc"


def test_traffic_counts_bytes_and_turns() -> None:
    traffic = Traffic()
    traffic.received(9, 1.0)
    traffic.sent(3, 2.0)
    traffic.sent(4, 3.0)
    traffic.received(5, 4.0)
    traffic.sent(1, 5.0)
    traffic.received(2, 7.0)
    assert (traffic.bytes_in, traffic.bytes_out, traffic.turns) == (8, 16, 2)
    assert traffic.seconds == 5.0
