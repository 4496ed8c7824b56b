"""Sections and repeats above the lanes, and the list of those whose names did not fit there."""

from solewave.live import clock
from solewave.preview import style
from solewave.preview.canvas import Canvas
from solewave.preview.labels import repeat_text, shortened, spread
from solewave.preview.page import LEFT, MARGIN, PLOT, WIDTH, Page, Strip
from solewave.preview.plan import PAD, ROW, Measure, Plan
from solewave.preview.scene import Scene
from solewave.preview.timeline import Bracket, Span

BARE_DEPTH_MAX = 3
"""Repeats nested deeper have a bracket only where it can say how often."""
COLUMNS_MAX = 4
"""Of the list of sections."""


def sections(scene: Scene, page: Page, measure: Measure) -> Plan:
    """Brackets over what repeats, a box for each section, numbers below names that do not fit."""
    shown = _shown(scene, page, measure)
    rows = 1 + max((one.depth for one in shown), default=-1)
    brackets = [page.add(f"repeats-{row}", ROW) for row in range(rows)]
    boxes = page.add("sections", 0.24, 0.02)
    small = _numbered(scene, page, measure)
    numbers = page.add("numbers", ROW) if small else None

    def draw(canvas: Canvas) -> None:
        for one in scene.timeline.brackets:
            _folded(canvas, page, one, boxes)
        for one in shown:
            text = _repeat_text(one, scene, page, measure)
            _bracket(canvas, page, one, text, brackets[one.depth], measure)
        for place, span in enumerate(scene.timeline.spans):
            _box(canvas, page, span, place, boxes, measure)
        if numbers is not None:
            _numbers(canvas, page, small, numbers, measure)

    return draw


def _repeat_text(one: Bracket, scene: Scene, page: Page, measure: Measure) -> str:
    """How often, and what, where the names do not fit into their boxes; "" if too narrow."""
    room = _width(one.start_ms, one.end_ms, scene, page) - 4 * PAD
    spans = scene.timeline.first_pass(one)
    unnamed = not all(_fits(span, scene, page, measure) for span in spans)
    names = [span.name for span in spans] if unnamed else []
    return repeat_text(one.times, names, room, lambda text: measure(text, bold=True))


def _fits(span: Span, scene: Scene, page: Page, measure: Measure) -> bool:
    """Whether a section's name stands in its box."""
    return measure(span.name) <= _width(span.start_ms, span.end_ms, scene, page) - PAD


def _width(start_ms: int, end_ms: int, scene: Scene, page: Page) -> float:
    return page.x_of(end_ms, scene.duration_ms) - page.x_of(start_ms, scene.duration_ms)


def _bracket(
    canvas: Canvas, page: Page, one: Bracket, text: str, strip: Strip, measure: Measure
) -> None:
    left, right = (page.x_of(at, canvas.duration_ms) for at in (one.start_ms, one.end_ms))
    canvas.box(left, strip.middle, right - left, 0.015, color=style.INK, linewidth=0)
    for end in (left, right - 0.015):
        canvas.box(end, strip.middle, 0.015, strip.height / 2, color=style.INK, linewidth=0)
    if text:
        width = measure(text, bold=True) + 2 * PAD
        middle = (left + right) / 2
        canvas.box(middle - width / 2, strip.top, width, strip.height - 0.03, color=style.PAPER)
        gid = f"repeat-{one.depth}-{one.start_ms}"
        canvas.text(middle, strip.middle, text, gid, ha="center", weight="bold")


def _folded(canvas: Canvas, page: Page, one: Bracket, strip: Strip) -> None:
    """The passes after the first: hatched, with lines where one begins if they can be told."""
    starts = [one.start_ms + times * one.pass_ms for times in range(1, one.times)]
    left, right = (page.x_of(at, canvas.duration_ms) for at in (starts[0], one.end_ms))
    how = {"facecolor": style.PAPER, "edgecolor": style.RULE, "hatch": "////", "linewidth": 0.6}
    canvas.box(left, strip.top, right - left, strip.height, **how)
    if PLOT * one.pass_ms < 0.04 * canvas.duration_ms:
        return
    for start_ms in starts:
        x = page.x_of(start_ms, canvas.duration_ms)
        canvas.rule(x, strip.top, strip.top + strip.height, linewidth=0.8, color=style.QUIET)


def _box(
    canvas: Canvas, page: Page, span: Span, place: int, strip: Strip, measure: Measure
) -> None:
    left, right = (page.x_of(at, canvas.duration_ms) for at in (span.start_ms, span.end_ms))
    face = style.BAND if place % 2 else style.RULE
    canvas.box(
        left, strip.top, right - left, strip.height, facecolor=face, linewidth=0,
        gid=f"section-{place + 1}",
    )  # fmt: skip
    text = shortened(span.name, right - left - PAD, measure)
    if text:
        middle = (left + right) / 2
        canvas.text(middle, strip.middle, text, f"section-name-{place + 1}", ha="center")


def _numbered(scene: Scene, page: Page, measure: Measure) -> list[tuple[int, Span]]:
    """(number, span) of the sections that are named neither in their box nor at a repeat."""
    repeats = scene.timeline.brackets
    told = [one for one in repeats if " " in _repeat_text(one, scene, page, measure)]
    named = {span.start_ms for one in told for span in scene.timeline.first_pass(one)}
    return [
        (number, span)
        for number, span in enumerate(scene.timeline.spans, 1)
        if span.start_ms not in named and not _fits(span, scene, page, measure)
    ]


def _shown(scene: Scene, page: Page, measure: Measure) -> list[Bracket]:
    return [
        one
        for one in scene.timeline.brackets
        if one.depth < BARE_DEPTH_MAX or _repeat_text(one, scene, page, measure)
    ]


def _numbers(
    canvas: Canvas, page: Page, small: list[tuple[int, Span]], strip: Strip, measure: Measure
) -> None:
    middles = [
        (number, page.x_of((span.start_ms + span.end_ms) / 2, canvas.duration_ms))
        for number, span in small
    ]
    for label in spread(middles, LEFT - PAD, WIDTH, lambda text: measure(text) + PAD):
        gid = f"section-number-{label.text}"
        canvas.text(label.x, strip.middle, label.text, gid, ha="center")


def numbered_sections(scene: Scene, page: Page, measure: Measure) -> Plan:
    """A list of the sections that only have a number above, and when they begin."""
    small = _numbered(scene, page, measure)
    texts = [f"{number}  {span.name}, {clock(span.start_ms)}" for number, span in small]
    whole = WIDTH - 2 * MARGIN
    widest = max((measure(text) for text in texts), default=0.0) + 4 * PAD
    columns = max(1, min(COLUMNS_MAX, int(whole / widest)))
    width, rows = whole / columns, -(-len(small) // columns)
    strip = page.add("section-list", rows * ROW, 0.1 if small else 0)

    def draw(canvas: Canvas) -> None:
        for place, text in enumerate(texts):
            column, row = divmod(place, rows)
            y = strip.top + (row + 0.5) * ROW
            gid = f"section-list-{small[place][0]}"
            canvas.text(MARGIN + column * width, y, text, gid)

    return draw
