"""docs/simulate.md: its outputs are those of the commands above them, its tables are complete."""

import re
import shlex
import subprocess
import sys

import pytest
from pages import DOCS, blocks
from rigs.guests import REPOSITORY, UNIX64
from rigs.two_runtimes import require
from solewave.commands.simulate import command
from solewave.simulate.trace import columns

PAGE = DOCS / "simulate.md"
TYPED = [block for block in blocks(PAGE) if block.text.startswith("$ ")]


def without_figures(text):
    """What stays the same when a figure changes: words, lines and order."""
    return re.sub(r"[ \d:.+()-]+", " ", text)


@pytest.mark.parametrize("block", TYPED, ids=str)
def test_an_output_is_what_the_command_prints(block):
    require(UNIX64)
    typed, _, shown = block.text.partition("\n")
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(typed)[1:]], cwd=REPOSITORY,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert without_figures(done.stdout) == without_figures(shown)


def test_every_option_and_every_column_is_on_the_page():
    text = PAGE.read_text("utf-8")
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert any(f"`{name}" in text for name in parameter.opts), parameter.name
    for name in columns(b"", ["left_heel"], []):
        general = re.sub(r"(left|right)_(toes|ball|solar_plexus|arch|heel)", "ZONE", name)
        assert f"`{general}`" in text
