"""solewave set and bedtime, on a massager that answers, refuses and has lost its clock."""

import json
from datetime import datetime

import pytest
from fake_device import FakeDevice
from solewave import device_clock
from solewave.cli import run

NOW = datetime(2026, 11, 23, 21, 40, 5)
EXPLAINED = "It only invites: a press of its button starts, and without one nothing does.\n"


@pytest.fixture
def device(tmp_path, monkeypatch):
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(device_clock.Computer, "now", staticmethod(lambda: NOW))
    with FakeDevice() as made:
        monkeypatch.setenv("SOLEWAVE_PORT", made.port)
        made.patterns = {"better-sleep": b"x", "feathers": b"x"}
        yield made


@pytest.fixture
def solewave(device, capsys):
    """Runs a command line; (exit code, stdout, stderr)."""

    def go(*words):
        code = run(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return go


def sent(device, do):
    """The requests `do` as they came, without their ids."""
    return [
        {key: value for key, value in request.items() if key not in ("id", "do")}
        for request in device.requests
        if request["do"] == do
    ]


# set


def test_alone_it_shows_all_settings_and_changes_none(solewave, device):
    assert solewave("set") == (
        0,
        "intensity   100 %\n"
        "tempo       100 %\n"
        "heat limit  42.0 °C\n"
        "favorite    none; the button starts the last played\n"
        "volume      50 %\n"
        "bedtime     none\n",
        "",
    )
    assert device.verbs_seen == ["hello", "settings"]


def test_what_is_given_is_changed_and_nothing_else(solewave, device):
    words = ["--intensity", "80", "--heat-limit", "40.55", "--favorite", "feathers"]
    assert solewave("set", *words, "--tempo", "90", "--volume", "0") == (
        0,
        "intensity   80 %\n"
        "tempo       90 %\n"
        "heat limit  40.5 °C\n"
        "favorite    feathers\n"
        "volume      0 %\n"
        "Stored.\n",
        "",
    )
    assert sent(device, "set") == [
        {
            "intensity_pct": 80,
            "tempo_pct": 90,
            "heat_limit_cc": 4055,
            "favorite": "feathers",
            "volume_pct": 0,
        }
    ]
    assert solewave("set", "--no-favorite")[1].startswith("favorite    none; ")
    assert sent(device, "set")[1:] == [{"favorite": None}]
    assert json.loads(solewave("set", "--json")[1]) == {
        "intensity_pct": 80,
        "tempo_pct": 90,
        "heat_limit_cc": 4055,
        "favorite": None,
        "volume_pct": 0,
        "bedtime": None,
        "stored": True,
        "broken": False,
        "clock": None,
        "answered": False,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--intensity", "9"],
            "--intensity: 9 is out of range. Allowed: a whole number from 10 to 150.",
        ),
        (
            ["--tempo", "201"],
            "--tempo: 201 is out of range. Allowed: a whole number from 50 to 200.",
        ),
        (
            ["--volume", "101"],
            "--volume: 101 is out of range. Allowed: a whole number from 0 to 100.",
        ),
        *(
            (
                ["--heat-limit", text],
                f"Invalid value for '--heat-limit': \"{text}\" is no heat limit; "
                "allowed are 30 to 42 °C, for example 40.5.",
            )
            for text in ("29.99", "42.01", "warm", "40,5", "nan", "inf", "1e999", "")
        ),
    ],
)
def test_what_no_massager_allows_is_not_asked_of_it(solewave, device, words, said):
    assert solewave("set", *words) == (
        1,
        "",
        f"solewave: {said} See solewave set --help.\n",
    )
    assert device.requests == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--favorite", "Feathers"], '"Feathers" cannot be a pattern\'s name. A name has '),
        (
            ["--favorite", "feathers", "--no-favorite"],
            "--favorite and --no-favorite exclude each other. Give one of them.",
        ),
    ],
)
def test_a_favorite_that_cannot_be(solewave, device, words, said):
    code, out, err = solewave("set", *words)
    assert (code, out) == (1, "")
    assert err.startswith(f"solewave: {said}")
    assert device.requests == []


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("fethers", "Did you mean feathers? It has: better-sleep, feathers."),
        (
            "stress-relief",
            "It is one of the shipped routines: `solewave upload stress-relief` brings it there.",
        ),
    ],
)
def test_a_favorite_that_is_not_there_yet_is_set_with_a_warning(solewave, device, name, remedy):
    code, out, err = solewave("set", "--favorite", name)
    assert (code, out) == (0, f"favorite    {name}\nStored.\n")
    assert err == f"warning: the massager has no pattern {name} yet. {remedy}\n"
    assert device.settings["favorite"] == name


def test_a_session_delays_the_writing(solewave, device):
    device.settings_state["stored"] = False
    assert solewave("set", "--volume", "10") == (
        0,
        "volume      10 %\n",
        "It is kept, and written to flash after the session. A session that was started at the "
        "button gets no stronger and no warmer by it.\n",
    )


def test_defaults_that_stand_for_a_broken_file_are_named(solewave, device):
    device.settings_state["broken"] = True
    code, out, err = solewave("set")
    assert (code, out.count("\n")) == (0, 6)
    assert err == (
        "The settings on the massager's flash cannot be read; these are the defaults. "
        "Any `solewave set` writes them anew.\n"
    )
    assert json.loads(solewave("set", "--json")[1])["broken"] is True


def test_the_massager_has_the_last_word(solewave, device):
    device.refuse_set = {"code": "bad-args", "say": "volume_pct must be a whole number"}
    assert solewave("set", "--volume", "10") == (
        1,
        "",
        "solewave: the massager refused: volume_pct must be a whole number (bad-args). "
        "See the command's --help.\n",
    )


def test_settings_that_make_no_sense_are_no_bug_of_ours(solewave, device):
    device.settings["volume_pct"] = "loud"
    code, out, err = solewave("set")
    assert (code, out) == (2, "")
    assert err == (
        'solewave: the massager\'s answer to settings makes no sense: volume_pct is "loud", '
        "not a whole number from 0 to 100. Bring the firmware and solewave to the same version: "
        "`solewave update`, or `solewave flash` if that fails as well.\n"
    )


# bedtime


def test_a_bedtime_sets_the_clock_and_says_when_it_invites(solewave, device):
    assert solewave("bedtime", "23:00", "--days", "mon-fri") == (
        0,
        "bedtime   23:00, Mon-Fri, better-sleep\n"
        "invites   Monday 22:00 to 22:30\n"
        "clock     Monday 2026-11-23 21:40:05, set to this computer's\n" + EXPLAINED,
        "",
    )
    assert device.clock == "2026-11-23T21:40:05"
    assert sent(device, "set") == [
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
