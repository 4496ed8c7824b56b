"""solewave check --board: what a pattern plays differently on one board."""

import json
import re

import pytest
from solewave import pattern, shipped
from solewave.cli import run

REFERENCE = (shipped.path("boards") / "esp32-devkitc.toml").read_text()
HEATER_LINE = REFERENCE.splitlines().index("[heater]") + 1
PATTERN = """\
format = 1
title = "Taps"
[section.tap]
lasts = "60s"
heat = 40
[[section.tap.stroke]]
kind = "tapotement"
zones = ["heel", "arch"]
rate = "300/min"
level = 40
"""


@pytest.fixture
def check(folder, solewave):
    """Checks a pattern on an edited reference board; (exit code, stdout, rows of stderr)."""
    (folder / "taps.toml").write_text(PATTERN)

    def check_on(board_text, *words):
        (folder / "board.toml").write_text(board_text)
        code, out, err = solewave("check", "taps.toml", "--board", "board.toml", *words)
        return code, out, err.splitlines()

    return check_on


def rows_with(rows, words):
    return [row for row in rows if words in row]


def test_a_board_that_has_all_of_it_adds_nothing(check):
    code, out, rows = check(REFERENCE)
    assert code == 0
    assert out.startswith("taps.toml: good: Taps, 1:00 min, 1 section (tap), ")
    assert rows_with(rows, "the board") == []


def test_zones_that_the_board_lacks(check):
    lacking = re.sub(r'\[\[motors\]\]\nzone = "\w+arch"\npins = \d+\n', "", REFERENCE)
    _, _, rows = check(lacking)
    assert rows_with(rows, "no motor") == [
        "taps.toml:1: warning: the board has no motor for left_arch, right_arch. "
        "The nearest zone plays for each."
    ]


def test_pulses_too_short_for_the_slowest_motor(check):
    assert rows_with(check(REFERENCE)[2], "hardly felt") == []
    (row,) = rows_with(check(REFERENCE.replace("spin_up_ms = 60", "spin_up_ms = 200"))[2], "felt")
    assert "A motor takes 200ms to get going: play slower." in row


def test_more_heat_than_the_board_allows(check):
    (row,) = rows_with(
        check(REFERENCE.replace("target_c = 42", "target_c = 36.5"))[2], "at most 36.5 °C"
    )
    assert row.startswith("taps.toml:5: warning: section.tap.heat: the board heats to")


def test_a_board_without_a_heater(check):
    start, end = REFERENCE.index("[heater]"), REFERENCE.index("[limits]")
    _, _, rows = check(REFERENCE[:start] + REFERENCE[end:])
    assert rows_with(rows, "no heater") == [
        "taps.toml:5: warning: section.tap.heat: the board has no heater. "
        "The strokes play without heat."
    ]


def test_what_the_board_cannot_protect_from_comes_first(check):
    code, _, rows = check(REFERENCE.replace("enable_pin = 27\n", ""))
    assert code == 0
    first = f"board.toml:{HEATER_LINE}: warning: heater: no enable_pin: if its one switch is"
    assert any(row.startswith(first) for row in rows[:-1])
    assert rows[-1].startswith("taps.toml:")


def test_a_wrong_board_is_the_end_of_it(check, capsys):
    code, out, rows = check(REFERENCE.replace("watts", "wats"))
    assert (code, out) == (1, "")
    assert [row.split(": ")[0] for row in rows if "heater" in row and "wat" in row] == [
        f"board.toml:{HEATER_LINE}",
        f"board.toml:{HEATER_LINE + 3}",
    ]


def test_an_unknown_board_names_those_that_are_shipped(check, capsys):
    assert run(["check", "taps.toml", "--board", "esp32-devkit"]) == 1
    assert 'Did you mean "esp32-devkitc"?' in capsys.readouterr().err


def test_for_programs(check):
    code, out, rows = check(REFERENCE.replace("enable_pin = 27\n", ""), "--json")
    (result,) = json.loads(out)
    assert (code, rows) == (0, [])
    assert result["board"]["name"] == "esp32-devkitc"
    assert "heater" in [problem["key"] for problem in result["board"]["problems"]]


def test_a_compiled_pattern_is_not_compared(check, folder, capsys):
    (folder / "taps.sole").write_bytes(pattern.load(folder / "taps.toml").data)
    assert run(["check", "taps.sole", "--board", "esp32-devkitc"]) == 0
    assert capsys.readouterr().err == (
        "taps.sole: warning: a compiled pattern is not compared with the board. "
        "Check its .toml file.\n"
    )
