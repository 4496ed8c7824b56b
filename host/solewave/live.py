"""What a session looks like while it plays, in words: the scene, one line, clock and degrees.

Everything here is made from the keys of a `state` event (docs/protocol.md);
`solewave.live_picture` draws the scene on a terminal.
"""

from dataclasses import dataclass, field
from typing import Any

from sole.core.zones import COUNT

from solewave.visible import visible


@dataclass
class Scene:
    """What is shown: the pattern's title, the last `state` event, and what a person may do.

    `problems` are lines about the file of `play --live` that stay until it is mended;
    `said` is the last thing that happened, one line, "" if nothing did.
    """

    title: str
    hint: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    said: str = ""

    def number(self, key: str) -> int:
        """A number of the state; 0 where it is missing or null."""
        return int(self.state.get(key) or 0)

    def word(self, key: str) -> str:
        """A text of the state, as it may be shown; "" where it is missing."""
        return visible(str(self.state.get(key) or ""))

    @property
    def levels(self) -> list[int]:
        """Ten levels, 0 to 100 percent."""
        levels = list(self.state.get("levels") or [])
        padded = levels + [0] * (COUNT - len(levels))
        return [min(100, max(0, int(level))) for level in padded][:COUNT]

    @property
    def left_ms(self) -> int:
        """How long the session still plays: with the elapsed time, as shown, the whole."""
        elapsed_s = self.number("elapsed_ms") // 1000
        return max(0, self.number("duration_ms") - elapsed_s * 1000)


def line(scene: Scene) -> str:
    """The view as one line, for a log or a pipe."""
    levels = [f"{level:3d}" for level in scene.levels]
    target_cc = scene.number("target_cc")
    heat = f"to {celsius(target_cc)} at {scene.number('heat_pct')} %" if target_cc else "heat off"
    fault = scene.word("fault")
    return (
        f"{clock(scene.number('elapsed_ms'))} of {clock(scene.number('duration_ms'))}"
        f"  {scene.word('state') or 'idle'}"
        f"  {scene.word('section') or '-'}"
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
