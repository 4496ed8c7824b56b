"""The head of a picture: what it is, how long, on which board."""

from solewave.preview import style
from solewave.preview.canvas import Canvas
from solewave.preview.labels import shortened
from solewave.preview.page import MARGIN, WIDTH, Page
from solewave.preview.plan import Measure, Plan
from solewave.preview.scene import Scene


def title(scene: Scene, page: Page, measure: Measure) -> Plan:
    """What it is, how long, on which board."""
    head, below = page.add("title", 0.28), page.add("subtitle", 0.24)
    room = WIDTH - 2 * MARGIN
    text = shortened(scene.title, room, lambda part: measure(part, style.TITLE_FONT, True))
    facts = shortened(scene.facts, room, measure)

    def draw(canvas: Canvas) -> None:
        canvas.text(MARGIN, head.middle, text, "title", size=style.TITLE_FONT, weight="bold")
        canvas.text(MARGIN, below.middle, facts, "subtitle", color=style.QUIET)

    return draw
