"""Draws pictures/architecture.svg: who talks to whom, and what stands between a wish and an
output. `make pictures` runs it."""

from dataclasses import dataclass
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from solewave.preview import picture, style

WIDTH, HEIGHT = 10.0, 6.0
HOST, DEVICE, BOTH = "#dcebf5", "#f7e6d8", "#e3e8df"
FILE = Path(__file__).resolve().parent / "pictures" / "architecture.svg"


@dataclass(frozen=True)
class Box:
    """Left, lower edge, width and height in inches; modules and what they do."""

    x: float
    y: float
    wide: float
    high: float
    name: str
    about: str = ""
    color: str = style.PAPER


PANELS = (
    Box(0.1, 0.1, 4.2, 5.8, "computer: CPython, package solewave", color=HOST),
    Box(5.7, 0.1, 4.2, 5.8, "ESP32 or virtual board: MicroPython, package sole", color=DEVICE),
)
BOXES = {
    "commands": Box(0.4, 4.75, 3.6, 0.62, "solewave.commands", "a file for each verb"),
    "pattern": Box(0.4, 3.7, 1.7, 0.7, "solewave.pattern", "TOML to .sole"),
    "preview": Box(2.3, 3.7, 1.7, 0.7, "solewave.preview", "pictures"),
    "client": Box(0.4, 1.5, 3.6, 0.62, "solewave.client", "requests, uploads"),
    "transport": Box(0.4, 0.45, 3.6, 0.62, "solewave.transport", "the serial port"),
    "core": Box(
        2.9,
        2.55,
        4.2,
        0.72,
        "sole.core",
        "pattern check, player, frames, supervisor, limits",
        BOTH,
    ),
    "link": Box(6.0, 0.45, 1.7, 0.62, "sole.link", "bytes, frames"),
    "requests": Box(6.0, 1.5, 1.7, 0.62, "sole.requests", "who answers"),
    "loop": Box(6.0, 4.75, 1.7, 0.62, "sole.loop", "50 Hz"),
    "starter": Box(6.0, 3.7, 1.7, 0.7, "sole.starter", "host, button"),
    "massager": Box(8.0, 3.7, 1.7, 1.67, "sole.massager", "buttons\nsession, player\nsupervisor"),
    "drivers": Box(8.0, 1.5, 1.7, 0.62, "sole.drivers", "heater, motors, lamp"),
    "hal": Box(8.0, 0.45, 1.7, 0.62, "sole.hal", "pins; lease, watchdog"),
}
ARROWS = (
    ("commands", "pattern"),
    ("commands", "preview"),
    ("client", "transport"),
    ("link", "requests"),
    ("loop", "massager"),
    ("starter", "massager"),
    ("drivers", "hal"),
)


def draw() -> None:
    """Writes the picture."""
    with matplotlib.rc_context(picture.SETTINGS):
        figure = Figure(figsize=(WIDTH, HEIGHT), facecolor=style.PAPER)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
        axes.set_axis_off()
        for panel in PANELS:
            _box(axes, panel, style.QUIET)
            axes.text(panel.x + 0.15, panel.y + panel.high - 0.25, panel.name, weight="bold")
        for box in BOXES.values():
            _box(axes, box, style.INK)
            _words(axes, box)
        for first, second in ARROWS:
            _arrow(axes, *_facing(BOXES[first], BOXES[second]))
        _crossing(axes)
        figure.savefig(FILE, metadata={"Date": None})


def _crossing(axes: Axes) -> None:
    """The arrows that pass by other boxes, and the cable."""
    _arrow(axes, (2.2, 4.75), (2.2, 2.12))
    _arrow(axes, (7.35, 2.12), (7.35, 3.7))
    _arrow(axes, (8.85, 3.7), (8.85, 2.12))
    axes.text(8.95, 2.45, "permitted\nonly", color=style.QUIET, va="center")
    cable = FancyArrowPatch(
        (4.0, 0.76), (6.0, 0.76), arrowstyle="<|-|>", mutation_scale=14, linewidth=2.4,
        color=style.INK, shrinkA=0, shrinkB=0,
    )  # fmt: skip
    axes.add_patch(cable)
    axes.text(5, 0.92, "USB: frames of JSON", ha="center", weight="bold")
    axes.text(5, 0.5, "docs/protocol.md", ha="center", color=style.QUIET)


def _box(axes: Axes, box: Box, edge: str) -> None:
    shape = FancyBboxPatch(
        (box.x, box.y), box.wide, box.high, boxstyle="round,pad=0,rounding_size=0.08",
        facecolor=box.color, edgecolor=edge, linewidth=0.9,
    )  # fmt: skip
    axes.add_patch(shape)


def _words(axes: Axes, box: Box) -> None:
    lines = 1 + box.about.count("\n") + 1
    middle = box.x + box.wide / 2
    top = box.y + box.high / 2 + 0.1 * (lines - 1)
    axes.text(middle, top, box.name, ha="center", va="center", weight="bold")
    for row, text in enumerate(box.about.splitlines(), 1):
        axes.text(middle, top - 0.2 * row, text, ha="center", va="center", color=style.QUIET)


def _facing(first: Box, second: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow leaves the first box and meets the second."""
    if first.x + first.wide <= second.x:
        y = first.y + first.high / 2
        return (first.x + first.wide, y), (second.x, y)
    x = max(first.x, second.x) + min(first.wide, second.wide) / 2
    if first.y > second.y:
        return (x, first.y), (x, second.y + second.high)
    return (x, first.y + first.high), (x, second.y)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    how = {"arrowstyle": "-|>", "mutation_scale": 11, "shrinkA": 0, "shrinkB": 0}
    axes.add_patch(FancyArrowPatch(start, end, color=style.INK, linewidth=1.1, **how))


if __name__ == "__main__":
    draw()
