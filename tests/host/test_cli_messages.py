"""The command line as a process: what it says, word for word, and its exit codes."""

import json
import os
import subprocess
import sys

import pytest
from solewave.cli import VERBS

NAME_RULE = "A name has 1 to 32 characters a-z 0-9 - and begins with a letter or digit."

SHORT = """\
format = 1
title = "Short"
note = "Drink a glass of water."
[section.rub]
lasts = "65s"
[[section.rub.stroke]]
kind = "friction"
rate = "60/min"
level = 40
"""

FIVE_MISTAKES = """\
format = 1
titel = "Typo"
[section.rub]
lasts = "2 parsecs"
heat = 50
[[section.rub.stroke]]
kind = "efleurage"
zones = ["toe"]
"""


@pytest.fixture
def solewave(tmp_path):
    """Runs the command in an empty directory; (exit code, stdout, stderr)."""
    (tmp_path / "work").mkdir()
    environment = {**os.environ, "COLUMNS": "80", "SOLEWAVE_STATE_DIR": str(tmp_path / "state")}
    environment.pop("SOLEWAVE_PORT", None)

    def run(*words, **more):
        done = subprocess.run(
            [sys.executable, "-m", "solewave", *words],
            cwd=tmp_path / "work",
            env={**environment, **more},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    run.folder = tmp_path / "work"
    return run


@pytest.fixture
def short(solewave):
    (solewave.folder / "short.toml").write_text(SHORT)
    return "short.toml"


def test_alone_it_shows_help_that_fits_a_screen(solewave):
    code, out, err = solewave()
    rows = out.splitlines()
    assert (code, err) == (0, "")
    assert len(rows) <= 23
    assert max(len(row.rstrip()) for row in rows) <= 80
    listed = [word for row in rows[2:-2] for word in row.strip().partition("  ")[0].split()]
    assert listed == list(VERBS)


def test_a_login_without_a_runtime_directory_is_no_warning():
    script = "from solewave.virtual import registry; print(registry.folder().name)"
    hidden = ("XDG_RUNTIME_DIR", "SOLEWAVE_STATE_DIR")
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", script],
        env={name: value for name, value in os.environ.items() if name not in hidden},
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"running\n", b"")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stats"], 'there is no command "stats". Did you mean status?'),
        (["xyzzy"], 'there is no command "xyzzy". `solewave` alone lists them.'),
        (["play"], "Missing argument 'NAME|FILE'. See solewave play --help."),
        (
            ["play", "x", "--tempo", "10"],
            "--tempo: 10 is out of range. Allowed: a whole number from 50 to 200. "
            "See solewave play --help.",
        ),
        (
            ["play", "x", "--tempo", "fast"],
            "--tempo: 'fast' is no number. Allowed: a whole number from 50 to 200. "
            "See solewave play --help.",
        ),
        (["play", "Bad_Name"], f'"Bad_Name" cannot be a pattern\'s name. {NAME_RULE}'),
        (
            ["play", "none.toml"],
            "there is no file none.toml. Check the name and the directory; "
            "`solewave new NAME` writes a pattern to begin with.",
        ),
        (
            ["preview", "beter-sleep"],
            "there is no file beter-sleep. Did you mean better-sleep? Without a suffix it names "
            "a shipped routine: better-sleep, circulation, gentle-flow, solar-plexus, "
            "stress-relief.",
        ),
        (
            ["upload", "a.toml", "b.toml", "--name", "x"],
            "--name fits one file only. Upload the files one by one.",
        ),
        (
            ["--port", "virtual:fast", "status"],
            '"fast" is no speed of a virtual board. '
            "Give a number from 1 to 1000, for example virtual:20.",
        ),
    ],
)
def test_what_the_user_got_wrong(solewave, words, said):
    assert solewave(*words) == (1, "", f"solewave: {said}\n")


def test_where_the_encoding_has_only_ascii_blocks_and_degrees_have_their_nearest(solewave):
    code, out, _ = solewave("preview", "circulation", PYTHONIOENCODING="ascii")
    assert code == 0
    assert "?" not in out
    assert "- x3 " in out
    assert "target at most 38.0  C" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_forgotten_suffix(solewave):
    (solewave.folder / "evening.toml").touch()
    said = "solewave: there is no file evening. Did you mean evening.toml?\n"
    assert solewave("preview", "evening") == (1, "", said)


