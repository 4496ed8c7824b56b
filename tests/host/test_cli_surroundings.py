"""Odd files, full disks and folders that cannot be made are the person's to mend, no bugs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from solewave import playable
from solewave.cli import run

PATTERN = """\
format = 1
title = "Short"
[section.rub]
lasts = "5s"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current directory with the good pattern short.toml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.toml").write_text(PATTERN)
    return tmp_path


@pytest.mark.parametrize("verb", ["check", "preview", "simulate"])
def test_a_file_whose_name_cannot_be_a_patterns(folder, capsys, verb):
    (folder / "short.toml").rename(folder / "睡眠.toml")
    assert run([verb, "睡眠.toml"]) == 1
    assert capsys.readouterr().err == (
        "solewave: 睡眠.toml: a pattern cannot be named after this file. A name has 1 to 32 "
        "characters a-z 0-9 - and begins with a letter or digit. Rename the file, or upload it "
        "with --name; its title may be anything.\n"
    )


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("After Work.toml", "after-work"),
        ("Mein Fußbad für Zoë.toml", "mein-fussbad-fur-zoe"),
        ("evening (2).toml", "evening-2"),
        ("_draft__1.0.toml", "draft-1-0"),
        ("crème brûlée!.toml", "creme-brulee"),
    ],
)
def test_what_people_call_files_becomes_a_name(folder, file, name):
    (folder / "short.toml").rename(folder / file)
    assert playable.load(file).name == name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["help"], 'there is no command "help". Did you mean --help?'),
        (["version"], 'there is no command "version". Did you mean --version?'),
        (["check", ""], "the name of the file is empty. Name a .toml or .sole file."),
        (
            ["flash", "--baud", "5"],
            "--baud: 5 is out of range. Allowed: a whole number from 9600 to 5000000. "
            "See solewave flash --help.",
        ),
        (
            ["simulate", "short.toml", "--room", "nan"],
            "--room: 'nan' is no number. Allowed: a number from 5 to 40. "
            "See solewave simulate --help.",
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_people_try_gets_an_answer_that_helps(capsys, words, said):
    assert run(words) == 1
    assert capsys.readouterr().err == f"solewave: {said}\n"


@pytest.mark.usefixtures("folder")
def test_a_pattern_that_only_lies_in_this_folder_can_be_brought():
    wanted = "short.toml lies here: `solewave upload short.toml` brings it there."
    assert playable.where_to_get("short", ["shorts"]) == wanted


@pytest.mark.parametrize("words", [["check", *["short.toml"] * 9], ["boards"], ["new", "x"]])
def test_a_reader_who_has_enough_ends_it_well(folder, words):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "solewave", *words],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_pattern_may_come_through_a_pipe():
    reader, writer = os.pipe()
    os.write(writer, PATTERN.encode())
    os.close(writer)
    try:
        assert playable.load(f"/dev/fd/{reader}").title == "Short"
    finally:
        os.close(reader)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["check", "short.toml"], ["check", "--help"], []])
def test_a_full_disk_is_no_bug(folder, words):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "solewave", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("solewave: No space left on device. Make room ")
    assert done.stderr.count("\n") == 1


def test_a_state_folder_that_cannot_be_made_is_no_bug(folder, monkeypatch, capsys):
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", "short.toml")
    assert run(["--port", "virtual", "status"]) == 1
    assert capsys.readouterr().err == (
        "solewave: the virtual board cannot keep its flash in short.toml/virtual: Not a "
        "directory. Let SOLEWAVE_STATE_DIR name a folder of yours.\n"
    )
