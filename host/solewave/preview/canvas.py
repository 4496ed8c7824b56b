"""Draws on a figure in inches from its upper left corner, and over time in a strip."""

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Rectangle

from solewave.preview import style
from solewave.preview.lettering import PLAIN, Lettering
from solewave.preview.page import LEFT, PLOT, WIDTH, Strip


@dataclass(frozen=True)
class Canvas:
    """A figure whose plots all run from 0 to `duration_ms`."""

    figure: Figure
    duration_ms: int
    letters: Lettering = PLAIN

    @property
    def height(self) -> float:
        """Of the whole figure, in inches."""
        return float(self.figure.get_figheight())

    def text(self, x: float, y: float, text: str, gid: str, **how: Any) -> None:
        """Text at inches from the upper left, by default from `x` on and centered on `y`."""
        how = {"ha": "left", "va": "center_baseline", "color": style.INK, **how}
        self.figure.text(x / WIDTH, 1 - y / self.height, self.letters.shown(text), gid=gid, **how)

    def plot(self, strip: Strip, gid: str, **how: Any) -> Axes:
        """Axes over a strip, without ticks and frame, from 0 to the pattern's end."""
        place = (LEFT / WIDTH, 1 - (strip.top + strip.height) / self.height)
        size = (PLOT / WIDTH, strip.height / self.height)
        axes = self.figure.add_axes((*place, *size), gid=gid, **how)
        axes.set_xlim(0, self.duration_ms)
        axes.set_xticks([])
        axes.set_yticks([])
        for side in axes.spines.values():
            side.set_visible(False)
        return axes

    def box(self, x: float, y: float, width: float, height: float, **how: Any) -> None:
        """A rectangle by its upper left corner, in inches."""
        corner = (x / WIDTH, 1 - (y + height) / self.height)
        size = (width / WIDTH, height / self.height)
        self._add(Rectangle(corner, *size, transform=self.figure.transFigure, **how))

    def badge(self, x: float, y: float, text: str, width: float, gid: str) -> None:
        """A number in a round frame, centered at `x`, `y`."""
        height = 0.16
        place = FancyBboxPatch(
            (x - width / 2, self.height - y - height / 2),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={height / 2}",
            transform=self.figure.dpi_scale_trans,
            facecolor=style.WARNING,
            edgecolor="none",
        )
        self._add(place)
        how = {"ha": "center", "color": style.PAPER, "size": style.SMALL_FONT, "weight": "bold"}
        self.text(x, y, text, gid, **how)

    def rule(self, x: float, top: float, bottom: float, gid: str = "", **how: Any) -> None:
        """A vertical line, in inches."""
        ends = [1 - top / self.height, 1 - bottom / self.height]
        how = {"color": style.RULE, "linewidth": 0.6, "gid": gid, **how}
        self._add(Line2D([x / WIDTH] * 2, ends, transform=self.figure.transFigure, **how))

    def _add(self, artist: Any) -> None:
        self.figure.add_artist(artist)
