"""`solewave simulate`, run as a person runs it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys

import pytest
from rigs.guests import UNIX64
from rigs.two_runtimes import require
from solewave import board, playable, shipped
from solewave.cli import run
from solewave.errors import UserError
from solewave.simulate import Bench
from solewave.simulate.faults import FAULTS, Injection, parse
from solewave.simulate.report import Report
from solewave.simulate.session import simulate
from solewave.virtual.process import DEVICE

PATTERN = """format = 1
title = "Ten minutes"
[section.warm]
lasts = "{lasts}"
heat = 38
heat_ramp = "20ms"
"""
GOLDEN = """Ten minutes on esp32-devkitc, simulated under MicroPython

session     7:19 of 10:00 min, ended: fault
fault       heater-stuck-on at 5:00
latched     heater-stuck-on at 7:19
late        no tick
limits      the pad warms by 3 °C a minute, no faster (5:16)
energy      pad 1.23 Wh, motors 0.00 Wh
current     peak 2650 mA at 0:00, mean 2271 mA, of 4000 mA
motors      none ran
heat        on for 6:10, last at 7:19
highest     pad 40.3 °C (38.0 °C asked for), skin 33.2 °C
over 40 °C  pad 0:18, skin 0:00
over 43 °C  pad 0:00, skin 0:00

It ends in a fault after 7:19: heater-stuck-on.
"""
TAPPING = """format = 1
title = "Tapping"
[section.tap]
lasts = "{lasts}"
heat = 34
heat_ramp = "20ms"
[[section.tap.stroke]]
kind = "vibration"
level = {level}
feet = "left"
"""
TOGETHER = """                          tap        long
planned, min              0:30       0:50 (+0:20)
played, min               0:30       0:50 (+0:20)
energy of the pad, Wh     0.03       0.06 (+0.03)
energy of the motors, Wh  0.01       0.03 (+0.02)
peak current, mA          2972       3070 (+98)
mean current, mA          1284       1561 (+277)
supply, mA                4000       4000
all motors run, min       2:30       4:10 (+1:40)
heat on, min              0:09       0:19 (+0:10)
highest target, °C        34.0       34.0
highest of the pad, °C    25.3       25.9 (+0.6)
highest of the skin, °C   31.0       31.0
pad over 40 °C, min       0:00       0:00
skin over 40 °C, min      0:00       0:00
ended                     done       done
latched                   nothing    nothing
limits                    heat-ramp  heat-ramp

