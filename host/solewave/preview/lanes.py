"""Ten lanes, five of each foot: how strongly every zone is driven, over time."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from sole.core.zones import COUNT, FEET, PLACES

from solewave.preview import style
from solewave.preview.canvas import Canvas
from solewave.preview.page import LEFT, MARGIN, Page, Strip
from solewave.preview.plan import Plan
from solewave.preview.scene import Floats, Scene, binned

LANE = 0.3
FOOT_GAP = 0.12
BINS = 600
"""Along the time axis. Of each the mean is drawn dark and the peak light."""
OFF_PCT = 1.0
"""How far the drawn outline may be from a level."""


def plan(scene: Scene, page: Page) -> Plan:
    """Reserves the lanes and gives what draws them."""
    whole = page.add("lanes", COUNT * LANE + FOOT_GAP, 0.06)
    peak, mean = binned(scene.lanes_pct, BINS)

    def draw(canvas: Canvas) -> None:
        for zone in range(COUNT):
            _lane(canvas, scene, zone, _strip(whole, zone), (peak[:, zone], mean[:, zone]))
        for foot, name in enumerate(FEET):
            top, bottom = _strip(whole, foot * 5), _strip(whole, foot * 5 + 4)
            y = (top.top + bottom.top + bottom.height) / 2
            how = {"rotation": 90, "ha": "center", "va": "center", "weight": "bold"}
            canvas.text(MARGIN + 0.05, y, f"{name} foot", f"foot-{name}", **how)

    return draw


def _strip(whole: Strip, zone: int) -> Strip:
    gap = FOOT_GAP if zone >= 5 else 0
    return Strip(whole.top + zone * LANE + gap, LANE)


def _lane(
    canvas: Canvas, scene: Scene, zone: int, strip: Strip, levels: tuple[Floats, Floats]
) -> None:
    foot, place = divmod(zone, 5)
    name = f"{FEET[foot]}_{PLACES[place]}"
    axes = canvas.plot(strip, f"lane-{name}")
    axes.set_ylim(0, 108)
    axes.set_facecolor(style.BAND if place % 2 else style.PAPER)
    axes.axhline(0, color=style.RULE, linewidth=0.8)
    _fill(axes, canvas.duration_ms, levels)
    label, stand_in = PLACES[place].replace("_", " "), scene.stand_in(zone)
    color = style.INK
    if stand_in is not None:
        color = style.QUIET
        _played_by(axes, canvas, stand_in)
    canvas.text(LEFT - 0.08, strip.middle, label, f"zone-{name}", ha="right", color=color)


def _fill(axes: Axes, duration_ms: int, levels: tuple[Floats, Floats]) -> None:
    peak, mean = levels
    if not peak.any():
        return
    times = (np.arange(len(peak)) + 0.5) * duration_ms / len(peak)
    # As an artist: `Axes.fill` would look at each edge for limits that are fixed anyway.
    if not np.array_equal(peak, mean):
        axes.add_artist(_area(times, peak, color=style.PEAK, gid="peak"))
    axes.add_artist(_area(times, mean, color=style.MEAN, gid="mean"))


def _area(times: Floats, values: Floats, **how: Any) -> Polygon:
    """What lies below a course of levels."""
    kept = _corners(values)
    along, up = times[kept], values[kept]
    corners = np.c_[np.r_[along[0], along, along[-1]], np.r_[0, up, 0]]
    return Polygon(corners, closed=True, linewidth=0, **how)


def _corners(values: Floats) -> list[int]:
    """Indices of the points that must be joined to meet all others (Douglas and Peucker)."""
    kept, open_spans = [], [(0, len(values) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        span = np.arange(first, last + 1)
        off = np.abs(values[span] - np.interp(span, (first, last), values[[first, last]]))
        worst = int(off.argmax())
        if off[worst] > OFF_PCT:
            open_spans += [(first + worst, last), (first, first + worst)]
        else:
            kept.append(first)
    return [*kept, len(values) - 1]


def _played_by(axes: Axes, canvas: Canvas, stand_in: str) -> None:
    foot, _, place = stand_in.partition("_")
    text = f"no motor: {foot} {place.replace('_', ' ')} plays this"
    axes.text(
        0.01 * canvas.duration_ms, 54, text, va="center_baseline", color=style.QUIET,
        size=style.SMALL_FONT, gid="stand-in",
    )  # fmt: skip
