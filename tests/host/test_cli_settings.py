"""solewave set, on a massager that answers, refuses and has lost its settings."""

import json

import pytest


@pytest.fixture(autouse=True)
def patterns(plugged_in):
    plugged_in.patterns = {"better-sleep": b"x", "feathers": b"x"}


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
    assert device.sent("set") == [
        {
            "intensity_pct": 80,
            "tempo_pct": 90,
            "heat_limit_cc": 4055,
            "favorite": "feathers",
            "volume_pct": 0,
        }
    ]
    assert solewave("set", "--no-favorite")[1].startswith("favorite    none; ")
    assert device.sent("set")[1:] == [{"favorite": None}]
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
                ["--heat-limit", text.strip("'")],
                f"--heat-limit: {text} is {wrong}. Allowed: a number from 30 to 42.",
            )
            for text, wrong in (
                ("29.99", "out of range"),
                ("42.01", "out of range"),
                ("inf", "out of range"),
                ("'warm'", "no number"),
                ("'40,5'", "no number"),
                ("'nan'", "no number"),
                ("''", "no number"),
            )
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
