"""The published JSON Schema: up to date, valid itself, and refuses nothing that check accepts."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
import strategies
from hypothesis import event, given, settings
from sole.core import limits
from sole.core.zones import PLACES
from solewave import pattern
from solewave.cli import run
from solewave.pattern import schema, schema_file
from solewave.problems import BadInput

SCHEMA = json.loads(schema_file.SCHEMA_PATH.read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
ROOT = Path(__file__).parents[2]


def accepted(text: str) -> bool:
    try:
        pattern.loads(text)
    except BadInput:
        return False
    return True


def test_committed_schema_is_up_to_date() -> None:
    assert schema_file.SCHEMA_PATH.read_text("utf-8") == schema_file.generate(), (
        'Run: python -c "from solewave.pattern import schema_file; schema_file.write()"'
    )


def test_is_a_schema_that_editors_know() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert "draft-07" in SCHEMA["$schema"]
    written = json.dumps(SCHEMA)
    for later in ("$defs", "prefixItems", "dependentRequired", "unevaluated"):
        assert later not in written


def test_words_are_those_of_the_firmware() -> None:
    stroke = SCHEMA["definitions"]["Effleurage"]["properties"]
    assert sorted(stroke["zones"]["items"]["enum"]) == sorted(PLACES)
    assert sorted(stroke["feet"]["enum"]) == sorted(schema.FEET)
    assert SCHEMA["definitions"]["Stroke"]["properties"]["kind"]["enum"] == list(schema.KINDS)
    heat = SCHEMA["definitions"]["Section"]["properties"]["heat"]["anyOf"][0]
    assert heat["maximum"] == limits.HEAT_TARGET_MAX_CC / 100


@settings(max_examples=60)
@given(strategies.toml())
def test_valid_patterns_pass(text: str) -> None:
    VALIDATOR.validate(tomllib.loads(text))


@settings(max_examples=150)
@given(strategies.mutated(strategies.written()))
def test_check_refuses_whatever_the_schema_refuses(written: dict[str, object]) -> None:
    text = strategies.any_toml(written)
    by_schema = VALIDATOR.is_valid(tomllib.loads(text))
    event(f"schema {by_schema}")
    if not by_schema:
        assert not accepted(text)


SECTION = 'format = 1\n[section.a]\nlasts = "9s"\n'
STROKE = SECTION + "[[section.a.stroke]]\n"
BOTH_REFUSE = (
    'titel = "x"\n' + SECTION,
    SECTION.replace("1", "2"),
    "sequence = []\n" + SECTION,
    'format = 1\n[section." "]\nlasts = "9s"\n',
    SECTION + "heat = 43\n",
    SECTION + "heat = true\n",
    SECTION + 'heat_ramp = "2s"\n',
    STROKE + 'kind = "efleurage"\nlevel = 50\n',
    STROKE + 'kind = "effleurage"\n',
    STROKE + 'kind = "effleurage"\nlevel = 101\n',
    STROKE + 'kind = "effleurage"\nlevel = 50\nzones = ["heel", "heel"]\n',
    STROKE + 'kind = "effleurage"\nlevel = 50\nripple = 5\n',
    STROKE + 'kind = "effleurage"\nlevel = 100\nlow = 100\n',
    STROKE + 'kind = "effleurage"\nlevel = 50\nrate = "0/s"\n',
    STROKE + 'kind = "effleurage"\nlevel = 50\nrate = "00/min"\n',
    STROKE + 'kind = "effleurage"\nlevel = 50\nrate = "1/s"\nperiod = "1s"\n',
    STROKE + 'kind = "friction"\nlevel = 50\nripple = 0\n',
    STROKE + 'kind = "tapotement"\nlevel = 50\ntap = 0.5\n',
    STROKE + 'kind = "vibration"\nlevel = 50\nrate = "1/s"\n',
    STROKE + 'kind = "vibration"\nlevel = 50\nfeet = "alternate"\n',
    STROKE + 'kind = "curve"\npoints = [["1s", 0], ["2s", 9]]\n',
    STROKE + 'kind = "curve"\npoints = [["0s", 0]]\n',
    STROKE + 'kind = "curve"\npoints = [["0s", 0], ["2s", 9, 9]]\n',
    STROKE + 'kind = "curve"\npoints = [["0s", 0], ["2s", 9]]\nfeet = "alternate"\n',
)
BOTH_ACCEPT = (
    SECTION,
    STROKE + 'kind = "effleurage"\nlevel = 50\nrate = "0.5/s"\n',
    STROKE + 'kind = "tapotement"\nlevel = 50\ntap = 1\n',
    STROKE + 'kind = "vibration"\nlevel = 50\nfeet = "alternate"\nperiod = "1s"\n',
    STROKE + 'kind = "curve"\npoints = [["0.0 min 00s", 0], ["2s", 9]]\n',
    STROKE + 'kind = "curve"\npoints = [["0s", 0], ["2s", 9]]\nfeet="alternate"\nrepeat = true\n',
)


@pytest.mark.parametrize("text", BOTH_REFUSE + BOTH_ACCEPT)
def test_schema_and_check_agree(text: str) -> None:
    good = text in BOTH_ACCEPT
    assert (VALIDATOR.is_valid(tomllib.loads(text)), accepted(text)) == (good, good)


@pytest.mark.parametrize("folder", ["routines", "examples"])
def test_what_is_shipped_names_the_schema_and_fits_it(folder: str) -> None:
    files = sorted((ROOT / folder).glob("*.toml"))
    assert files
    for file in files:
        named = file.read_text("utf-8").splitlines()[0].removeprefix("#:schema ")
        assert (file.parent / named).resolve() == schema_file.SCHEMA_PATH
        VALIDATOR.validate(tomllib.loads(file.read_text("utf-8")))


def test_schema_is_printed(capsys) -> None:
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA


def test_new_brings_the_schema_that_its_first_line_names(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "evening"]) == 0
    assert "and pattern.schema.json for your editor" in capsys.readouterr().out
    named = Path("evening.toml").read_text("utf-8").splitlines()[0].removeprefix("#:schema ")
    assert json.loads(Path(named).read_text("utf-8")) == SCHEMA


def test_new_renews_an_old_schema_and_leaves_what_is_none(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("pattern.schema.json")
    file.write_text(json.dumps({"title": SCHEMA["title"], "type": "array"}))
    assert run(["new", "first"]) == 0
    assert json.loads(file.read_text("utf-8")) == SCHEMA
    file.write_text('{"title": "mine"}')
    assert run(["new", "second"]) == 0
    assert file.read_text() == '{"title": "mine"}'
    assert "for your editor" not in capsys.readouterr().out


def test_taplo_reads_the_schema_as_we_do(tmp_path, monkeypatch) -> None:
    taplo = shutil.which("taplo", path=Path(sys.executable).parent)
    if taplo is None:
        pytest.skip("there is no wheel of taplo for this machine")
    monkeypatch.chdir(tmp_path)
    assert run(["new", "good"]) == 0
    first = "#:schema ./pattern.schema.json\n"
    for place, text in enumerate(BOTH_REFUSE + BOTH_ACCEPT):
        file = tmp_path / f"{place}.toml"
        file.write_text(first + text)
        done = subprocess.run([taplo, "lint", file], capture_output=True, timeout=60, check=False)
        assert (done.returncode == 0) == (text in BOTH_ACCEPT), text
    done = subprocess.run([taplo, "lint", "good.toml"], capture_output=True, check=False)
    assert done.returncode == 0
