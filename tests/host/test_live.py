"""The live view: everything is there, nothing wraps, with color and without."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from solewave import views
from solewave.live import Scene, celsius, clock, line, picture

STATE = {
    "state": "playing",
    "name": "first-pattern",
    "section": "warm-up",
    "elapsed_ms": 42_000,
    "duration_ms": 180_000,
    "levels": [62, 45, 80, 5, 0, 100, 45, 30, 12, 33],
    "intensity_pct": 100,
    "tempo_pct": 120,
    "live": True,
    "temp_cc": 3642,
    "target_cc": 3850,
    "heat_pct": 42,
    "resting": False,
    "fault": None,
}


class AsciiFile(io.StringIO):
    encoding = "ascii"


def drawn(width=60, file=None, **changes):
    console = Console(width=width, file=file or io.StringIO(), color_system=None)
    console.print(picture(Scene("My pattern", "Ctrl-C stops softly", {**STATE, **changes})))
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_everything_is_told_at_any_width(width):
    text = drawn(width)
    for part in ("My pattern", "warm-up", "playing", "0:42 of 3:00, 2:18 left", "solar plexus"):
        assert part in text
    for part in ("36.4 °C", "target 38.5 °C", "heater 42 %", "tempo 120 %", "Ctrl-C stops softly"):
        assert part in text
    assert {cell_len(row) for row in text.splitlines()} == {min(width, 96)}


def test_the_picture_at_60_columns():
    assert drawn(60).splitlines()[5:11] == [
        "│             left foot              right foot            │",
        "│   62 ······██████████     toes     ████████████████ 100  │",
        "│   45 ·········███████     ball     ███████·········  45  │",
        "│   80 ···█████████████ solar plexus █████···········  30  │",
        "│    5 ···············█     arch     ██··············  12  │",
        "│    0 ················     heel     █████▌··········  33  │",
    ]


def test_the_picture_in_ascii():
    text = drawn(60, AsciiFile())
    assert "|   62 ......##########     toes     ################ 100  |" in text
    assert text.replace("°", "").isascii()


def test_a_fault_and_what_to_do():
    text = drawn(80, state="fault", fault="over-temperature", temp_cc=4512)
    assert "over-temperature: Take your feet off" in text


def test_without_a_reading_or_a_session():
    text = drawn(60, temp_cc=None, target_cc=0, section=None, levels=[])
    assert "--.- °C" in text
    assert "heat off" in text


def test_a_pattern_whose_name_looks_like_markup_is_shown_as_it_is():
    console = Console(width=60, file=io.StringIO(), color_system=None)
    console.print(picture(Scene("[red]x[/red]", "", {**STATE, "section": "[/]"})))
    assert "[red]x[/red]" in console.file.getvalue()
    assert "[/]" in console.file.getvalue()


def test_the_line():
    assert line(Scene("x", "", STATE)) == (
        "0:42 of 3:00  playing  warm-up  L 62 45 80  5  0  R100 45 30 12 33"
        "  36.4 °C to 38.5 °C at 42 %"
    )
    state = {**STATE, "target_cc": 0, "fault": "sensor-open", "temp_cc": None}
    assert line(Scene("x", "", state)).endswith("--.- °C heat off  FAULT sensor-open")


def test_one_line_a_second_and_one_for_each_change(capsys):
    lines = views.Lines(Scene("x"))
    for elapsed_ms, state in [(0, "playing"), (400, "playing"), (1000, "playing")]:
        lines.show({**STATE, "elapsed_ms": elapsed_ms, "state": state})
    lines.show({**STATE, "elapsed_ms": 1100, "state": "stopping"})
    printed = capsys.readouterr().out.splitlines()
    assert [row.split("  ")[:2] for row in printed] == [
        ["0:00 of 3:00", "playing"],
        ["0:01 of 3:00", "playing"],
        ["0:01 of 3:00", "stopping"],
    ]


def test_a_picture_is_drawn_ten_times_a_second_and_at_the_end(mocker):
    screen, now = mocker.Mock(), [0.0]
    shown = views.Picture(Scene("x"), screen, time_scale=20.0, clock=lambda: now[0])
    for now[0] in (0.0, 0.05, 0.09, 0.11):
        shown.show(STATE)
    assert screen.show.call_count == 2
    shown.show({**STATE, "state": "idle"})
    assert screen.show.call_count == 3


@pytest.mark.parametrize(("time_scale", "every_ms"), [(1.0, 100), (5.0, 500), (60.0, 1000)])
def test_events_come_as_fast_as_a_person_can_see(mocker, time_scale, every_ms):
    assert views.Picture(Scene("x"), mocker.Mock(), time_scale).every_ms == every_ms


def test_clock_and_celsius():
    assert (clock(0), clock(59_999), clock(3_600_000)) == ("0:00", "0:59", "60:00")
    assert (celsius(None), celsius(0), celsius(4200)) == ("--.- °C", "0.0 °C", "42.0 °C")
