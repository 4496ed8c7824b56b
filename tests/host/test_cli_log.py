"""solewave log: the sessions that were, as a table, a calendar, CSV and JSON; and hours."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from solewave import console, device_clock, usage
from solewave.cli import run

NOW = datetime(2026, 11, 26, 21, 40)
SESSIONS = [
    (13, "better-sleep", datetime(2026, 11, 25, 22, 14, 5), 1800, 4011, "done"),
    (12, "stress-relief", None, 610, 3870, "stopped"),
    (11, "solar-plexus", datetime(2026, 11, 16, 7, 5), 59, None, "host-lost"),
    (10, "the-name-of-a-routine-of-32-char", datetime(2026, 11, 16, 6, 0), 660, 3102, "limit"),
    (9, "gentle-flow", datetime(2026, 8, 30, 12, 0), 3599, 4550, "fault"),
]
TABLE = """\
WHEN              ROUTINE                           MINUTES      PAD  ENDED
2026-11-25 22:14  better-sleep                        30:00  40.1 °C  done
no clock          stress-relief                       10:10  38.7 °C  stopped
2026-11-16 07:05  solar-plexus                         0:59  --.- °C  host-lost
2026-11-16 06:00  the-name-of-a-routine-of-32-char    11:00  31.0 °C  limit
2026-08-30 12:00  gentle-flow                         59:59  45.5 °C  fault
214 in all, pad on for 40:06 h; more: --hours
"""
TABLE_AT_80 = TABLE  # the longest name just fits
TABLE_AT_60 = """\
WHEN              ROUTINE        MINUTES      PAD  ENDED
2026-11-25 22:14  better-sleep     30:00  40.1 °C  done
no clock          stress-relief    10:10  38.7 °C  stopped
2026-11-16 07:05  solar-plexus      0:59  --.- °C  host-lost
2026-11-16 06:00  the-name-of-…    11:00  31.0 °C  limit
2026-08-30 12:00  gentle-flow      59:59  45.5 °C  fault
214 in all, pad on for 40:06 h; more: --hours
"""
CALENDAR_AT_40 = """\
     Aug       Sep     Oct     Nov
Mon  · · · · · · · · · · · · · · · ▒▒·
Tue  · · · · · · · · · · · · · · · · ·
Wed  · · · · · · · · · · · · · · · · ▓▓
Thu  · · · · · · · · · · · · · · · · ·
Fri  · · · · · · · · · · · · · · · ·
Sat  · · · · · · · · · · · · · · · ·
Sun  · · · ██· · · · · · · · · · · ·
     ░░ 0+  ▒▒ 10+  ▓▓ 20+  ██ 40+ min
