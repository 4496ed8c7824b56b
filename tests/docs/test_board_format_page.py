"""docs/board-format.md states every key with the range and default that the code has."""

import re
from pathlib import Path

import msgspec
import pytest
from solewave.board import model, ranges

DOC = (Path(__file__).parents[2] / "docs" / "board-format.md").read_text()
TABLES = {
    "### Top level": model.BoardFile,
    "### `[supply]`": model.Supply,
    "### `[[motors]]`": model.Motor,
    "### `[heater]`": model.Heater,
    "### `[[heater.sensors]]`": model.Sensor,
    "### `[heater.pi]`": model.Pi,
    "### `[limits]`": model.Limits,
    "### `[[buttons]]`": model.Button,
    "### `[indicator]`": model.Indicator,
    "### `[buzzer]`": model.Buzzer,
    "### `[model]`": model.Plant,
}
OWN_HEADING = {
    "supply",
    "motors",
    "heater",
    "limits",
    "buttons",
    "indicator",
    "buzzer",
    "model",
    "sensors",
    "pi",
    "labels",
}
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+ \|$", re.MULTILINE)


def documented(heading):
    section = DOC.split(heading + "\n", 1)[1].split("\n#", 1)[0]
    return {key: (allowed, default) for key, allowed, default in ROW.findall(section)}


def actual(shape):
    kinds = ranges.field_types(shape)
    for field in msgspec.structs.fields(shape):
        if field.name not in OWN_HEADING:
            pins = "1 to 2 pins" if field.name == "pins" else "pin"
            allowed = ranges.allowed(kinds[field.name], field.name) or pins
            yield field.name, (allowed, "required" if field.required else spoken(field.default))


def spoken(default):
    if default is None or isinstance(default, bool):
        return "none" if default is None else str(default).lower()
    return default if isinstance(default, str) else f"{default:g}"


@pytest.mark.parametrize("heading", TABLES)
def test_the_page_says_what_the_code_does(heading):
    assert documented(heading) == dict(actual(TABLES[heading]))


def test_every_table_of_a_board_file_has_a_heading():
    shapes = set(TABLES.values())
    for shape in shapes:
        for kind in ranges.field_types(shape).values():
            bare, _ = ranges.plain(kind)
            item = getattr(bare, "item_type", bare)
            cls = getattr(ranges.plain(item)[0], "cls", None)
            assert cls is None or cls in shapes or cls.__name__ == "Pin"
