"""The pages of the documentation, and what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rigs.guests import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted((*DOCS.rglob("*.md"), *REPOSITORY.glob("*.md")))
_BLOCK = re.compile(r"^( *)```(.*)\n((?:.*\n)*?)\1```$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the title it is given, and what it holds."""

    page: Path
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(REPOSITORY)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text("utf-8")
    for found in _BLOCK.finditer(text):
        language, _, more = found[2].partition(" ")
        title = re.search(r'title="([^"]*)"', more)
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, line, language, title[1] if title else "", found[3])


def prose(page: Path) -> str:
    """A page without its blocks, fenced or indented."""
    text = _BLOCK.sub("", page.read_text("utf-8"))
    return re.sub(r"(?<=\n\n)(?: {4}.*\n+)+", "", text)
