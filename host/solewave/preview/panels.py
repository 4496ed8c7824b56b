"""Below the lanes: heat, current, and the time axis that all share."""

import numpy as np
from matplotlib.axes import Axes

from solewave.preview import style
from solewave.preview.canvas import Canvas
from solewave.preview.lanes import BINS
from solewave.preview.page import LEFT, Page, Strip
from solewave.preview.plan import Plan
from solewave.preview.scene import Floats, Scene, binned
from solewave.preview.timeaxis import ticks

HEAD = 0.24
TICKS_MAX = 12


def heat(scene: Scene, page: Page) -> Plan:
    """Target, pad and skin in degrees Celsius; nothing for a pattern without heat."""
    warmth = scene.warmth
    if warmth is None:
        return lambda _: None
    head, strip = page.add("heat-head", HEAD, 0.1), page.add("heat", 1.1)

    def draw(canvas: Canvas) -> None:
        axes = _panel(canvas, strip, "heat")
        every = max(1, len(warmth.pad_c) // BINS)
        times = np.arange(1, len(warmth.pad_c) + 1)[::every] * warmth.step_ms
        curves = {"target": warmth.target_c, "pad": warmth.pad_c, "skin": warmth.skin_c}
        for name, curve in curves.items():
            how = style.CURVES[name]
            axes.plot(times, curve[::every], label=name, gid=f"heat-{name}", **how)
        axes.set_ylim(*_range_c(warmth.pad_c, warmth.skin_c, warmth.target_c))
        _head(canvas, axes, head, "heat °C, by the model", "heat-title")
        _scale(canvas, axes, strip, "heat", "{:.0f}")

    return draw


def _range_c(*curves: Floats) -> tuple[float, float]:
    low = min(float(np.nanmin(curve)) for curve in curves)
    high = max(float(np.nanmax(curve)) for curve in curves)
    return low - 1, high + 1


def current(scene: Scene, page: Page) -> Plan:
    """What the motors take, and what the supply leaves them."""
    if not scene.drive.duty_q15.shape[1]:
        return lambda _: None
    head, strip = page.add("current-head", HEAD, 0.1), page.add("current", 0.8)
    peak, mean = binned(scene.drive.total_ma, BINS)

    def draw(canvas: Canvas) -> None:
        axes = _panel(canvas, strip, "current")
        times = (np.arange(len(peak)) + 0.5) * canvas.duration_ms / len(peak)
        for name, values, color in (("peak", peak, style.PEAK), ("mean", mean, style.MEAN)):
            gid = f"current-{name}"
            axes.fill_between(times, values, label=name, color=color, gid=gid, linewidth=0)
        budget = scene.drive.budget_ma
        axes.axhline(budget, label="supply's budget", gid="current-budget", **style.LIMIT)
        axes.set_ylim(0, max(budget, float(peak.max())) * 1.12 or 1)
        _head(canvas, axes, head, "motor current mA", "current-title")
        _scale(canvas, axes, strip, "current", "{:.0f}")

    return draw


def time_axis(scene: Scene, page: Page) -> Plan:
    """Times below everything, and hairlines up through the lowest panel."""
    strip = page.add("time", 0.24, 0.04)

    def draw(canvas: Canvas) -> None:
        panels = [page.strips[name] for name in ("heat", "current") if name in page.strips]
        for at_ms, text in ticks(scene.duration_ms, TICKS_MAX):
            x = page.x_of(at_ms, scene.duration_ms)
            for panel in panels:
                canvas.rule(x, panel.top, panel.top + panel.height, zorder=0)
            canvas.rule(x, strip.top - 0.04, strip.top + 0.01, color=style.INK)
            canvas.text(x, strip.middle + 0.02, text, f"time-{at_ms}", ha="center")

    return draw


def _panel(canvas: Canvas, strip: Strip, gid: str) -> Axes:
    axes = canvas.plot(strip, gid)
    axes.patch.set_visible(False)
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(style.INK)
    return axes


def _head(canvas: Canvas, axes: Axes, strip: Strip, text: str, gid: str) -> None:
    canvas.text(LEFT, strip.middle, text, gid, weight="bold")
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=4, frameon=False, borderpad=0.2,
        borderaxespad=0, columnspacing=1.6, handlelength=2.4,
    )  # fmt: skip


def _scale(canvas: Canvas, axes: Axes, strip: Strip, name: str, how: str) -> None:
    """Three or four round values at the left."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    low, high = axes.get_ylim()
    for value in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high):
        if not low <= value <= high:
            continue
        axes.axhline(value, color=style.RULE, linewidth=0.6, zorder=0)
        y = strip.top + strip.height * (high - value) / (high - low)
        gid = f"{name}-scale-{value:g}"
        canvas.text(LEFT - 0.08, y, how.format(value), gid, ha="right", color=style.QUIET)
