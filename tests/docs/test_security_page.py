"""docs/security.md: every test that it names exists."""

import ast
import re

import pytest
from rigs.guests import REPOSITORY

PAGE = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))
ROWS = [row.split("|")[1:4] for row in PAGE.splitlines() if row.startswith("| **")]


def test_there_is_something_to_look_at():
    assert len(NAMED) > 20
    assert len(ROWS) > 10


@pytest.mark.parametrize(("path", "name"), NAMED, ids=lambda part: part or "file")
def test_every_test_that_the_page_names_exists(path, name):
    tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert not name or name in defined


def test_every_threat_has_a_test_or_says_why_none_is_needed():
    without = [who.strip() for who, _, shown in ROWS if "tests/" not in shown]
    assert without == ["**a stolen laptop**"]
