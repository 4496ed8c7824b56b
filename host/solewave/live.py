"""What a session looks like while it plays: a picture for terminals, a line for the rest.

Everything here is made from the keys of a `state` event (docs/protocol.md) and
draws the same without color, and in plain ASCII where the terminal has no more.
"""

from dataclasses import dataclass, field
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text
from sole.core.limits import HEAT_TARGET_MAX_CC
from sole.core.zones import PLACES

from solewave.refusals import fault_remedy

WIDTH_MAX = 96
"""Columns; wider bars do not tell more."""

STATE_STYLES = {
    "playing": "bold green",
    "paused": "bold yellow",
    "stopping": "bold yellow",
    "fault": "bold white on red",
    "idle": "dim",
}


@dataclass
class Scene:
    """What is shown: the pattern's title, the last `state` event and what Ctrl-C does."""

    title: str
    hint: str = ""
    state: dict[str, Any] = field(default_factory=dict)

    def number(self, key: str) -> int:
        """A number of the state; 0 where it is missing or null."""
        return int(self.state.get(key) or 0)

    @property
    def levels(self) -> list[int]:
        """Ten levels, 0 to 100 percent."""
        levels = list(self.state.get("levels") or [])
        return [min(100, max(0, int(level))) for level in levels + [0] * (10 - len(levels))][:10]

    @property
    def left_ms(self) -> int:
        """How long the session still plays."""
        return max(0, self.number("duration_ms") - self.number("elapsed_ms"))


class ZoneBar:
    """One zone's level as a bar that fills its column; `mirrored` grows to the left."""

    def __init__(self, pct: int, mirrored: bool) -> None:
        self.pct = pct
        self.mirrored = mirrored

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        halves = round(self.pct * width * 2 / 100)
        full, half = divmod(halves, 2)
        if options.ascii_only:
            full, body, rest = full + half, "#" * (full + half), "."
        else:
            tip = ("▐" if self.mirrored else "▌") * half
            body, rest = "█" * full, "·"
            body = tip + body if self.mirrored else body + tip
        empty = Segment(
            rest * (width - full - (0 if options.ascii_only else half)), Style(dim=True)
        )
        filled = Segment(body, level_style(self.pct))
        yield from (empty, filled) if self.mirrored else (filled, empty)

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(4, options.max_width)


def level_style(pct: int) -> Style:
    """Cool for a touch, warm for a firm stroke."""
    color = "cyan" if pct < 40 else "bright_cyan" if pct < 70 else "magenta"
    return Style(color=color)


def picture(scene: Scene) -> RenderableType:
    """The whole view, at most WIDTH_MAX columns wide; 60 columns are enough."""
    parts: list[RenderableType] = [_progress(scene), Text(), _feet(scene), Text(), _heat(scene)]
    fault = scene.state.get("fault")
    if fault:
        line = f"{fault}: {fault_remedy(str(fault))}"
        parts += [Text(), Text(line, style="bold red")]
    return Panel(
        Group(*parts),
        title=Text(scene.title or "Solewave", style="bold"),
        title_align="left",
        subtitle=Text(scene.hint, style="dim") if scene.hint else None,
        subtitle_align="left",
        border_style="red" if fault else "blue",
        padding=(1, 2),
        width=WIDTH_MAX,
    )


def _progress(scene: Scene) -> RenderableType:
    state = str(scene.state.get("state", "idle"))
    top = Table.grid(expand=True)
    top.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    top.add_column(justify="right")
    top.add_row(
        Text(str(scene.state.get("section") or ""), style="bold"),
        Text(state, style=STATE_STYLES.get(state, "")),
    )
    bar = Table.grid(expand=True, padding=(0, 2, 0, 0), pad_edge=False)
    bar.add_column(ratio=1)
    bar.add_column(justify="right", no_wrap=True)
    total = max(1, scene.number("duration_ms"))
    elapsed = min(total, scene.number("elapsed_ms"))
    bar.add_row(
        ProgressBar(total=total, completed=elapsed, complete_style="green"),
        f"{clock(elapsed)} of {clock(total)}, {clock(scene.left_ms)} left",
    )
    return Group(top, bar)


def _feet(scene: Scene) -> RenderableType:
    levels = scene.levels
    feet = Table.grid(expand=True, padding=(0, 1))
    feet.add_column(justify="right", width=3)
    feet.add_column(ratio=1)
    feet.add_column(justify="center", width=12)
    feet.add_column(ratio=1)
    feet.add_column(justify="right", width=3)
    feet.add_row("", Text("left foot", "dim", justify="right"), "", Text("right foot", "dim"), "")
    for index, place in enumerate(PLACES):
        left, right = levels[index], levels[index + 5]
        feet.add_row(
            f"{left}",
            ZoneBar(left, mirrored=True),
            place.replace("_", " "),
            ZoneBar(right, mirrored=False),
            f"{right}",
        )
    return feet


def _heat(scene: Scene) -> RenderableType:
    row = Table.grid(expand=True, padding=(0, 1))
    row.add_column(no_wrap=True)
    row.add_column(no_wrap=True)
    row.add_column(no_wrap=True, justify="right", ratio=1)
    target_cc = scene.number("target_cc")
    temp = Text("pad ").append(celsius(scene.state.get("temp_cc")), style=_temp_style(scene))
    target = f"target {celsius(target_cc)}" if target_cc else "heat off"
    row.add_row(temp, Text(f" {target} "), f"heater {scene.number('heat_pct')} %")
    scaled = Text(f"intensity {scene.number('intensity_pct')} %  ", style="dim")
    scaled.append(f"tempo {scene.number('tempo_pct')} %")
    return Group(row, scaled) if scene.state.get("intensity_pct") else row


def _temp_style(scene: Scene) -> str:
    temp_cc, target_cc = scene.state.get("temp_cc"), scene.number("target_cc")
    if temp_cc is None or temp_cc > HEAT_TARGET_MAX_CC:
        return "bold red"
    return "bold yellow" if target_cc and temp_cc < target_cc - 100 else "bold green"


def line(scene: Scene) -> str:
    """The view as one line, for a log or a pipe."""
    levels = [f"{level:3d}" for level in scene.levels]
    target_cc = scene.number("target_cc")
    heat = f"to {celsius(target_cc)} at {scene.number('heat_pct')} %" if target_cc else "heat off"
    fault = scene.state.get("fault")
    return (
        f"{clock(scene.number('elapsed_ms'))} of {clock(scene.number('duration_ms'))}"
        f"  {scene.state.get('state', 'idle')}"
        f"  {scene.state.get('section') or '-'}"
        f"  L{''.join(levels[:5])}  R{''.join(levels[5:])}"
        f"  {celsius(scene.state.get('temp_cc'))} {heat}" + (f"  FAULT {fault}" if fault else "")
    )


def clock(time_ms: int) -> str:
    """Minutes and seconds: `12:05`."""
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def celsius(temp_cc: int | None) -> str:
    """Degrees with one digit behind the point; dashes without a valid reading."""
    return "--.- °C" if temp_cc is None else f"{temp_cc / 100:.1f} °C"
