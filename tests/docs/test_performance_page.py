"""docs/performance.md: every table comes from a benchmark that is there."""

import re

from rigs.guests import REPOSITORY

PAGE = (REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8")
BENCHMARKS = REPOSITORY / "benchmarks"
PLACES = re.findall(r"<!-- ([a-z_]+) -->\n(.*?)<!-- end -->", PAGE, re.DOTALL)


def test_every_table_has_a_benchmark_that_writes_it():
    names = [name for name, _ in PLACES if name != "machine"]
    assert len(names) >= 8
    for name in names:
        called = (f"bench_{name}", f"torture_{name}", name)
        scripts = [BENCHMARKS / f"{script}.py" for script in called]
        (script,) = [script for script in scripts if script.is_file()]
        assert f'publish("{name}"' in re.sub(r"\s*\n\s*", "", script.read_text(encoding="utf-8"))


def test_every_table_was_measured():
    assert [name for name, text in PLACES if not text.strip()] == []


def test_numbers_stand_in_tables_only():
    prose = re.sub(r"<!-- [a-z_]+ -->.*?<!-- end -->", "", PAGE, flags=re.DOTALL)
    assert "|" not in prose
