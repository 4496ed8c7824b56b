"""The live view on a terminal: both soles with their levels, progress, heat, faults, keys.

It fills what room there is and never more: soles with names from NAMES_FROM columns on,
soles with numbers only below, one wrapped line where no sole fits. Levels are told by
shading and by number, so it says the same without color, and in ASCII.
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from rich.align import Align
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.style import Style
from rich.text import Text
from sole.core.limits import HEAT_TARGET_MAX_CC
from sole.core.zones import PLACES

from solewave import soles
from solewave.live import Scene, celsius, clock, line
from solewave.refusals import fault_remedy
from solewave.visible import visible

WIDTH_MAX = 96
"""Columns of text; wider bars do not tell more."""

NAMES_FROM = 56
"""Columns from which the names of the zones stand between the soles."""

WIDTH_MIN = 36
ROWS_MIN = 8
ROWS_MAX = 24
"""Rows of a sole; below ROWS_MIN the toes cannot be told apart."""

NAME_WIDTH = 14
NUMBER_WIDTH = 4
PROBLEMS_MAX = 6
"""Lines of problems of a file that are shown under the soles."""

SHADES = ("·", "░", "▒", "▓", "█")
ASCII_SHADES = (".", "-", "+", "*", "#")

STATE_STYLES = {
    "playing": "bold green",
    "paused": "bold yellow",
    "winding-down": "bold yellow",
    "cooling": "yellow",
    "fault": "bold white on red",
    "safe-mode": "bold white on red",
}
"""All other states are dim: nothing plays."""


class Picture:
    """The whole view of `scene`, drawn for the room that the terminal has."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        height = options.height or console.height
        margin = 2 if options.max_width >= NAMES_FROM + 4 else 0
        width = min(options.max_width, WIDTH_MAX) - 2 * margin
        below = _below(self._scene, width)
        rows = _rows(width, height - 5 - _lines(console, options, below, width))
        if width < WIDTH_MIN or rows < ROWS_MIN:
            yield _plain(self._scene)
            return
        parts: list[RenderableType] = [*_above(self._scene, width), Text()]
        parts += [Align.center(row) for row in _feet(self._scene, rows, width, options)]
        body = Padding(Group(*parts, Text(), *below), (0, margin))
        yield Align.center(body, width=width + 2 * margin)


def _rows(width: int, room: int) -> int:
    """How many rows a sole may have in `room` rows, two of them beside each other in `width`."""
    between = NAME_WIDTH + 2 if width >= NAMES_FROM else 2
    across = (width - between - 2 * NUMBER_WIDTH) // 2
    rows = min(room, ROWS_MAX)
    while rows > 0 and soles.columns(rows) > across:
        rows -= 1
    return rows


def _lines(console: Console, options: ConsoleOptions, parts: list[Text], width: int) -> int:
    return sum(len(console.render_lines(part, options.update(width=width))) for part in parts)


def _plain(scene: Scene) -> RenderableType:
    parts = [Text(visible(scene.title), style="bold", no_wrap=True, overflow="ellipsis")]
    return Group(*parts, Text(line(scene)), *_troubles(scene), Text(scene.hint, style="dim"))


def _above(scene: Scene, width: int) -> list[RenderableType]:
    """Title and state, section and time, the bar of progress."""
    state = scene.word("state") or "idle"
    total = max(1, scene.number("duration_ms"))
    elapsed = min(total, scene.number("elapsed_ms"))
    time = f"{clock(elapsed)} of {clock(total)}, {clock(scene.left_ms)} left"
    title = Text(visible(scene.title) or "Solewave", style="bold")
    return [
        _pair(title, Text(state, style=STATE_STYLES.get(state, "dim")), width),
        _pair(Text(scene.word("section")), Text(time), width),
        ProgressBar(total=total, completed=elapsed, width=width, complete_style="green"),
    ]


def _pair(left: Text, right: Text, width: int) -> Text:
    """Two texts on one line, at its two ends; the left one is cut where they would meet."""
    left.truncate(max(0, width - right.cell_len - 2), overflow="ellipsis")
    left.pad_right(max(0, width - right.cell_len - left.cell_len))
    return Text.assemble(left, right)


