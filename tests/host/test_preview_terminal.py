"""The preview in a terminal, line for line, at three widths; and as JSON."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import preview_patterns
import pytest
from rich.cells import cell_len
from sole.core.zones import ZONES
from solewave import board, playable, shipped
from solewave.preview.report import SAMPLES, report
from solewave.preview.scene import compose
from solewave.preview.terminal import WIDTH_MAX, WIDTH_MIN, lines

GOLDEN = Path(__file__).parent / "preview_golden"
FIRST = str(shipped.path("examples") / "first-pattern.toml")


@cache
def first_on(board_name):
    """The first pattern's scene, on the reference massager or as a board plays it."""
    on = board.load(board_name) if board_name else None
    return compose(playable.load(FIRST, board=on), on)


def text_of(scene, width):
    return "".join(f"{line.plain}\n" for line in lines(scene, width))


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("on", [None, "xiao-esp32s3"])
def test_looks_as_it_did(width, on):
    """After a wanted change: delete tests/host/preview_golden/*.txt, run, look, keep."""
    found = text_of(first_on(on), width)
    file = GOLDEN / f"first-pattern-{on or 'reference'}-{width}.txt"
    if not file.exists():
        file.write_text(found, encoding="utf-8")
        pytest.fail(f"{file.name} was written: look at it and run again")
    assert found == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("index", [0, 3, 9, 20, 33])
def test_no_line_is_wider_than_the_terminal(index):
    scene = compose(preview_patterns.made(index))
    for width in (20, 60, 80, 133, 200, 500):
        room = min(max(width, WIDTH_MIN), WIDTH_MAX)
        assert all(cell_len(line.plain) <= room for line in lines(scene, width))
        for place in ("toes", "solar plexus", "heel"):
            rows = [line for line in lines(scene, width) if line.plain.startswith(f" {place}")]
            assert len(rows) == 2


def test_the_report_holds_all_that_the_picture_shows():
    found = report(compose(playable.load("circulation")))
    assert [lane["zone"] for lane in found["lanes"]] == list(ZONES)
    assert found["repeats"] == [{"times": 3, "start_ms": 180_000, "end_ms": 810_000}]
    assert found["sections"][0] == {"name": "warm-up", "start_ms": 0, "end_ms": 180_000}
    for samples in (found["lanes"][0]["peak_pct"], found["heat"]["pad_c"]):
        assert len(samples) == SAMPLES
    assert 35 < max(found["heat"]["pad_c"]) < 39
    assert found["heat"]["target_c"][0] == pytest.approx(30.2, abs=0.5)
    assert 0 < max(found["current"]["mean_ma"]) < found["current"]["budget_ma"]
    assert found["warnings"] == []