1 of 5 sessions began with no clock; not shown.
"""


def told(n, name, start, length_s, highest_cc, ended):
    """A session as the massager tells it."""
    start_s = None if start is None else (start - device_clock.EPOCH) // timedelta(seconds=1)
    return [n, name, start_s, length_s, highest_cc, ended]


@pytest.fixture
def device(plugged_in, monkeypatch):
    monkeypatch.setattr(device_clock.Computer, "now", staticmethod(lambda: NOW))
    plugged_in.sessions = [told(*one) for one in SESSIONS]
    plugged_in.hours = {"sessions": 214, "motors_s": [44280, 39000, 0, 360], "pad_s": 144360}
    plugged_in.hello["zones"] = [0, 0, 0, 1, 1, 2, 2, 2, 3, 3]
    return plugged_in


@pytest.fixture
def terminal(monkeypatch):
    """Makes stdout a terminal of so many columns."""

    def set_columns(columns):
        monkeypatch.setattr(console, "is_terminal", lambda: True)
        monkeypatch.setattr(console, "columns", lambda: columns)

    return set_columns


def test_a_table_newest_first_is_whole_in_a_pipe(device, capsys):
    assert run(["log"]) == 0
    assert capsys.readouterr().out == TABLE


@pytest.mark.parametrize(("columns", "shown"), [(80, TABLE_AT_80), (60, TABLE_AT_60)])
def test_a_terminal_gets_no_line_that_it_must_wrap(device, capsys, terminal, columns, shown):
    terminal(columns)
    assert run(["log"]) == 0
    assert capsys.readouterr().out == shown
    assert max(map(len, shown.splitlines())) <= columns


def test_the_last_few_say_how_many_there_are(device, capsys):
    assert run(["log", "--last", "2"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[-1] for row in rows[1:3]] == ["done", "stopped"]
    assert rows[3] == "2 of 5 that are kept; --last 5 shows all."


def test_all_pages_are_asked_for(device, capsys):
    device.sessions = [told(n, "x", NOW, 60, None, "done") for n in range(130, 0, -1)]
    assert run(["log", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [one["n"] for one in shown["sessions"]] == list(range(130, 0, -1))


def test_a_massager_that_never_played(device, capsys):
    device.sessions = []
    assert run(["log"]) == 0
    assert capsys.readouterr().out == ("No session is on record yet: solewave play better-sleep\n")
    assert run(["log", "--calendar"]) == 0
    assert "▒" not in capsys.readouterr().out.partition("\n     ")[0]
    assert run(["log", "--csv", "-"]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_a_calendar_as_wide_as_the_terminal(device, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["log", "--calendar"]) == 0
    assert capsys.readouterr().out == CALENDAR_AT_40


def test_csv_holds_all_that_the_massager_told(device, capsys):
    assert run(["log", "--csv", "-"]) == 0
    printed = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(printed)))
    back = [
        (
            int(row["n"]),
            row["routine"],
            datetime.fromisoformat(row["start"]) if row["start"] else None,
            int(row["length_s"]),
            round(float(row["highest_c"]) * 100) if row["highest_c"] else None,
            row["ended"],
        )
        for row in rows
    ]
    assert back == SESSIONS
    assert run(["log", "--csv", "sessions.csv"]) == 0
    assert capsys.readouterr().out == "Wrote sessions.csv, 5 sessions\n"
    with open("sessions.csv", encoding="utf-8", newline="") as file:
        assert file.read() == printed


def test_a_file_that_is_there_stays(device, capsys, folder):
    (folder / "mine.csv").write_text("precious")
    assert run(["log", "--csv", "mine.csv"]) == 1
    assert capsys.readouterr().err == (
        "solewave: mine.csv exists already. Name another file, or - to print it.\n"
    )
    assert (folder / "mine.csv").read_text() == "precious"
    assert run(["log", "--csv", "none/mine.csv"]) == 1
    assert "none/mine.csv cannot be written: No such file" in capsys.readouterr().err


def test_the_hours_of_each_part(device, capsys):
    assert run(["log", "--hours"]) == 0
    assert capsys.readouterr().out.startswith(
        "HOURS  PART\n"
        "12:18  left toes, ball, solar plexus\n"
        "10:50  left arch, heel\n"
        " 0:00  right toes, ball, solar plexus\n"
        " 0:06  right arch, heel\n"
        "40:06  pad\n"
    )


def test_for_programs(device, capsys):
    assert run(["log", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["sessions"][:2] == [
        {
            "n": 13,
            "routine": "better-sleep",
            "start": "2026-11-25T22:14:05",
            "length_s": 1800,
            "highest_cc": 4011,
            "ended": "done",
        },
        {
            "n": 12,
            "routine": "stress-relief",
            "start": None,
            "length_s": 610,
            "highest_cc": 3870,
            "ended": "stopped",
        },
    ]
    assert (shown["hours"]["sessions"], shown["hours"]["pad_s"]) == (214, 144360)
    assert shown["hours"]["motors"][1] == {"plays": "left arch, heel", "s": 39000}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--csv", "-", "--json"], "--csv and --json exclude each other. Give one of them."),
        (
            ["--calendar", "--hours", "--json"],
            "--calendar and --hours and --json exclude each other. Give one of them.",
        ),
        (
            ["--last", "0"],
            "--last: 0 is out of range. Allowed: a whole number from 1 on. "
            "See solewave log --help.",
        ),
    ],
)
def test_what_cannot_be_asked(device, capsys, words, said):
    assert run(["log", *words]) == 1
    assert capsys.readouterr().err == f"solewave: {said}\n"
    assert device.requests == []


def test_firmware_that_keeps_no_log(device, capsys):
    device._do_log = lambda _: {"code": "unknown-verb", "say": "no such request: log"}
    assert run(["log"]) == 2
    assert "the same version" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("zone_motors", "count", "names"),
    [
        (range(10), 10, ["left toes", "left ball", "left solar plexus", "left arch", "left heel",
                         "right toes", "right ball", "right solar plexus", "right arch",
                         "right heel"]),
        ([0, 0, 0, 1, 1, 2, 2, 2, 3, 3], 4,
         ["left toes, ball, solar plexus", "left arch, heel",
          "right toes, ball, solar plexus", "right arch, heel"]),
        ([0] * 5 + [1] * 5, 2, ["left foot", "right foot"]),
        ([0] * 10, 1, ["both feet"]),
        ([], 2, ["motor 1", "motor 2"]),
    ],
)  # fmt: skip
def test_a_motor_goes_by_the_zones_that_it_plays(zone_motors, count, names):
    assert usage.motor_names(list(zone_motors), count) == names
