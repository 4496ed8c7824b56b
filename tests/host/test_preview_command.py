"""solewave preview: what it writes, what it prints, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from solewave.cli import run
from terminal_screen import terminal

PATTERN = """\
format = 1
title = "Taps"
[section.tap]
lasts = "4s"
[[section.tap.stroke]]
kind = "tapotement"
rate = "300/min"
tap = "20ms"
level = 40
"""
KINDS = "Allowed: .png .svg .pdf .gif .mp4."


@pytest.fixture
def preview(folder, solewave):
    """Previews taps.toml; (exit code, stdout, stderr)."""
    (folder / "taps.toml").write_text(PATTERN)

    def run_with(*words, file="taps.toml"):
        return solewave("preview", file, *words)

    return run_with


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.pdf", b"%PDF"), ("A.GIF", b"GIF89a")],
)
def test_the_suffix_says_what_is_drawn(preview, folder, name, begins):
    code, out, err = preview("-o", name)
    assert code == 0
    assert (folder / name).read_bytes().startswith(begins)
    assert out.startswith(f"{name}: Taps, 0:04 min, 1 section, heat and current of ")
    assert "warning: line 8, section.tap.stroke[0].tap: pulses of 20ms are hardly felt." in err


def test_piped_it_is_plain_text_with_the_warnings_below(preview, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = preview()
    assert code == 0
    assert "\x1b" not in out
    assert out.splitlines()[0] == "Taps"
    assert " 1  line 8, section.tap.stroke[0].tap: pulses of 20ms are hardly felt." in out


def test_json_holds_the_samples_and_the_file_that_was_written(preview):
    code, out, _ = preview("--json", "-o", "a.svg")
    found = json.loads(out)
    assert code == 0
    assert found["written"] == "a.svg"
    assert found["duration_ms"] == 4000
    assert found["warnings"][0]["at_ms"] == 0
    assert max(found["lanes"][0]["peak_pct"]) == pytest.approx(40, abs=0.5)


def test_on_a_board_it_shows_the_drive_of_its_motors(preview):
    found = json.loads(preview("--json", "--board", "xiao-esp32s3")[1])
    assert found["on_board"]
    assert found["lanes"][0]["played_by"] == "left_ball"
    assert max(found["lanes"][1]["peak_pct"]) == pytest.approx(100, abs=0.5)  # the kick


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("-o", "a.jpg"), f'a.jpg: ".jpg" is no kind of picture. {KINDS}'),
        (("-o", "picture"), f"picture: the name has no suffix. {KINDS}"),
        (("-o", "none/a.png"), "there is no directory none. Make it, or name another."),
        (("-o", "folder.png"), "folder.png is a directory. Name a file in it."),
        (
            ("-o", "a.png", "--speed", "3"),
            "--speed and --fps are for moving pictures. Name one: -o OUT.gif.",
        ),
        (("--width", "900"), "--width is for files. Name one: -o OUT.png."),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_drawn(preview, folder, words, what):
    (folder / "folder.png").mkdir()
    assert preview(*words) == (1, "", f"solewave: {what}\n")
    assert sorted(path.name for path in folder.iterdir()) == ["folder.png", "taps.toml"]


def test_a_file_that_cannot_be_written_is_said(preview, folder):
    (folder / "a.svg").symlink_to(folder / "gone" / "b.svg")
    code, _, err = preview("-o", "a.svg")
    assert code == 1
    assert "a.svg cannot be written: No such file or directory. Name another file with -o." in err


def test_a_broken_pattern_shows_all_that_check_shows(preview, folder, capsys):
    broken = PATTERN.replace("tapotement", "tapping").replace("4s", "4 parsecs")
    (folder / "broken.toml").write_text(broken)
    code, out, err = preview("-o", "a.png", file="broken.toml")
    assert (code, out) == (1, "")
    assert run(["check", "broken.toml"]) == 1
    assert capsys.readouterr().err == err
    assert len(err.splitlines()) == 2


def test_help_does_not_import_what_draws():
    code = (
        "import sys; from solewave.cli import run; run(['preview', '--help']); "
        "sys.exit(bool({'numpy', 'matplotlib', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("columns", [60, 200])
def test_on_a_terminal_it_fits_the_width_in_color(preview, folder, columns):
    with terminal("preview", str(folder / "taps.toml"), columns=columns, lines=60) as screen:
        assert screen.ends() == 0
        rows = screen.rows()
    assert b"\x1b[94m" in screen.raw
    assert rows[0] == "Taps"
    widest = max(len(row) for row in rows if row.startswith((" toes", "motors")))
    assert columns - 15 < widest <= columns
    assert sum(row.startswith(" heel") for row in rows) == 2
    assert any(row.startswith(" 1  line 8, section.tap") for row in rows)


def test_without_color_the_terminal_shows_what_a_pipe_gets(preview, folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    piped = preview()[1].splitlines()
    words = ("preview", str(folder / "taps.toml"))
    with terminal(*words, columns=80, lines=60, env={"NO_COLOR": "1"}) as screen:
        assert screen.ends() == 0
        rows = screen.rows()
    assert b"\x1b[94m" not in screen.raw
    assert rows[: len(piped)] == piped
