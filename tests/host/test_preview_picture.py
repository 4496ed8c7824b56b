"""The picture of a pattern, by its structure: lanes, labels and extents, and no text on text."""

from __future__ import annotations

import io
from functools import cache
from xml.etree import ElementTree

import matplotlib
import preview_patterns
import pytest
from matplotlib.text import Text
from PIL import Image
from rigs.nightly import NIGHTLY
from sole.core.zones import ZONES
from solewave import board, pattern, playable
from solewave.playable import of_bytes
from solewave.preview import picture
from solewave.preview.scene import compose

SOME = range(preview_patterns.COUNT) if NIGHTLY else range(0, preview_patterns.COUNT, 7)


def text_boxes(figure):
    """(text, (left, bottom, right, top) in pixels) of all that is written in a figure."""
    renderer = figure.canvas.get_renderer()
    found = []
    for one in figure.findobj(Text):
        if one.get_visible() and one.get_text():
            found.append((one.get_text(), one.get_window_extent(renderer).extents))
    return found


def overlapping(boxes):
    """Pairs of texts that share more than a rounding error of a pixel."""
    found = []
    for place, (text, one) in enumerate(boxes):
        for other_text, other in boxes[place + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            if wide > 0.5 and high > 0.5:
                found.append((text, other_text, round(wide), round(high)))
    return found


@pytest.mark.parametrize("index", SOME)
def test_no_text_lies_on_another_or_outside(index):
    scene = compose(preview_patterns.made(index))
    with matplotlib.rc_context(picture.SETTINGS):
        figure = picture.figure_of(scene)
        figure.draw_without_rendering()
        boxes = text_boxes(figure)
    width, height = figure.bbox.extents[2:]
    assert overlapping(boxes) == []
    outside = [
        text
        for text, (left, bottom, right, top) in boxes
        if left < -1 or bottom < -1 or right > width + 1 or top > height + 1
    ]
    assert outside == []
    assert len(boxes) > 20


SVG = "{http://www.w3.org/2000/svg}"


@cache
def groups(name, board_name=None):
    """The groups of a routine's SVG by id, and the texts by their group's id."""
    on = board.load(board_name) if board_name else None
    scene = compose(playable.load(name, board=on), on)
    root = ElementTree.fromstring(picture.draw(scene, "svg", 1400))
    found = {one.get("id"): one for one in root.iter(f"{SVG}g") if one.get("id")}
    texts = {name: "".join(one.itertext()).strip() for name, one in found.items()}
    return scene, found, texts


def extent(group):
    """Left and right end of all paths in a group, in points."""
    numbers = []
    for path in group.iter(f"{SVG}path"):
        words = path.get("d", "").replace("M", " ").replace("L", " ").replace("z", " ").split()
        numbers += [float(word) for word in words[::2]]
    return min(numbers), max(numbers)


def test_the_svg_holds_lanes_sections_heat_and_current_in_order():
    scene, found, texts = groups("circulation")
    lanes = [f"lane-{zone}" for zone in ZONES]
    assert [name for name in found if name.startswith("lane-")] == lanes
    assert [texts[f"zone-{zone}"] for zone in ZONES[:5]] == [
        "toes", "ball", "solar plexus", "arch", "heel",
    ]  # fmt: skip
    names = [texts[f"section-name-{place}"] for place in range(1, 7)]
    assert names == [span.name for span in scene.timeline.spans]
    assert texts["repeat-0-180000"] == "\N{MULTIPLICATION SIGN}3"
    assert {"heat-target", "heat-pad", "heat-skin", "current-peak", "current-budget"} <= set(found)
    assert texts["title"] == "Circulation"
    assert texts["time-0"] == "0 min"


def test_lanes_and_curves_span_the_whole_time():
    _, found, _ = groups("circulation")
    left, right = extent(found["current-budget"])
    for name in ("heat-pad", "lane-left_ball", "lane-right_heel"):
        begins, ends = extent(found[name])
        assert begins == pytest.approx(left, abs=2)
        assert ends == pytest.approx(right, abs=2)


def test_a_named_board_shows_what_its_motors_do_and_who_stands_in():
    _, found, texts = groups("circulation", "xiao-esp32s3")
    assert texts["lane-left_toes"] == "no motor: left ball plays this"
    assert "peak" not in [one.get("id") for one in found["lane-left_toes"].iter(f"{SVG}g")]
    assert texts["warning-number-1"] == "1"
    assert "no motor for left_toes" in texts["warning-1-0"]
    assert texts["subtitle"].endswith("as played by Seeed XIAO ESP32S3, four motors, 10 W pad")


def test_a_pattern_without_heat_has_no_heat_panel():
    silent = preview_patterns.made(preview_patterns.COLD)
    root = ElementTree.fromstring(picture.draw(compose(silent), "svg", 1400))
    ids = {one.get("id") for one in root.iter(f"{SVG}g")}
    assert "heat" not in ids
    assert "current" in ids


def test_the_same_pattern_gives_the_same_file():
    scene = compose(preview_patterns.made(preview_patterns.COLD))
    assert picture.draw(scene, "svg", 700) == picture.draw(scene, "svg", 700)
    with Image.open(io.BytesIO(picture.draw(scene, "png", 700))) as small:
        assert small.width == 700


def ids_and_texts(toml):
    scene = compose(of_bytes("made", pattern.loads(toml).data, "made"))
    with matplotlib.rc_context(picture.SETTINGS):
        figure = picture.figure_of(scene)
    return {one.get_gid(): one.get_text() for one in figure.findobj(Text) if one.get_gid()}


def test_a_section_that_is_only_numbered_is_listed_in_full():
    names = [f"section-{number:02d}-with-a-name-of-32-by" for number in range(40)]
    sections = "".join(f'[section.{name}]\nlasts = "90s"\n' for name in names)
    texts = ids_and_texts(f"format = 1\n{sections}")
    listed = [text for gid, text in texts.items() if gid.startswith("section-list-")]
    assert listed == [
        f"{place + 1}  {name}, {place * 90 // 60}:{place * 90 % 60:02d}"
        for place, name in enumerate(names)
    ]


def test_repeats_are_marked_as_deep_as_there_is_room_to_say_how_often():
    steps = '"a"'
    for _ in range(5):
        steps = f"{{ repeat = 2, play = [{steps}] }}"
    texts = ids_and_texts(f'format = 1\nsequence = [{steps}]\n[section.a]\nlasts = "9s"\n')
    found = [gid for gid in texts if gid.startswith("repeat-")]
    assert found == [f"repeat-{depth}-0" for depth in range(5)]
