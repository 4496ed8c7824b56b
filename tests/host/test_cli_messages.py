"""What the user got wrong, and what answers is no massager: the words and the exit code."""

import pytest

NAME_RULE = "A name has 1 to 32 characters a-z 0-9 - and begins with a letter or digit."


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


def test_a_prompt_instead_of_a_massager(solewave, device):
    device.on_bytes = lambda data: data + b"\r\n>>> "
    code, out, err = solewave("status", "--port", device.port)
    assert (code, out) == (2, "")
    assert err == (
        f"solewave: MicroPython's prompt answers on {device.port}, but Solewave does not run "
        "there. Press the board's reset button; if that does not help, put the firmware on it.\n"
    )
