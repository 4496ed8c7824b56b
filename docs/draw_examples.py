"""Draws the examples in the documentation's text: `make pictures`.

A ```toml block that is a whole pattern, followed by an image `pictures/examples/NAME.svg`, is
drawn to that file. The image's title may say how it is played: "intensity 60 %", "tempo 200 %".
Each file carries a seal of the example and of what the player made of it; a test compares it.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure
from solewave import pattern
from solewave.playable import of_bytes
from solewave.preview import lanes, panels, picture, section_strip, style
from solewave.preview.canvas import Canvas
from solewave.preview.course import play
from solewave.preview.page import MARGIN, WIDTH, Page
from solewave.preview.scene import Scene, compose

HERE = Path(__file__).resolve().parent
FOLDER = "pictures/examples"
_DRAWN = re.compile(
    r"^```toml[^\n]*\n(?P<toml>[^`]*)^```\n+"
    rf'!\[[^\]]*\]\({FOLDER}/(?P<name>[a-z0-9-]+)\.svg(?: "(?P<how>[^"]*)")?\)',
    re.MULTILINE,
)
_LONG_NUMBER = re.compile(r"(\d\.\d)\d+")
_PATH = re.compile(r'\bd="[^"]*"')


@dataclass(frozen=True)
class Example:
    """A pattern in the text; `name` is that of its picture."""

    name: str
    toml: str
    intensity_pct: int
    tempo_pct: int


def examples(page: str) -> Iterator[Example]:
    """Those of one page that have a picture."""
    for found in _DRAWN.finditer(page):
        how = found["how"] or ""
        yield Example(
            found["name"], found["toml"], _percent(how, "intensity"), _percent(how, "tempo")
        )


def _percent(how: str, word: str) -> int:
    found = re.search(rf"{word} (\d+) %", how)
    return int(found[1]) if found else 100


def scene_of(example: Example) -> Scene:
    """The example as it plays. Raises BadInput if it is no pattern."""
    data = pattern.loads(example.toml, example.name).data
    scene = compose(of_bytes(example.name, data, example.name))
    return replace(scene, course=play(data, example.intensity_pct, example.tempo_pct))


def seal(example: Example, scene: Scene) -> str:
    """CRC-32 of the example and of every level that it plays."""
    made = zlib.crc32(scene.course.levels_q15.tobytes(), zlib.crc32(example.toml.encode()))
    return f"seal {made:08x}"


def draw(example: Example, scene: Scene) -> bytes:
    """The picture as SVG: lanes, what repeats above them, heat below where there is some."""
    with matplotlib.rc_context(picture.SETTINGS):
        out = io.BytesIO()
        about = {"Date": None, "Description": seal(example, scene)}
        _figure(scene).savefig(out, format="svg", metadata=about)
    return _PATH.sub(
        lambda path: _LONG_NUMBER.sub(r"\1", path[0]), out.getvalue().decode()
    ).encode()


def _figure(scene: Scene) -> Figure:
    page = Page()
    plans = []
    if len(scene.timeline.spans) > 1:
        plans.append(section_strip.sections(scene, page, picture.measure))
    plans += [lanes.plan(scene, page), panels.heat(scene, page), panels.time_axis(scene, page)]
    figure = Figure(figsize=(WIDTH, page.height + MARGIN), facecolor=style.PAPER)
    canvas = Canvas(figure, scene.duration_ms)
    for plan in plans:
        plan(canvas)
    return figure


def main() -> None:
    """Draws those that are not up to date, and removes pictures without an example."""
    folder = HERE / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    left = set(folder.glob("*.svg"))
    for page in sorted(HERE.glob("*.md")):
        for example in examples(page.read_text("utf-8")):
            file, scene = folder / f"{example.name}.svg", scene_of(example)
            left.discard(file)
            if not file.exists() or seal(example, scene) not in file.read_text("utf-8"):
                file.write_bytes(draw(example, scene))
    for file in left:
        file.unlink()


if __name__ == "__main__":
    main()
