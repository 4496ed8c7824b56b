"""Warnings: numbered badges below the lanes where they apply, and what they say at the end."""

from solewave.preview import style
from solewave.preview.canvas import Canvas
from solewave.preview.labels import spread, wrapped
from solewave.preview.marks import Mark
from solewave.preview.page import LEFT, MARGIN, WIDTH, Page
from solewave.preview.plan import PAD, Measure, Plan
from solewave.preview.scene import Scene

LISTED_MAX = 30
"""Warnings that are written out."""


def marks(scene: Scene, page: Page, measure: Measure) -> Plan:
    """A numbered badge where each warning applies, and a line through the lanes above."""
    timed = [(number, mark.at_ms) for number, mark in _known(scene) if mark.at_ms is not None]
    strip = page.add("marks", 0.22, 0.04) if timed else None

    def draw(canvas: Canvas) -> None:
        if strip is None:
            return
        top = page.strips["lanes"].top
        at = [(number, page.x_of(at_ms, canvas.duration_ms)) for number, at_ms in timed]
        for number, x in at:
            canvas.rule(x, top, strip.middle, f"mark-{number}", color=style.INK, dashes=(2, 2))
        for label in spread(at, LEFT - 0.2, WIDTH, lambda text: max(0.16, measure(text)) + PAD):
            gid = f"mark-number-{label.text}"
            canvas.badge(label.x, strip.middle, label.text, label.width - 0.04, gid)

    return draw


def listed(scene: Scene, page: Page, measure: Measure) -> Plan:
    """The warnings in words, below the picture."""
    room = WIDTH - 2 * MARGIN - 0.35
    known = _known(scene)
    told = [(str(number), mark.text) for number, mark in known[:LISTED_MAX]]
    if len(known) > LISTED_MAX:
        told.append(("", f"and {len(known) - LISTED_MAX} more: solewave check tells all"))
    blocks = [(number, wrapped(text, room, measure)) for number, text in told]
    gap = 0.12 if blocks else 0
    strip = page.add("warnings", sum(0.18 * len(lines) for _, lines in blocks), gap)

    def draw(canvas: Canvas) -> None:
        y = strip.top + 0.09
        for number, lines in blocks:
            if number:
                wide = max(0.16, measure(number) + 0.08)
                canvas.badge(MARGIN + 0.12, y, number, wide, f"warning-number-{number}")
            for place, line in enumerate(lines):
                canvas.text(MARGIN + 0.35, y, line, f"warning-{number}-{place}")
                y += 0.18

    return draw


def _known(scene: Scene) -> list[tuple[int, Mark]]:
    return list(enumerate(scene.marks, 1))
