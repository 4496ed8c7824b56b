"""Every mistake gets just the words that pattern_messages.txt has for it.

Each block of that file is a name, a TOML text and the messages it must get.
"""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
from solewave import pattern
from solewave.pattern import schema_file
from solewave.problems import BadInput

BLOCKS = Path(__file__).with_name("pattern_messages.txt").read_text("utf-8").split("=== ")[1:]

NOT_IN_A_SCHEMA = {
    # between keys
    "low above level",
    "ripple above level",
    "tap longer than cycle",
    "compression too full",
    "end after the section",
    "start after end",
    "fades too long",
    "ramp longer than section",
    "unknown section in sequence",
    # numbers inside texts
    "rate too slow",
    "period too long for turns",
    "period too short",
    "section too long",
    "section of no time",
    "curve out of order",
    "curve repeats too slow",
    # sums
    "repeat too deep",
    "too long by sequence",
    "too long by sections",
    "too many steps",
    # JSON has no such number
    "level not a number",
}


def _block(text: str) -> tuple[str, str, str]:
    name, _, rest = text.partition("\n")
    toml, _, said = rest.partition("---\n")
    return name, toml, said.strip()


CASES = [_block(text) for text in BLOCKS]


def _said(toml: str) -> tuple[str, bool]:
    try:
        compiled = pattern.loads(toml, "my.toml")
    except BadInput as error:
        return str(error), False
    return "\n".join(str(warning) for warning in compiled.warnings), True


@pytest.mark.parametrize(("name", "toml", "said"), CASES, ids=[case[0] for case in CASES])
def test_message(name: str, toml: str, said: str) -> None:
    assert _said(toml)[0] == said


def test_there_are_many_and_each_is_named_once() -> None:
    assert len({name for name, _, _ in CASES}) == len(CASES) > 80


def test_five_mistakes_are_told_in_one_run() -> None:
    (toml,) = [toml for name, toml, _ in CASES if name == "five mistakes in one run"]
    with pytest.raises(BadInput) as caught:
        pattern.loads(toml, "my.toml")
    problems = caught.value.problems
    assert len(problems) == 5
    assert [problem.line for problem in problems] == [2, 4, 6, 10, 14]
    assert all(problem.key and problem.remedy for problem in problems)


@pytest.mark.parametrize(("name", "toml", "said"), CASES, ids=[case[0] for case in CASES])
def test_schema_refuses_what_the_compiler_refuses(name: str, toml: str, said: str) -> None:
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return
    validator = jsonschema.Draft7Validator(_schema())
    accepted = validator.is_valid(data)
    assert accepted == (_said(toml)[1] or name in NOT_IN_A_SCHEMA)


def _schema() -> dict[str, object]:
    return dict(json.loads(schema_file.SCHEMA_PATH.read_text("utf-8")))


def test_too_large_to_compile() -> None:
    lines = ["format = 1"]
    for index in range(64):
        lines += [f"[section.s{index}]", 'lasts = "50s"']
        for stroke in range(12):
            lines += [f"[[section.s{index}.stroke]]", 'kind = "friction"']
            lines += [f"level = {20 + stroke}.{index:02d}"]
    with pytest.raises(BadInput) as caught:
        pattern.loads("\n".join(lines), "my.toml")
    (problem,) = caught.value.problems
    assert problem.what.startswith("the compiled pattern has 2")
    assert problem.remedy.startswith("At most 16384:")


def test_too_many_sections() -> None:
    toml = "format = 1\n" + "".join(f'[section.s{i}]\nlasts = "1s"\n' for i in range(65))
    with pytest.raises(BadInput) as caught:
        pattern.loads(toml, "my.toml")
    assert str(caught.value) == (
        "my.toml:130: section.s64: section number 65. At most 64 sections."
    )


def test_board_warnings() -> None:
    compiled = pattern.loads(
        'format = 1\n[section.a]\nlasts = "9min"\nheat = 38\n[[section.a.stroke]]\n'
        'kind = "tapotement"\nlevel = 50\ntap = "80ms"\nzones = ["toes", "heel"]\nfeet = "left"\n',
        "my.toml",
    )
    assert compiled.warnings == []
    assert pattern.warnings_for(compiled, {"left_toes", "left_heel"}) == []
    told = [str(one) for one in pattern.warnings_for(compiled, ["left_heel"], 90, 3700)]
    assert told == [
        "my.toml:1: warning: the board has no motor for left_toes. "
        "The nearest zone plays for each.",
        "my.toml:4: warning: section.a.heat: the board heats to at most 37 °C. It stays at that.",
        "my.toml:8: warning: section.a.stroke[0].tap: pulses of 80ms are hardly felt. "
        "A motor takes 90ms to get going: play slower.",
    ]
    (cold,) = pattern.warnings_for(compiled, ["left_heel", "left_toes"], 60, None)
    assert cold.what == "the board has no heater"