def _feet(scene: Scene, rows: int, width: int, options: ConsoleOptions) -> Iterator[Text]:
    """Row by row: level, left sole, names of the zones if there is room, right sole, level."""
    shades = ASCII_SHADES if options.ascii_only else SHADES
    levels = scene.levels
    labels = {row: zone for zone, row in enumerate(soles.label_rows(rows))}
    name_width = NAME_WIDTH if width >= NAMES_FROM else 0
    for index, cells in enumerate(soles.cells(rows)):
        zone = labels.get(index)
        name = "" if zone is None or not name_width else PLACES[zone].replace("_", " ")
        row = Text(_number(levels, zone, 0).rjust(NUMBER_WIDTH - 1) + " ")
        row.append_text(_sole_row(cells, levels[:5], shades, options.ascii_only))
        row.append(f" {name.center(name_width)} ")
        mirrored = tuple(reversed(cells))
        row.append_text(_sole_row(mirrored, levels[5:], shades, options.ascii_only))
        row.append(" " + _number(levels, zone, 5).ljust(NUMBER_WIDTH - 1))
        yield row


def _number(levels: list[int], zone: int | None, first: int) -> str:
    return "" if zone is None else str(levels[first + zone])


def _sole_row(
    cells: tuple[tuple[int, int], ...],
    levels: list[int],
    shades: tuple[str, ...],
    ascii_only: bool,
) -> Text:
    row = Text()
    for cell, same in groupby(cells):
        width = sum(1 for _ in same)
        if max(cell) == soles.NOWHERE:
            row.append(" " * width)
            continue
        upper, lower = cell
        level_pct = levels[max(cell) if soles.NOWHERE in cell else upper]
        char, edge = _shade(level_pct, shades), soles.NOWHERE in cell and not ascii_only
        if edge:
            char = "▀" if lower == soles.NOWHERE else "▄"
        row.append(char * width, level_style(level_pct, edge))
    return row


def _shade(pct: int, shades: tuple[str, ...]) -> str:
    """The lightest shade for a standing zone only; any level above 0 shows."""
    return shades[-(-pct * (len(shades) - 1) // 100)]


@cache
def level_style(pct: int, edge: bool = False) -> Style:
    """Cool for a touch, warm for a firm stroke; an `edge` is no shade, so it is dimmed."""
    if pct == 0:
        return Style(dim=True)
    color = "cyan" if pct < 40 else "bright_cyan" if pct < 70 else "magenta"
    return Style(color=color, dim=edge and pct <= 75)


def _below(scene: Scene, width: int) -> list[Text]:
    """Heat and scale, what is wrong, what was said last, the keys."""
    heat, scale = _heat(scene, width), _scale(scene)
    both = heat.cell_len + 4 + scale.cell_len <= width
    parts = [_pair(heat, scale, width)] if both else [heat, scale]
    parts += _troubles(scene)
    if scene.hint:
        parts.append(Text(scene.hint, style="dim"))
    return parts


def _heat(scene: Scene, width: int) -> Text:
    target_cc = scene.number("target_cc")
    target = f"target {celsius(target_cc)}" if target_cc else "heat off"
    heater = f"  heater {scene.number('heat_pct')} %" if target_cc and width >= NAMES_FROM else ""
    temp = Text("pad ").append(celsius(scene.state.get("temp_cc")), style=_temp_style(scene))
    return temp.append(f"  {target}{heater}" + ("  resting" if scene.state.get("resting") else ""))


def _temp_style(scene: Scene) -> str:
    temp_cc, target_cc = scene.state.get("temp_cc"), scene.number("target_cc")
    if temp_cc is None or temp_cc > HEAT_TARGET_MAX_CC:
        return "bold red"
    return "bold yellow" if target_cc and temp_cc < target_cc - 100 else "bold green"


def _scale(scene: Scene) -> Text:
    intensity_pct, tempo_pct = scene.number("intensity_pct"), scene.number("tempo_pct")
    return Text(f"intensity {intensity_pct} %  tempo {tempo_pct} %")


def _troubles(scene: Scene) -> list[Text]:
    """The fault, the problems of the file, what happened last."""
    fault = scene.word("fault")
    troubles = [Text(f"{fault}: {fault_remedy(fault)}", style="bold red")] if fault else []
    shown = scene.problems[:PROBLEMS_MAX]
    troubles += [Text(visible(problem), style="red") for problem in shown]
    if len(scene.problems) > len(shown):
        troubles.append(Text(f"and {len(scene.problems) - len(shown)} more", style="red"))
    if scene.said:
        troubles.append(Text(visible(scene.said), style="italic"))
    return troubles