def test_a_port_that_is_not_there(solewave):
    assert solewave("--port", "/dev/no-such", "status") == (
        2,
        "",
        "solewave: there is no port /dev/no-such. Check the cable, or leave --port out "
        "to let solewave look for the massager.\n",
    )


def test_a_prompt_instead_of_a_massager(solewave, device):
    device.on_bytes = lambda data: data + b"\r\n>>> "
    code, out, err = solewave("status", "--port", device.port)
    assert (code, out) == (2, "")
    assert err == (
        f"solewave: MicroPython's prompt answers on {device.port}, but Solewave does not run "
        "there. Press the board's reset button; if that does not help, put the firmware on it.\n"
    )


def test_a_bug_of_ours_is_short_and_says_where_the_traceback_is(solewave, device, tmp_path):
    bug = "import solewave.client\nsolewave.client.patterns = lambda _: 'none' / 2\n"
    (tmp_path / "sitecustomize.py").write_text(bug)
    code, _, err = solewave("list", "--port", device.port, PYTHONPATH=str(tmp_path))
    assert code == 3
    assert "Traceback" not in err
    assert err.startswith("solewave: this is a bug in solewave: TypeError: ")
    assert "Please report it" in err
    (report,) = (tmp_path / "state").glob("bug-*.txt")
    assert str(report) in err
    assert "Traceback (most recent call last)" in report.read_text()


# Patterns


def test_new_writes_a_pattern_that_is_good_and_is_not_overwritten(solewave):
    assert solewave("new", "my-first") == (
        0,
        "Wrote my-first.toml, and pattern.schema.json for your editor. "
        "Edit it, then: solewave check my-first.toml\n",
        "",
    )
    assert 'title = "My first"' in (solewave.folder / "my-first.toml").read_text()
    assert solewave("check", "my-first.toml")[0] == 0
    code, _, err = solewave("new", "my-first")
    assert (code, err) == (1, "solewave: my-first.toml exists already. Choose another name.\n")


def test_new_refuses_a_name_that_the_massager_would_refuse(solewave):
    assert solewave("new", "My First") == (
        1,
        "",
        f'solewave: "My First" cannot be a pattern\'s name. {NAME_RULE}\n',
    )
    assert not list(solewave.folder.iterdir())


def test_check_says_one_line_for_a_good_file(solewave, short):
    code, out, err = solewave("check", short)
    assert (code, err) == (0, "")
    assert out.startswith("short.toml: good: Short, 1:05 min, 1 section (rub), ")
    assert out.count("\n") == 1


def test_check_says_all_mistakes_at_once_and_goes_on_with_the_next_file(solewave, short):
    (solewave.folder / "five.toml").write_text(FIVE_MISTAKES)
    code, out, err = solewave("check", "five.toml", short)
    assert code == 1
    assert "short.toml: good" in out
    places = [(line.split(": ")[0], line.split(": ")[1]) for line in err.splitlines()]
    assert places == [
        ("five.toml:2", "titel"),
        ("five.toml:4", "section.rub.lasts"),
        ("five.toml:5", "section.rub.heat"),
        ("five.toml:7", "section.rub.stroke[0].kind"),
        ("five.toml:8", "section.rub.stroke[0].zones[0]"),
    ]
    for meant in ('"title"', '"effleurage"', '"toes"'):
        assert f"Did you mean {meant}" in err


def test_check_for_programs(solewave, short):
    (solewave.folder / "five.toml").write_text(FIVE_MISTAKES)
    code, out, err = solewave("check", "--json", "five.toml", short, "none.toml")
    bad, good, missing = json.loads(out)
    assert (code, err) == (1, "")
    assert [problem["line"] for problem in bad["problems"]] == [2, 4, 5, 7, 8]
    assert (good["ok"], good["duration_ms"], good["sections"]) == (True, 65000, ["rub"])
    assert (missing["ok"], missing["problems"][0]["what"]) == (False, "there is no file none.toml")


def test_mistakes_are_never_uploaded(solewave, device, short):
    (solewave.folder / "five.toml").write_text(FIVE_MISTAKES)
    code, _, err = solewave("--port", device.port, "upload", short, "five.toml")
    assert (code, len(err.splitlines())) == (1, 5)
    assert device.requests == []


def test_a_damaged_compiled_file_is_refused_before_anything_is_opened(solewave):
    (solewave.folder / "x.sole").write_bytes(b"SOLE" + bytes(40))
    code, _, err = solewave("upload", "x.sole")
    assert code == 1
    assert err.startswith("solewave: x.sole: not a pattern that a massager plays: format 0.0")
    assert "(pattern-version)" in err


