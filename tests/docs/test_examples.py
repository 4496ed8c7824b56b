"""Every example in the text plays, and its picture shows what it plays."""

import importlib.util
from xml.etree import ElementTree

import pytest
from pages import DOCS

spec = importlib.util.spec_from_file_location("draw_examples", DOCS / "draw_examples.py")
draw_examples = importlib.util.module_from_spec(spec)
spec.loader.exec_module(draw_examples)

EXAMPLES = {
    one.name: one
    for page in sorted(DOCS.glob("*.md"))
    for one in draw_examples.examples(page.read_text("utf-8"))
}
FOLDER = DOCS / draw_examples.FOLDER
SVG = "{http://www.w3.org/2000/svg}"
KINDS = {"effleurage", "petrissage", "friction", "tapotement", "vibration", "compression", "curve"}
SIZE_MAX = 60_000


def test_each_stroke_and_each_option_has_a_picture():
    options = {"zones", "feet-left", "feet-alternate", "feet-mirror", "start-end", "fades"}
    assert set(EXAMPLES) >= KINDS | options | {"repeats", "heat", "intensity", "tempo"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_picture_is_up_to_date(name):
    example = EXAMPLES[name]
    text = (FOLDER / f"{name}.svg").read_text("utf-8")
    seal = draw_examples.seal(example, draw_examples.scene_of(example))
    assert seal in text, "Run: make pictures"
    assert len(text) < SIZE_MAX


def test_no_picture_is_left_over():
    assert {file.stem for file in FOLDER.iterdir()} == set(EXAMPLES)


def test_a_seal_knows_another_example_and_another_way_to_play_it():
    example = EXAMPLES["effleurage"]
    others = [
        draw_examples.Example("x", example.toml.replace("70", "69"), 100, 100),
        draw_examples.Example("x", example.toml, 50, 100),
        draw_examples.Example("x", example.toml, 100, 200),
        draw_examples.Example("x", "# other\n" + example.toml, 100, 100),
    ]
    seals = [draw_examples.seal(one, draw_examples.scene_of(one)) for one in (example, *others)]
    assert len(set(seals)) == len(seals)


def test_a_picture_has_the_lanes_that_its_stroke_moves():
    root = ElementTree.parse(FOLDER / "tapotement.svg").getroot()
    lanes = {one.get("id"): one for one in root.iter(f"{SVG}g") if one.get("id")}
    moved = {
        name.removeprefix("lane-")
        for name, lane in lanes.items()
        if name.startswith("lane-") and any(one.get("id") == "mean" for one in lane.iter())
    }
    assert moved == {"left_ball", "left_heel", "right_ball", "right_heel"}
    assert len([name for name in lanes if name.startswith("lane-")]) == 10


def test_only_a_pattern_with_heat_has_a_heat_panel():
    assert 'id="heat-target"' in (FOLDER / "heat.svg").read_text("utf-8")
    assert 'id="heat-target"' not in (FOLDER / "effleurage.svg").read_text("utf-8")
