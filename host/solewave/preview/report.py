"""The preview for programs: the same things as in the picture, sampled."""

from typing import Any

import numpy as np
from sole.core.zones import COUNT, ZONES

from solewave.preview.scene import Floats, Scene, binned

SAMPLES = 240
"""Over the whole pattern; short ones have one for each step of the player."""


def report(scene: Scene) -> dict[str, Any]:
    """What `solewave preview --json` prints. Each list of samples spans the whole pattern.

    Levels in percent (of drive if a board was named), temperatures in degrees Celsius or
    null where heat is off, currents in mA, times in ms from the start.
    """
    return {
        "name": scene.name,
        "title": scene.title,
        "duration_ms": scene.duration_ms,
        "board": scene.board.name,
        "on_board": scene.on_board,
        "sections": [
            {"name": span.name, "start_ms": span.start_ms, "end_ms": span.end_ms}
            for span in scene.timeline.spans
        ],
        "repeats": [
            {"times": one.times, "start_ms": one.start_ms, "end_ms": one.end_ms}
            for one in scene.timeline.brackets
        ],
        "lanes": _lanes(scene),
        "heat": _heat(scene),
        "current": _current(scene),
        "warnings": [{"at_ms": mark.at_ms, "what": mark.text} for mark in scene.marks],
    }


def _lanes(scene: Scene) -> list[dict[str, Any]]:
    peak, mean = binned(scene.lanes_pct, SAMPLES)
    return [
        {
            "zone": ZONES[zone],
            "played_by": scene.stand_in(zone) or ZONES[zone],
            "peak_pct": _rounded(peak[:, zone]),
            "mean_pct": _rounded(mean[:, zone]),
        }
        for zone in range(COUNT)
    ]


def _heat(scene: Scene) -> dict[str, Any] | None:
    warmth = scene.warmth
    if warmth is None:
        return None
    target = binned(np.nan_to_num(warmth.target_c), SAMPLES)[0]
    return {
        "target_c": [value or None for value in _rounded(target)],
        "pad_c": _rounded(binned(warmth.pad_c, SAMPLES)[0]),
        "skin_c": _rounded(binned(warmth.skin_c, SAMPLES)[0]),
        "cut_ms": warmth.cut_ms,
    }


def _current(scene: Scene) -> dict[str, Any]:
    peak, mean = binned(scene.drive.total_ma, SAMPLES)
    return {
        "budget_ma": scene.drive.budget_ma,
        "peak_ma": _rounded(peak),
        "mean_ma": _rounded(mean),
    }


def _rounded(values: Floats) -> list[float]:
    return [round(value, 1) for value in values.tolist()]
