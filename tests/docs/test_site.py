"""The documentation as a site: it is built without a warning, and without the internet."""

import os
import re
import subprocess
import sys

from pages import DOCS
from rigs.guests import REPOSITORY


def test_the_site_is_built_without_a_warning_and_asks_nobody_for_anything(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", tmp_path],
        cwd=REPOSITORY,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    built = {file.relative_to(tmp_path).with_suffix(".md") for file in tmp_path.rglob("*.html")}
    pages = {page.relative_to(DOCS) for page in DOCS.rglob("*.md")}
    index = (DOCS / "boards" / "README.md").relative_to(DOCS)
    assert pages - {index} <= built
    loaded = re.compile(
        r'<(?:script|img|source)[^>]+src="https?://|<link[^>]+stylesheet[^>]+https?:'
    )
    for file in tmp_path.rglob("*.html"):
        assert not loaded.search(file.read_text("utf-8")), file