# A massager


def test_upload_list_get_remove(solewave, device, short):
    port = ("--port", device.port)
    code, out, err = solewave(*port, "upload", short)
    assert (code, err) == (0, "")
    size = len(device.patterns["short"])
    assert (code, out, err) == (0, f"short: uploaded, {size} bytes\n", "")
    assert solewave(*port, "upload", short)[1] == f"short: there already, {size} bytes\n"
    assert solewave(*port, "list") == (
        0,
        f"NAME   MINUTES  BYTES  TITLE\nshort     1:05  {size:>5}  Short\n400000 bytes free\n",
        "",
    )
    assert solewave(*port, "get", "short") == (0, f"Wrote short.sole, {size} bytes\n", "")
    assert (solewave.folder / "short.sole").read_bytes() == device.patterns["short"]
    assert solewave(*port, "get", "short")[2] == (
        "solewave: short.sole exists already. Name another file with --output.\n"
    )
    assert solewave(*port, "remove", "short") == (0, "Removed short\n", "")
    assert solewave(*port, "remove", "short") == (
        1,
        "",
        "solewave: the massager refused: no pattern of that name (no-pattern). "
        "`solewave list` shows what the massager has.\n",
    )
    assert solewave(*port, "list")[1].startswith("No patterns yet: solewave upload FILE.toml\n")


def test_list_and_upload_for_programs(solewave, device, short):
    port = ("--port", device.port)
    uploaded = json.loads(solewave(*port, "upload", "--json", "--name", "other", short)[1])
    assert [(one["name"], one["was_stored"], one["stored"]) for one in uploaded] == [
        ("other", False, True)
    ]
    listed = json.loads(solewave(*port, "list", "--json")[1])
    assert [one["name"] for one in listed["patterns"]] == ["other"]
    assert listed["free"] == 400000


def test_an_upload_while_a_session_plays_says_that_it_waits(solewave, device, short):
    device.end_stored = False
    out = solewave("--port", device.port, "upload", short)[1]
    assert out.endswith("bytes; written to flash when the session ends\n")


def test_a_shipped_routine_goes_by_its_name(solewave, device):
    assert solewave("--port", device.port, "upload", "better-sleep")[0] == 0
    assert list(device.patterns) == ["better-sleep"]


def test_status(solewave, device):
    assert solewave("--port", device.port, "status") == (
        0,
        "board     Fake board, firmware 0.1.0\n"
        "state     idle\n"
        "pad       25.0 °C, heat off\n"
        "up        1:01 min, 98765 bytes of memory free\n"
        "ticks     3050, 2 late, longest 4.3 ms\n"
        "frames    9 good, 1 bad\n",
        "",
    )


def test_status_with_a_fault(solewave, device):
    device.state.update(state="fault", fault="sensor-open", temp_cc=None)
    out = solewave("--port", device.port, "status")[1]
    assert "FAULT     sensor-open. Unplug the massager and check the thermistor" in out
    assert "pad       --.- °C, heat off" in out


def test_status_for_programs_and_the_port_from_the_environment(solewave, device):
    status = json.loads(solewave("status", "--json", SOLEWAVE_PORT=device.port)[1])
    assert (status["state"], status["late"], status["hello"]["board"]) == ("idle", 2, "fake")


@pytest.mark.parametrize(("verb", "said"), [("stop", "Stopping\n")])
def test_stop_is_never_refused(solewave, device, verb, said):
    assert solewave("--port", device.port, verb) == (0, said, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["pause"],
            "the massager refused: no session (not-playing). Start one with `solewave play`.",
        ),
        (["resume"], "nothing is paused. Start a session with `solewave play`."),
        (["watch"], "nothing plays. Start a session with `solewave play`."),
        (
            ["play", "better-sleep"],
            "the massager has no pattern better-sleep. It is one of the shipped routines: "
            "`solewave upload better-sleep` brings it there.",
        ),
        (
            ["play", "feather"],
            "the massager has no pattern feather. Did you mean feathers? It has: feathers.",
        ),
    ],
)
def test_what_cannot_be_done_now(solewave, device, words, said):
    device.patterns["feathers"] = b"x"
    assert solewave("--port", device.port, *words) == (1, "", f"solewave: {said}\n")
