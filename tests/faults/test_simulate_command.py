"""`solewave simulate`, run as a person runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from rigs.guests import UNIX64
from rigs.two_runtimes import require
from solewave import board, playable, shipped
from solewave.errors import UserError
from solewave.simulate.faults import FAULTS, Injection, parse
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

session    7:19 of 10:00 min, ended: fault
fault      heater-stuck-on at 5:00
latched    heater-stuck-on at 7:19
heat       on for 6:09, last at 7:19
highest    pad 40.3 C, skin 33.2 C
over 40 C  pad 0:17, skin 0:00
over 43 C  pad 0:00, skin 0:00
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
