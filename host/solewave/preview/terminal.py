"""The same picture in lines of characters, as wide as the terminal."""

from collections.abc import Callable, Iterator

import numpy as np
from rich.cells import cell_len, set_cell_size
from rich.text import Text
from sole.core.zones import COUNT, FEET, PLACES

from solewave.live import clock
from solewave.preview.labels import TIE, repeat_text, shortened, spread, wrapped
from solewave.preview.scene import Floats, Scene, binned
from solewave.preview.timeaxis import ticks
from solewave.preview.timeline import Bracket, Span

WIDTH_MIN, WIDTH_MAX = 60, 200
LABEL = 14
"""Columns left of the plot."""
BLOCKS = " ▁▂▃▄▅▆▇█"
LANE, HEAT, QUIET, WARN, TITLE = "bright_blue", "bright_red", "dim", "bold yellow", "bold"


def lines(scene: Scene, width: int) -> list[Text]:
    """The preview at a width of 60 to 200 columns (others are brought in), one Text a line."""
    width = min(max(width, WIDTH_MIN), WIDTH_MAX)
    parts: tuple[Callable[[Scene, int], Iterator[Text]], ...] = (
        _head,
        _repeats,
        _sections,
        _lanes,
        _marks,
        _curves,
        _times,
        _summary,
        _lists,
    )
    found = [line for part in parts for line in part(scene, width)]
    for line in found:
        line.rstrip()
    return found


def _head(scene: Scene, width: int) -> Iterator[Text]:
    yield Text(shortened(scene.title, width, cell_len), TITLE)
    for line in wrapped(scene.facts, width, cell_len):
        yield Text(line, QUIET)
    yield Text()


def _row(label: str, plot: str, style: str = "") -> Text:
    return Text.assemble(set_cell_size(label, LABEL), (plot, style))


def _column(at_ms: float, scene: Scene, width: int) -> int:
    """The plot's column in which a time lies."""
    return int(at_ms * (width - LABEL) // scene.duration_ms)


def _repeats(scene: Scene, width: int) -> Iterator[Text]:
    brackets = scene.timeline.brackets
    for depth in range(max((one.depth for one in brackets), default=-1) + 1):
        row = [" "] * (width - LABEL)
        for one in brackets:
            if one.depth == depth:
                _write_bracket(row, one, scene, width)
        if "".join(row).strip():
            yield _row("", "".join(row), QUIET)


def _write_bracket(row: list[str], one: Bracket, scene: Scene, width: int) -> None:
    first = _column(one.start_ms, scene, width)
    room = _column(one.end_ms, scene, width) - first
    spans = scene.timeline.first_pass(one)
    unnamed = any(_named(span, scene, width)[2] != span.name for span in spans)
    names = [span.name for span in spans] if unnamed else []
    text = repeat_text(one.times, names, room - 4, cell_len)
    if text:
        left = (room - 4 - cell_len(text)) // 2
        right = room - 4 - cell_len(text) - left
        line = f"┌{'─' * left} {text} {'─' * right}┐"
        row[first : first + room] = [line, *[""] * (room - 1)]


def _sections(scene: Scene, width: int) -> Iterator[Text]:
    row = [" "] * (width - LABEL)
    for one in scene.timeline.brackets:
        first, last = (_column(at, scene, width) for at in (one.start_ms, one.end_ms))
        row[first:last] = "┊" * (last - first)
    for span in scene.timeline.spans:
        first, room, text = _named(span, scene, width)
        if room:
            cells = "│" + set_cell_size(text, room - 1)
            row[first : first + room] = [cells, *[""] * (room - 1)]
    yield _row("", "".join(row))


def _named(span: Span, scene: Scene, width: int) -> tuple[int, int, str]:
    """(column, columns, what of the name fits after the rule) of a section."""
    first, last = (_column(at, scene, width) for at in (span.start_ms, span.end_ms))
    return first, last - first, shortened(span.name, last - first - 1, cell_len)


def _bars(values: Floats, low: float, high: float) -> str:
    """One block for each value; the lowest block is anything above `low`."""
    shares = (values - low) / ((high - low) or 1)
    return "".join(BLOCKS[min(8, max(0, int(-(-share * 8 // 1))))] for share in shares)


def _stretched(values: Floats, columns: int) -> Floats:
    """The peak for each column, also where there are fewer values than columns."""
    peak, _ = binned(values, columns)
    places = [column * len(peak) // columns for column in range(columns)]
    return peak[places]


def _lanes(scene: Scene, width: int) -> Iterator[Text]:
    levels = _stretched(scene.lanes_pct, width - LABEL)
    for zone in range(COUNT):
        foot, place = divmod(zone, 5)
        if place == 0:
            yield Text(f"{FEET[foot]} foot", TITLE)
        stand_in = scene.stand_in(zone)
        if stand_in is None:
            plot, style = _bars(levels[:, zone], 0, 100), LANE
        else:
            plot, style = f"no motor: {stand_in.replace('_', ' ')} plays this", QUIET
        yield _row(f" {PLACES[place].replace('_', ' ')}", plot, style)


def _marks(scene: Scene, width: int) -> Iterator[Text]:
    numbered = [
        (number, _column(mark.at_ms, scene, width) + 0.5)
        for number, mark in enumerate(scene.marks, 1)
        if mark.at_ms is not None
    ]
    if not numbered:
        return
    row = " " * (width - LABEL + 1)
    for label in spread(numbered, 0, len(row), lambda text: len(text) + 1):
        first = min(int(label.x - len(label.text) / 2), len(row) - 1 - len(label.text))
        row = row[: max(0, first)] + label.text + row[max(0, first) + len(label.text) :]
    yield _row("warnings", row, WARN)


def _curves(scene: Scene, width: int) -> Iterator[Text]:
    columns = width - LABEL
    yield Text()
    if scene.warmth is not None:
        pad_c = _stretched(scene.warmth.pad_c, columns)
        asked = _stretched(np.nan_to_num(scene.warmth.target_c), columns)
        low, high = min(pad_c.min(), 25.0), max(pad_c.max(), asked.max())
        yield _row("target", _bars(asked, low, high), QUIET)
        yield _row("pad", _bars(pad_c, low, high), HEAT)
    total_ma = _stretched(scene.drive.total_ma.astype(np.float64), columns)
    yield _row("motors", _bars(total_ma, 0, max(scene.drive.budget_ma, total_ma.max())), LANE)


def _times(scene: Scene, width: int) -> Iterator[Text]:
    row = ""
    for at_ms, text in ticks(scene.duration_ms, (width - LABEL) // 9):
        column = _column(at_ms, scene, width)
        if column + len(text) <= width - LABEL:
            row = row.ljust(column) + text
    yield _row("", row, QUIET)


def _summary(scene: Scene, width: int) -> Iterator[Text]:
    yield Text()
    for line in scene.summary:
        yield from (Text(part) for part in wrapped(line, width, cell_len))


def _lists(scene: Scene, width: int) -> Iterator[Text]:
    spans = scene.timeline.spans
    if any(_named(span, scene, width)[2] != span.name for span in spans):
        told = ", ".join(f"{span.name}{TIE}{clock(span.start_ms)}" for span in spans)
        yield from (Text(line) for line in wrapped(f"sections: {told}", width, cell_len))
    for number, mark in enumerate(scene.marks, 1):
        label = f"{number:>2}  "
        for line in wrapped(mark.text, width - len(label), cell_len):
            yield Text.assemble((label, WARN), line)
            label = " " * len(label)
