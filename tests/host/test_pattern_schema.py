"""The published JSON Schema: up to date, valid itself, and no stricter than the compiler."""

import json
import tomllib
from pathlib import Path

import jsonschema
import strategies
from hypothesis import given, settings
from sole.core import limits
from sole.core.zones import PLACES
from solewave import pattern
from solewave.pattern import schema
from solewave.problems import BadInput

SCHEMA = json.loads(schema.SCHEMA_PATH.read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_committed_schema_is_up_to_date() -> None:
    assert schema.SCHEMA_PATH.read_text("utf-8") == schema.generate(), (
        'Run: python -c "from solewave.pattern import schema; schema.write()"'
    )


def test_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_words_are_those_of_the_firmware() -> None:
    stroke = SCHEMA["$defs"]["Effleurage"]["properties"]
    assert sorted(stroke["zones"]["items"]["enum"]) == sorted(PLACES)
    assert sorted(stroke["feet"]["enum"]) == sorted(schema.FEET)
    heat = SCHEMA["$defs"]["Section"]["properties"]["heat"]["anyOf"][0]
    assert heat["maximum"] == limits.HEAT_TARGET_MAX_CC / 100


@settings(max_examples=60, deadline=None)
@given(strategies.toml())
def test_valid_patterns_pass(text: str) -> None:
    VALIDATOR.validate(tomllib.loads(text))


def test_rate_of_zero_is_refused_by_both() -> None:
    text = (
        'format = 1\n[section.a]\nlasts = "9s"\n[[section.a.stroke]]\nkind = "friction"\n'
        'level = 50\nrate = "RATE"\n'
    )
    for rate, good in (("0/s", False), ("0.5/s", True), ("10/s", True), ("00/min", False)):
        written = text.replace("RATE", rate)
        assert VALIDATOR.is_valid(tomllib.loads(written)) == good
        try:
            pattern.loads(written)
        except BadInput:
            assert not good
        else:
            assert good


def test_pattern_in_the_documentation_is_valid() -> None:
    page = (Path(__file__).parents[2] / "docs" / "pattern-format.md").read_text("utf-8")
    text = page.split("```toml\n")[1].split("```")[0]
    assert pattern.loads(text).warnings == []
    VALIDATOR.validate(tomllib.loads(text))
