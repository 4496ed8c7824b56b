"""pattern.schema.json: what editors know of a pattern, generated from `solewave.pattern.schema`.

A stroke's shape depends on its kind. That is told by if and then, one for each kind, so that an
editor marks the wrong value instead of the whole stroke; the keys of all kinds stand above, for
completion.
"""

from __future__ import annotations

from pathlib import Path

from solewave import editor_schema
from solewave.editor_schema import Node
from solewave.pattern import schema, units

FILE_NAME = "pattern.schema.json"
SCHEMA_PATH = Path(__file__).with_name(FILE_NAME)
TITLE = "Solewave pattern"
"""How the file is known, wherever a copy of it lies."""


def generate() -> str:
    """The JSON Schema (draft 7) as text, as it is committed in pattern.schema.json."""
    whole = editor_schema.made(schema.Pattern, TITLE)
    shapes = whole["definitions"]
    shapes["Section"]["dependencies"] = {"heat_ramp": ["heat"]}
    shapes["Section"]["properties"]["stroke"]["items"] = {"$ref": "#/definitions/Stroke"}
    shapes["Stroke"] = _any_stroke(shapes)
    for kind in schema.KINDS:
        _what_keys_exclude(kind, shapes[kind.capitalize()])
    return editor_schema.text(whole)


def _any_stroke(shapes: Node) -> Node:
    of_kind = {kind: shapes[kind.capitalize()] for kind in schema.KINDS}
    keys: Node = {}
    for shape in of_kind.values():
        for key, value in shape["properties"].items():
            keys[key] = value if keys.get(key, value) == value else {}
    keys["kind"] = {"description": "What the stroke does.", "enum": list(of_kind)}
    return {
        "title": "Stroke",
        "type": "object",
        "required": ["kind"],
        "properties": keys,
        "allOf": [
            {
                "if": {"required": ["kind"], "properties": {"kind": {"const": kind}}},
                "then": {"$ref": f"#/definitions/{kind.capitalize()}"},
            }
            for kind in of_kind
        ],
    }


def _what_keys_exclude(kind: str, shape: Node) -> None:
    """What one key says of another."""
    turns = {"required": ["feet"], "properties": {"feet": {"const": "alternate"}}}
    if "rate" in shape["properties"]:
        shape["not"] = {"required": ["rate", "period"]}
    if kind == "vibration":
        paced = {"anyOf": [{"required": ["rate"]}, {"required": ["period"]}]}
        shape |= {"if": turns, "then": paced, "else": {"not": paced}}
    if kind == "curve":
        again = {"required": ["repeat"], "properties": {"repeat": {"const": True}}}
        shape |= {"if": turns, "then": again}
        points = shape["properties"]["points"]
        later = points["items"]
        first = later["items"]
        at_once = {**first[0], "pattern": units.NO_TIME_PATTERN, "examples": ["0s"]}
        points["items"] = [{**later, "items": [at_once, first[1]]}]
        points["additionalItems"] = later


def write() -> None:
    """Writes the committed schema anew:
    `python -c "from solewave.pattern import schema_file; schema_file.write()"`.
    """
    SCHEMA_PATH.write_text(generate(), encoding="utf-8")
