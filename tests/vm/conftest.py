"""Runs the files of this folder on two (some functions: three) interpreters."""

from __future__ import annotations

from pathlib import Path

import pytest
from rigs.two_runtimes import TwoRuntimeFile


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> TwoRuntimeFile | None:
    if not file_path.match("test_*.py"):
        return None
    file: TwoRuntimeFile = TwoRuntimeFile.from_parent(parent, path=file_path)
    return file