tap: It plays to its end, but not as written: the pad comes to 25.3 °C, not to 34.0 °C.
long: It plays to its end, but not as written: the pad comes to 25.9 °C, not to 34.0 °C.
"""


@pytest.fixture
def pattern_file(tmp_path):
    file = tmp_path / "ten.toml"
    file.write_text(PATTERN.format(lasts="10min"))
    return file


@pytest.fixture
def short(tmp_path):
    """A session of ten seconds."""
    file = tmp_path / "short.toml"
    file.write_text(PATTERN.format(lasts="10s"))
    return playable.load(str(file))


def solewave(*arguments):
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "solewave", *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_tells_what_the_massager_would_do(pattern_file):
    require(UNIX64)
    done = solewave("simulate", pattern_file, "--fault", "heater-stuck-on@5min")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == GOLDEN


def test_json_has_all_of_it(pattern_file):
    done = solewave("simulate", pattern_file, "--fault", "sensor-open@90s", "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["faults"] == [{"what": "sensor-open", "at_ms": 90_000}]
    (latched,) = report["latched"]
    assert latched["what"] == "sensor-open"
    assert 90_000 < latched["at_ms"] <= 90_400
    assert report["heat_ended_ms"] <= latched["at_ms"]
    assert report["ended"] == "done"
    assert report["session_ms"] == pytest.approx(600_000, abs=40)


@pytest.fixture
def two(tmp_path):
    """Two patterns, the second longer and stronger."""
    made = []
    for name, lasts, level in (("tap", "30s", 60), ("long", "50s", 90)):
        made.append(tmp_path / f"{name}.toml")
        made[-1].write_text(TAPPING.format(lasts=lasts, level=level))
    return made


def test_two_patterns_stand_side_by_side(two):
    require(UNIX64)
    done = solewave("simulate", two[0], "--compare", two[1])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == TOGETHER


def test_three_boards_are_a_list_in_json(two):
    names = ["esp32-devkitc", "xiao-esp32s3", "esp32c3-supermini"]
    boards = [word for name in names for word in ("--board", name)]
    done = solewave("simulate", two[0], *boards, "--intensity", 150, "--room", 25, "--json")
    assert done.returncode == 0
    reports = json.loads(done.stdout)
    assert [report["board"] for report in reports] == names
    assert {(report["intensity_pct"], report["room_c"]) for report in reports} == {(150, 25)}
    assert [len(report["motors_on_ms"]) for report in reports] == [10, 4, 2]
    for report in reports:
        assert set(report) == set(Report.__struct_fields__)
        assert report["duration_ms"] == 30_000
        assert report["controller_wh"] > 0
        assert report["supply_ma"] >= report["peak_ma"] > report["mean_ma"]


def test_the_trace_is_written_as_csv(two, tmp_path):
    out = tmp_path / "trace.csv"
    done = solewave("simulate", two[0], "-o", out, "--fault", "sensor-open@10s")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"The trace is in {out}."
    with out.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["time_ms"] for row in rows[:3]] == ["0", "100", "200"]
    assert len(rows) == pytest.approx(300 + 1200, abs=2)
    assert len(rows[0]) == 3 + 10 + 10 + 8
    assert {row["section"] for row in rows} == {"tap", ""}
    playing = rows[90]
    assert float(playing["level_left_heel_pct"]) == pytest.approx(60, abs=2)
    assert float(playing["duty_left_heel_pct"]) == pytest.approx(30 + 70 * 0.6, abs=2)
    assert playing["duty_right_heel_pct"] == "0.0"
    assert playing["heat_target_c"] == "34.0"
    assert (playing["fault"], rows[110]["fault"]) == ("", "sensor-open")
    assert rows[110]["heat_permitted_c"] == rows[110]["sensor_c"] == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "trace.xls"], '".xls" is no kind of trace. Allowed: .csv .parquet.'),
        (["-o", "trace"], "the name has no suffix. Allowed: .csv .parquet."),
        (["-o", "nowhere/trace.csv"], "no directory nowhere"),
        (["-o", "trace.csv", "--compare", "gentle-flow"], "trace of one simulation"),
        (["-o", "a.csv", "--board", "esp32-devkitc", "--board", "x"], "trace of one simulation"),
        (["--compare", "no-such-routine"], "there is no file no-such-routine"),
        (["--board", "esp32-devkit"], 'Did you mean "esp32-devkitc"?'),
        (["--fault", "blanket@99min"], "blanket at 1h 39min comes too late"),
        (["--room", "60"], "--room: 60.0 is out of range. Allowed: a number from 5 to 40."),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_simulated(
    arguments, said, capsys, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Bench, "__init__", lambda *_: pytest.fail("it simulated"))
    assert run(["simulate", "gentle-flow", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("heater-stuk@5min", 'no fault "heater-stuk". Did you mean heater-stuck-on?'),
        ("sensor-open@soon", '"soon" is no time. Write it like sensor-open@5min.'),
        ("sensor-open@2 minutes", '"2 minutes" is no time. Write it like sensor-open@2min.'),
        ("@5min", 'no fault "@5min"'),
    ],
)
def test_a_fault_that_it_does_not_know_is_told_so(pattern_file, fault, said):
    done = solewave("simulate", pattern_file, "--fault", fault)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


def test_a_fault_without_a_time_happens_at_once():
    assert parse("blanket") == Injection("blanket", 0)
    assert parse("blanket@1min 30s") == Injection("blanket", 90_000)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_can_be_injected_by_its_name(short, name):
    report = simulate(short, board.load("esp32-devkitc"), [Injection(name, 5000)], False)
    assert report.faults[0].what == name
    assert report.refused is None
    assert not report.heating


def test_the_device_knows_no_other_faults():
    """A fault of the world that the table lacks could not be injected from the command line."""
    text = (DEVICE / "injected.py").read_text(encoding="utf-8")
    world = set(re.findall(r'^    "([a-z0-9-]+)": _', text, re.MULTILINE))
    assert len(world) > 10
    assert world <= set(FAULTS)


def test_a_clock_that_wraps_changes_nothing(pattern_file):
    chosen, reference = playable.load(str(pattern_file)), board.load("esp32-devkitc")
    plain = simulate(chosen, reference, [], micropython=False)
    wraps = simulate(chosen, reference, [Injection("clock-wrap", 60_000)], micropython=False)
    assert plain.heat_on_ms == wraps.heat_on_ms > 0
    assert plain.pad_peak_c == wraps.pad_peak_c
    assert wraps.latched == []


def test_a_part_that_the_board_lacks_cannot_break(tmp_path, short):
    text = (shipped.path("boards") / "esp32-devkitc.toml").read_text(encoding="utf-8")
    file = tmp_path / "plain.toml"
    file.write_text(text.replace("enable_pin = 27\n", ""))
    with pytest.raises(UserError, match="no enable_pin"):
        simulate(short, board.load(file), [Injection("enable-stuck-on", 0)])
