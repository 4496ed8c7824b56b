"""The JSON Schema of board files, generated from `solewave.board.model`.

It knows keys, words and ranges. Whether a pin fits its chip, or the currents the supply, only
`solewave boards check` can say.
"""

from __future__ import annotations

from solewave import editor_schema
from solewave.board import model, pins
from solewave.editor_schema import Node

FILE_NAME = "board.schema.json"
TITLE = "Solewave board"
_PIN: Node = {
    "title": "Pin",
    "description": pins.HOW,
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": pins.ACTIVE_LOW - 1,
    "pattern": "^[ !^]*([Gg] *[Pp] *)?([Ii] *[Oo])?[ 0-9]+$",
    "examples": [13, "!^4"],
}
_OWN_TO_A_MOTOR = ("zone", "pins")


def generate() -> str:
    """The JSON Schema (draft 7) as text."""
    whole = editor_schema.made(model.BoardFile, TITLE)
    shapes = whole["definitions"]
    for shape in (whole, *shapes.values()):
        shape["additionalProperties"] = False
    shapes["Pin"] = _PIN
    _share_motor_keys(whole)
    return editor_schema.text(whole)


def _share_motor_keys(whole: Node) -> None:
    """What [motor] says counts for every motor; one pin of a motor needs no list."""
    motor = whole["definitions"]["Motor"]
    keys = motor["properties"]
    keys["pins"] = {"anyOf": [{"$ref": "#/definitions/Pin"}, keys["pins"]]}
    shared = {name: value for name, value in keys.items() if name not in _OWN_TO_A_MOTOR}
    whole["definitions"]["AllMotors"] = {
        "title": "AllMotors",
        "description": "Keys of every motor that does not have its own.",
        "type": "object",
        "properties": shared,
        "additionalProperties": False,
    }
    whole["properties"]["motor"] = {"$ref": "#/definitions/AllMotors"}
    motor["required"] = list(_OWN_TO_A_MOTOR)
