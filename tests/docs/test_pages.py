"""Links of all pages lead somewhere, every page can be reached, every pattern is good."""

import re
import tomllib
from pathlib import Path

import pytest
from markdown.extensions.toc import slugify
from pages import DOCS, PAGES, blocks, prose
from rigs.guests import REPOSITORY
from solewave import pattern

BLOCKS = [one for page in PAGES for one in blocks(page)]
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)(?: \"[^\"]*\")?\)")
MADE_WRONG = 'kind = "efleurage"'
"""In the tutorial's first pattern, which is there to be refused."""


def headings(page: Path) -> set[str]:
    """The anchors of a page."""
    found = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {slugify(re.sub(r"[`*]", "", heading), "-") for heading in found}


def named(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        place, _, anchor = target.partition("#")
        file = (page.parent / place).resolve() if place else page
        assert file.exists(), target
        if anchor:
            assert anchor in headings(file), target


def test_every_page_and_picture_can_be_reached() -> None:
    linked = {DOCS / "index.md"}
    for page in PAGES:
        for target in LINK.findall(prose(page)):
            linked.add((page.parent / target.partition("#")[0]).resolve())
    there = {file for suffix in ("md", "svg", "png", "gif") for file in DOCS.rglob(f"*.{suffix}")}
    assert there - linked == set()


@pytest.mark.parametrize("block", [one for one in BLOCKS if one.language == "toml"], ids=str)
def test_patterns_in_the_text_are_good(block) -> None:
    data = tomllib.loads(block.text)
    if "section" in data and MADE_WRONG not in block.text:
        pattern.loads(block.text, str(block))
