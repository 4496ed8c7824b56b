"""One picture of a whole pattern, as PNG, SVG or PDF.

Everything has its place before anything is drawn: `solewave.preview.page` says where each
strip stands, `solewave.preview.labels` which text fits there.
"""

import io
import warnings
from functools import cache
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from solewave.preview import (
    lanes,
    panels,
    section_strip,
    style,
    title_strip,
    warning_strips,
)
from solewave.preview.canvas import Canvas
from solewave.preview.lettering import HOUSE, PLAIN, Lettering
from solewave.preview.page import MARGIN, WIDTH, Page
from solewave.preview.scene import Scene

SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "solewave",
    "pdf.fonttype": 42,
    "text.parse_math": False,
    "font.family": [HOUSE],
    "font.size": style.FONT,
    "path.simplify_threshold": 0.2,
}
COLORS = 128
NO_DATE: dict[str, dict[str, Any]] = {
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "ModDate": None},
}
"""The same pattern gives the same file."""


def draw(scene: Scene, kind: str, width_px: int, letters: Lettering = PLAIN) -> bytes:
    """The picture's file; `kind` is png, svg or pdf, `width_px` counts for png."""
    settings = {**SETTINGS, "font.family": list(letters.families)}
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = figure_of(scene, letters)
        out = io.BytesIO()
        if kind == "png":
            _save_png(figure, out, width_px)
        else:
            figure.savefig(out, format=kind, metadata=NO_DATE[kind])
    return out.getvalue()


def _save_png(figure: Figure, out: io.BytesIO, width_px: int) -> None:
    """In few colors: a picture of one blue and lines needs no more, and half the bytes."""
    figure.set_dpi(width_px / WIDTH)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    full = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    full.quantize(COLORS, dither=Image.Dither.NONE).save(out, "PNG")


def figure_of(scene: Scene, letters: Lettering = PLAIN) -> Figure:
    """The picture as a figure, everything in its place."""

    def wide(text: str, size: float = style.FONT, bold: bool = False) -> float:
        return measure(letters.shown(text), size, bold, letters.families)

    page = Page()
    plans = [
        title_strip.title(scene, page, wide),
        section_strip.sections(scene, page, wide),
        lanes.plan(scene, page),
        warning_strips.marks(scene, page, wide),
        panels.heat(scene, page),
        panels.current(scene, page),
        panels.time_axis(scene, page),
        section_strip.numbered_sections(scene, page, wide),
        warning_strips.listed(scene, page, wide),
    ]
    figure = Figure(figsize=(WIDTH, page.height + MARGIN), facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    canvas = Canvas(figure, scene.duration_ms, letters)
    for plan in plans:
        plan(canvas)
    return figure


@cache
def measure(
    text: str,
    size: float = style.FONT,
    bold: bool = False,
    families: tuple[str, ...] = PLAIN.families,
) -> float:
    """Inches that a text is wide."""
    weight = "bold" if bold else "normal"
    font = FontProperties(family=list(families), size=size, weight=weight)
    width, _, _ = _renderer().get_text_width_height_descent(text, font, False)
    return float(width) / _DPI


_DPI = 100.0


@cache
def _renderer() -> Any:
    canvas: Any = FigureCanvasAgg(Figure(dpi=_DPI))
    return canvas.get_renderer()
