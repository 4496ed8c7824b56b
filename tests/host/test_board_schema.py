"""The JSON Schema of board files refuses nothing that `boards check` accepts."""

import json
import tomllib

import jsonschema
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from solewave import board, shipped, tomlsource
from solewave.board import schema_file
from solewave.cli import run
from solewave.problems import BadInput

SCHEMA = json.loads(schema_file.generate())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
BOARDS = {
    name: tomllib.loads((shipped.path("boards") / f"{name}.toml").read_text("utf-8"))
    for name in board.names()
}


def accepted(text):
    try:
        board.check(tomlsource.parse(text, "board.toml"))
    except BadInput:
        return False
    return True


def test_is_a_schema_and_is_printed(capsys):
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert run(["schema", "--board"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA


@pytest.mark.parametrize("name", BOARDS)
def test_shipped_boards_fit(name):
    VALIDATOR.validate(BOARDS[name])


@settings(max_examples=100)
@given(strategies.mutated(st.sampled_from(list(BOARDS.values()))))
def test_check_refuses_whatever_the_schema_refuses(written):
    text = strategies.any_toml(written)
    if not VALIDATOR.is_valid(tomllib.loads(text)):
        assert not accepted(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("volts = 5", "volts = 230"),
        ("watts = 12", "wats = 12"),
        ('zone = "left_toes"', 'zone = "left_toe"'),
        ("target_c = 42", "target_c = 45"),
        ('does = "stop"', 'does = "halt"'),
        ('name = "esp32-devkitc"', 'name = "Mine!"'),
        ("pin = 26", 'pin = "B26"'),
        ("pin = 26", "pin = true"),
        ("run_ma =", "zone ="),
    ],
)
def test_both_refuse(old, new):
    text = (shipped.path("boards") / "esp32-devkitc.toml").read_text("utf-8")
    assert old in text
    wrong = text.replace(old, new, 1)
    assert not VALIDATOR.is_valid(tomllib.loads(wrong))
    assert not accepted(wrong)


def test_a_new_board_file_names_the_schema_that_lies_beside_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["boards", "new", "mine", "--chip", "esp32c3", "--motors", "2", "--no-heater"]) == 0
    assert "mine.toml, and board.schema.json for your editor: " in capsys.readouterr().out
    written = (tmp_path / "mine.toml").read_text("utf-8")
    assert written.startswith("#:schema ./board.schema.json\n")
    assert json.loads((tmp_path / "board.schema.json").read_text("utf-8")) == SCHEMA
    VALIDATOR.validate(tomllib.loads(written))
