"""Benches to inject faults on: one of each interpreter, for all tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rigs.guests import UNIX64
from rigs.two_runtimes import require
from solewave.simulate import Bench


@pytest.fixture(scope="session")
def on_cpython() -> Iterator[Bench]:
    """A bench that runs the firmware on CPython."""
    with Bench(micropython=False) as bench:
        yield bench


@pytest.fixture(scope="session")
def on_micropython() -> Iterator[Bench]:
    """A bench that runs the firmware, compiled as for a board, on MicroPython."""
    require(UNIX64)
    with Bench(micropython=True) as bench:
        yield bench
