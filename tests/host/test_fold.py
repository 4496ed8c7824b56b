"""Long lines on a narrow terminal."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solewave.fold import fold
from terminal_screen import terminal

NOTE = "note             That was your first pattern. Now change a level and play it again."
WORDS = st.lists(st.text("ab.`:é", min_size=1, max_size=30), max_size=40).map(" ".join)


def test_what_fits_stays_as_it_is():
    assert fold("a  b" * 20, 80, 2) == "a  b" * 20


def test_further_lines_stand_below_the_text():
    assert fold(NOTE, 60, 17).split("\n") == [
        "note             That was your first pattern. Now change a",
        "                 level and play it again.",
    ]


@given(WORDS, st.integers(20, 120), st.integers(0, 30))
def test_no_word_is_lost_or_broken(text, columns, hang):
    folded = fold(text, columns, hang)
    assert folded.split() == text.split()
    for line in folded.split("\n"):
        assert (
            len(line) <= columns or " " not in line.strip() or "`" in line or columns < hang + 20
        )


@pytest.mark.parametrize("columns", [30, 40, 50, 60])
def test_a_command_can_be_copied(columns):
    for command in ("`solewave faults clear emergency-stop`", "solewave check a-pattern.toml"):
        text = f"Wrote what you asked for, all of it. Edit it, then: {command}"
        assert any(command in line for line in fold(text, columns, 2).split("\n"))


def test_a_terminal_gets_whole_words(tmp_path: Path):
    file = tmp_path / "x.toml"
    file.write_text('format = 1\n[section.a]\nlasts = "5 parsecs"\n')
    with terminal("check", str(file), columns=60) as shown:
        assert shown.ends() == 1
        assert "such as" in shown.words()
        assert all(row.startswith("  ") for row in shown.rows()[2:] if row)
        for row in shown.rows():
            assert len(row) <= 60
            assert not row.endswith(("Writ", "su"))
