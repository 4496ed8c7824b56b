"""solewave bedtime, and what else keeps the massager's clock."""

import json
from datetime import datetime

import pytest
from solewave import device_clock

NOW = datetime(2026, 11, 23, 21, 40, 5)
EXPLAINED = "It only invites: a press of its button starts, and without one nothing does.\n"


@pytest.fixture(autouse=True)
def surroundings(plugged_in, monkeypatch):
    monkeypatch.setattr(device_clock.Computer, "now", staticmethod(lambda: NOW))
    plugged_in.patterns = {"better-sleep": b"x", "feathers": b"x"}


def test_a_bedtime_sets_the_clock_and_says_when_it_invites(solewave, device):
    assert solewave("bedtime", "23:00", "--days", "mon-fri") == (
        0,
        "bedtime   23:00, Mon-Fri, better-sleep\n"
        "invites   Monday 22:00 to 22:30\n"
        "clock     Monday 2026-11-23 21:40:05, set to this computer's\n" + EXPLAINED,
        "",
    )
    assert device.clock == "2026-11-23T21:40:05"
    assert device.sent("set") == [
        {"bedtime": {"at_min": 1380, "days": 31, "routine": "better-sleep", "pulse": False}}
    ]


def test_what_is_not_given_stays_as_it_was(solewave, device):
    solewave("bedtime", "23:00", "--days", "mon-fri", "--pulse")
    solewave("bedtime", "22:30")
    solewave("bedtime", "--routine", "feathers")
    assert solewave("bedtime")[1].startswith(
        "bedtime   22:30, Mon-Fri, feathers, with a soft pulse\n"
    )
    solewave("bedtime", "--days", "daily", "--no-pulse")
    assert device.settings["bedtime"] == {
        "at_min": 1350,
        "days": 127,
        "routine": "feathers",
        "pulse": False,
    }


def test_off_takes_it_back(solewave, device):
    solewave("bedtime", "23:00")
    code, out, _ = solewave("bedtime", "off")
    assert (code, out.splitlines()[0]) == (0, "bedtime   none")
    assert device.settings["bedtime"] is None
    assert EXPLAINED not in out
    assert "invites" not in out


@pytest.mark.parametrize(
    ("clock", "said", "is_set"),
    [
        ("2026-11-23T21:40:05", "as this computer's", False),
        ("2026-11-23T21:40:50", "45 s ahead of this computer's", False),
        ("2026-11-23T21:38:00", "2 min behind this computer's; set", True),
        ("2026-11-23T22:40:05", "60 min ahead of this computer's; set", True),
        ("2026-11-20T21:40:05", "3 days behind this computer's; set", True),
        (None, "not set; set", True),
    ],
)
def test_showing_it_puts_the_clock_right(solewave, device, clock, said, is_set):
    device.settings["bedtime"] = {"at_min": 1380, "days": 127, "routine": "better-sleep"}
    device.clock = clock
    shown = next(row for row in solewave("bedtime")[1].splitlines() if row.startswith("clock"))
    assert said in shown
    assert shown.endswith("; set to this computer's now") is is_set
    assert device.clock == ("2026-11-23T21:40:05" if is_set else clock)


def test_the_clock_is_put_right_without_a_bedtime_too(solewave, device):
    shown = (
        "bedtime   none\n"
        "clock     Monday 2026-11-23 21:40:05, not set; set to this computer's now\n"
    )
    assert solewave("bedtime") == (0, shown, "")
    assert device.clock == "2026-11-23T21:40:05"


def test_for_programs(solewave, device):
    solewave("bedtime", "0:30", "--days", "mon")
    assert json.loads(solewave("bedtime", "--json")[1]) == {
        "bedtime": {"at_min": 30, "days": 1, "routine": "better-sleep", "pulse": False},
        "clock": "2026-11-23T21:40:05",
        "clock_ahead_s": 0,
        "invites": {"from": "2026-11-23T23:30:00", "until": "2026-11-24T00:00:00"},
        "stored": True,
        "broken": False,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["24:00"], '"24:00" is no time of day. Write hours and minutes, 0:00 to 23:59, '),
        (["23:00", "--days", "mo"], '"mo" is no day. Allowed: mon, tue, '),
        (["23:00", "--routine", "Sleep"], '"Sleep" cannot be a pattern\'s name. '),
        (["off", "--pulse"], "`off` takes no options. Say `solewave bedtime off`."),
    ],
)
def test_what_is_no_bedtime_is_not_asked_of_the_massager(solewave, device, words, said):
    code, out, err = solewave("bedtime", *words)
    assert (code, out) == (1, "")
    assert err.startswith(f"solewave: {said}")
    assert device.requests == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["23:00", "--routine", "feather"],
            "the massager has no pattern feather. Did you mean feathers? "
            "It has: better-sleep, feathers.",
        ),
        (
            ["23:00", "--routine", "gentle-flow"],
            "the massager has no pattern gentle-flow. It is one of the shipped routines: "
            "`solewave upload gentle-flow` brings it there.",
        ),
        (
            ["--pulse"],
            "the massager has no bedtime yet. Give one: `solewave bedtime 23:00` and options.",
        ),
    ],
)
def test_a_refused_bedtime_changes_nothing(solewave, device, words, said):
    assert solewave("bedtime", *words) == (1, "", f"solewave: {said}\n")
    assert (device.settings["bedtime"], device.clock) == (None, None)


# What else keeps the clock


def test_status_names_the_bedtime_and_brings_the_clock_along(solewave, device):
    device.settings["bedtime"] = {"at_min": 1350, "days": 127, "routine": "better-sleep"}
    out = solewave("status")[1]
    assert "bedtime   22:30, daily, better-sleep; invites now, until 22:00\n" in out
    assert device.clock == "2026-11-23T21:40:05"


def test_status_without_a_bedtime_brings_it_along_for_the_log(solewave, device):
    assert "bedtime" not in solewave("status")[1]
    assert device.clock == "2026-11-23T21:40:05"


def test_firmware_without_settings_has_a_status_all_the_same(solewave, device):
    device._do_settings = lambda _: {"code": "unknown-verb", "say": "no such request"}
    code, out, err = solewave("status")
    assert (code, err) == (0, "")
    assert out.startswith("board     Fake board")
    assert solewave("set")[0] == 2
