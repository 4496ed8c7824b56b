"""The diagram in docs/architecture.md names modules that exist, and no word lies on another."""

import importlib.util
from xml.etree import ElementTree

from pages import DOCS
from rigs.guests import REPOSITORY

spec = importlib.util.spec_from_file_location("draw_architecture", DOCS / "draw_architecture.py")
drawing = importlib.util.module_from_spec(spec)
spec.loader.exec_module(drawing)
HOMES = {"sole": REPOSITORY / "firmware", "solewave": REPOSITORY / "host"}
SVG = "{http://www.w3.org/2000/svg}"


def test_every_module_that_it_names_exists_and_is_drawn():
    root = ElementTree.parse(drawing.FILE).getroot()
    drawn = {"".join(one.itertext()).strip() for one in root.iter(f"{SVG}text")}
    for box in drawing.BOXES.values():
        place = HOMES[box.name.partition(".")[0]].joinpath(*box.name.split("."))
        assert place.is_dir() or place.with_suffix(".py").is_file(), box.name
        assert {box.name, *box.about.splitlines()} <= drawn, "Run: make pictures"


def test_boxes_do_not_overlap_and_their_words_fit():
    boxes = list(drawing.BOXES.values())
    for place, one in enumerate(boxes):
        for text in (one.name, *one.about.splitlines()):
            assert drawing.picture.measure(text, bold=text == one.name) < one.wide
        for other in boxes[place + 1 :]:
            apart_x = one.x + one.wide <= other.x or other.x + other.wide <= one.x
            apart_y = one.y + one.high <= other.y or other.y + other.high <= one.y
            assert apart_x or apart_y, (one.name, other.name)
