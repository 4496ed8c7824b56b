"""The live view: everything is there, nothing wraps, with color and without."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from rigs.massager_tells import PLAYING
from solewave import views
from solewave.live import Scene, celsius, clock, line
from solewave.live_picture import Picture


class AsciiFile(io.StringIO):
    encoding = "ascii"


def drawn(width=60, height=24, file=None, problems=(), **changes):
    console = Console(width=width, height=height, file=file or io.StringIO(), color_system=None)
    state = {**PLAYING, **changes}
    console.print(Picture(Scene("My pattern", "Ctrl-C stop", state, list(problems))))
    return console.file.getvalue()


@pytest.mark.parametrize(("width", "height"), [(60, 24), (80, 24), (200, 50), (61, 60)])
def test_everything_is_told_at_any_size(width, height):
    text = drawn(width, height)
    for part in ("My pattern", "warm-up", "playing", "0:42 of 3:00, 2:18 left", "solar plexus"):
        assert part in text
    for part in ("36.4 °C", "target 38.5 °C", "heater 42 %", "tempo 120 %", "Ctrl-C stop"):
        assert part in text
    assert {cell_len(row) for row in text.splitlines()} == {width}
    assert len(text.splitlines()) <= height


def test_what_has_played_and_what_is_left_make_the_whole():
    assert "0:42 of 3:00, 2:18 left" in drawn(elapsed_ms=42_980)


@pytest.mark.parametrize("width", [36, 44, 55])
def test_without_room_for_names_the_numbers_stay(width):
    rows = [row.split() for row in drawn(width).splitlines()]
    numbers = [(row[0], row[-1]) for row in rows if row and row[0].isdigit()]
    assert numbers == [("62", "100"), ("45", "45"), ("80", "30"), ("5", "12"), ("0", "33")]
    assert not any("toes" in row for row in rows)


@pytest.mark.parametrize(("width", "height"), [(30, 24), (35, 24), (80, 12), (20, 3)])
def test_where_no_sole_fits_there_is_the_line(width, height):
    text = drawn(width, height)
    words = " ".join(text.split())
    assert "0:42 of 3:00 playing warm-up L 62 45 80 5 0 R100 45 30 12 33" in words
    assert words.endswith("Ctrl-C stop"), "the keys work here too"
    assert "█" not in text


def test_problems_of_a_file_take_room_from_the_soles_and_never_more_than_there_is():
    problems = [f"a.toml:{number}: section.rub.lasts: 0 is too short" for number in range(40)]
    text = drawn(60, 30, problems=problems)
    assert len(text.splitlines()) <= 30
    assert "a.toml:0: section" in text
    assert "and 34 more" in text
    assert "toes" in text


def test_the_picture_in_ascii():
    text = drawn(60, file=AsciiFile())
    for shade in "-+*#":
        assert shade * 3 in text, "one for each quarter of the level"
    assert text.replace("°", "").isascii()


def test_a_fault_and_what_to_do():
    text = " ".join(drawn(80, state="fault", fault="over-temperature", temp_cc=4512).split())
    assert "over-temperature: Take your feet off" in text


def test_without_a_reading_or_a_session():
    text = drawn(60, temp_cc=None, target_cc=0, section=None, levels=[])
    assert "--.- °C" in text
    assert "heat off" in text


def test_a_pattern_whose_name_would_be_obeyed_is_shown_as_it_is():
    console = Console(width=60, height=24, file=io.StringIO(), color_system=None)
    console.print(Picture(Scene("[red]x[/red]\x1b[2J", "", {**PLAYING, "section": "[/]\x1b"})))
    assert "[red]x[/red]" in console.file.getvalue()
    assert "[/]" in console.file.getvalue()
    assert "\x1b" not in console.file.getvalue()


def test_the_line():
    assert line(Scene("x", "", PLAYING)) == (
        "0:42 of 3:00  playing  warm-up  L 62 45 80  5  0  R100 45 30 12 33"
        "  36.4 °C to 38.5 °C at 42 %"
    )
    state = {**PLAYING, "target_cc": 0, "fault": "sensor-open", "temp_cc": None}
    assert line(Scene("x", "", state)).endswith("--.- °C heat off  FAULT sensor-open")


def test_one_line_a_second_and_one_for_each_change(capsys):
    lines = views.Lines(Scene("x"))
    for elapsed_ms, state in [(0, "playing"), (400, "playing"), (1000, "playing")]:
        lines.show({**PLAYING, "elapsed_ms": elapsed_ms, "state": state})
    lines.show({**PLAYING, "elapsed_ms": 1100, "state": "winding-down"})
    printed = capsys.readouterr().out.splitlines()
    assert [row.split("  ")[:2] for row in printed] == [
        ["0:00 of 3:00", "playing"],
        ["0:01 of 3:00", "playing"],
        ["0:01 of 3:00", "winding-down"],
    ]


def on_screen(mocker, time_scale=1.0, **more):
    screen = mocker.Mock(size=(80, 24))
    return views.OnScreen(Scene("x"), screen, mocker.Mock(), time_scale, **more), screen


def test_a_picture_is_drawn_ten_times_a_second_and_at_the_end(mocker):
    now = [0.0]
    shown, screen = on_screen(mocker, 20.0, clock=lambda: now[0])
    for now[0] in (0.0, 0.05, 0.09, 0.11):
        shown.show(PLAYING)
    assert screen.show.call_count == 2
    shown.show({**PLAYING, "state": "cooling"})
    assert screen.show.call_count == 3


def test_a_picture_is_drawn_when_the_terminal_changes_and_only_then(mocker):
    shown, screen = on_screen(mocker)
    shown.turn()
    screen.show.assert_not_called()
    screen.size = (60, 24)
    shown.turn()
    shown.turn()
    assert screen.show.call_count == 1


@pytest.mark.parametrize(("time_scale", "every_ms"), [(1.0, 100), (5.0, 500), (60.0, 1000)])
def test_events_come_as_fast_as_a_person_can_see(mocker, time_scale, every_ms):
    assert on_screen(mocker, time_scale)[0].every_ms == every_ms


def test_clock_and_celsius():
    assert (clock(0), clock(59_999), clock(3_600_000)) == ("0:00", "0:59", "60:00")
    assert (celsius(None), celsius(0), celsius(4200)) == ("--.- °C", "0.0 °C", "42.0 °C")
