"""The tutorial, typed by a test: every file saved, every command run, what it says compared."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator

from pages import DOCS, Block, blocks

LEFT_OUT = "..."
FAST, STEADY = "virtual:20", "virtual:5"
"""At twenty times the clock's speed a session ends when its host stands still for a quarter of a
second, as on a machine full of tests it may. They are typed at five times."""


def steps(block: Block) -> Iterator[tuple[str, list[str]]]:
    """(command, the lines that the page shows below it) of a console block."""
    command, shown = "", []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line)
    yield command, shown


def missing(shown: list[str], said: list[str]) -> str | None:
    """The first line shown that was not said, in this order; lines may only be left out at ..."""
    left, gap = iter(said), False
    for line in shown:
        if line == LEFT_OUT:
            gap = True
            continue
        found = line in left if gap else next(left, None) == line
        if not found:
            return line
        gap = False
    return None if gap or next(left, None) is None else "(it says more)"


def test_each_step_does_what_the_page_shows(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    environment = {**os.environ, "COLUMNS": "80", "SOLEWAVE_STATE_DIR": str(tmp_path / "state")}
    environment.pop("SOLEWAVE_PORT", None)
    typed = 0
    for block in blocks(DOCS / "tutorial.md"):
        if block.language == "toml":
            (work / block.title).write_text(block.text, "utf-8")
            continue
        assert block.language == "console", block
        for command, shown in steps(block):
            program, *words = shlex.split(command.replace(FAST, STEADY))
            assert program == "solewave", block
            done = subprocess.run(
                [sys.executable, "-m", "solewave", *words],
                cwd=work,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=120,
                check=False,
            )
            said = done.stdout.splitlines()
            assert missing(shown, said) is None, f"{block}: $ {command}\n{done.stdout}"
            assert done.returncode == (1 if "is no stroke" in done.stdout else 0)
            typed += 1
    assert typed >= 9
    assert (work / "after-work.png").read_bytes().startswith(b"\x89PNG")
