"""What a person reads about a wrong board file, word for word (board_mistakes.toml)."""

import tomllib
from pathlib import Path

import pytest
from sole.core.faults import CODES
from solewave import board, shipped
from solewave.board import checks
from solewave.board.pins import Pin
from solewave.problems import BadInput

REFERENCE = (shipped.path("boards") / "esp32-devkitc.toml").read_text()
GOLDEN = Path(__file__).with_name("board_mistakes.toml")
MISTAKES = tomllib.loads(GOLDEN.read_text())["mistake"]


def load(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("board.toml").write_text(text)
    return board.load("board.toml")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["name"])
def test_a_mistake_is_told_so(mistake, tmp_path, monkeypatch):
    board_name = mistake.get("board", "esp32-devkitc")
    edited = (shipped.path("boards") / f"{board_name}.toml").read_text()
    for right, wrong in mistake.get("edits") or [(mistake["edit"], mistake["to"])]:
        assert right in edited
        edited = edited.replace(right, wrong, 1)
    with pytest.raises(BadInput) as caught:
        load(edited, tmp_path, monkeypatch)
    assert caught.value.message == mistake["says"]


def test_all_mistakes_come_at_once_and_in_order(tmp_path, monkeypatch):
    edited = REFERENCE
    for old, new in (
        ('chip = "esp32"', 'chip = "esp23"'),
        ("volts = 5", "volts = 230"),
        ('zone = "left_ball"', 'zone = "left_toes"'),
        ("pins = 17", "pins = 13"),
        ("watts = 12", "wats = 12"),
        ("target_c = 42", "target_c = 50"),
    ):
        edited = edited.replace(old, new, 1)
    with pytest.raises(BadInput) as caught:
        load(edited, tmp_path, monkeypatch)
    keys = [problem.key for problem in caught.value.problems]
    # No pin is checked against a chip that nobody knows; everything else is.
    assert keys == [
        "chip", "supply.volts", "motors[1].zone", "heater", "heater.wats", "limits.target_c"
    ]  # fmt: skip
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    ("edit", "to", "says"),
    [
        ("pins = 16", "pins = 15", "GPIO15 is a strapping pin: low at reset silences"),
        (
            "enable_pin = 27\n",
            "",
            "no enable_pin: if its one switch is shorted, heater-stuck-on, thermal-runaway "
            "and over-temperature are reported, but not stopped",
        ),
        ("current_ma = 4000", "current_ma = 3000", "900 mA, 350 mA are left for them"),
        ("pin = 26", 'pin = "!26"', "an active-low heater is on wherever its pin is held low"),
    ],
)
def test_what_works_but_should_be_known_is_a_warning(edit, to, says, tmp_path, monkeypatch):
    loaded = load(REFERENCE.replace(edit, to, 1), tmp_path, monkeypatch)
    (warning,) = loaded.warnings
    assert warning.severity == "warning"
    assert says in warning.what
    assert warning.remedy


def test_a_pin_of_psram_is_a_warning_where_the_file_does_not_say(tmp_path, monkeypatch):
    loaded = load(REFERENCE.replace("psram = false\n", ""), tmp_path, monkeypatch)
    assert [warning.what for warning in loaded.warnings] == [
        "GPIO16 belongs to the PSRAM of modules that have one",
        "GPIO17 belongs to the PSRAM of modules that have one",
    ]


def test_one_thermistor_is_a_warning(tmp_path, monkeypatch):
    start, end = REFERENCE.index("[[heater.sensors]]"), REFERENCE.rindex("[[heater.sensors]]")
    loaded = load(REFERENCE[:start] + REFERENCE[end:], tmp_path, monkeypatch)
    (warning,) = loaded.warnings
    assert warning.key == "heater.sensors"
    assert warning.what == "one thermistor: sensor-disagree cannot be seen"


def test_the_warning_names_rows_of_the_fault_table():
    named = checks.ONLY_REPORTED.replace(" and ", ", ").split(", ")
    assert sorted(named) == ["heater-stuck-on", "over-temperature", "thermal-runaway"]
    assert set(named) < set(CODES)


def test_an_emergency_stop_may_be_wired_to_open(tmp_path, monkeypatch):
    loaded = load(REFERENCE.replace('"!^32"', '"^32"'), tmp_path, monkeypatch)
    assert loaded.buttons[1].pin == Pin(32, active_low=False, pull_up=True)


def test_an_unknown_name_lists_the_shipped_ones():
    with pytest.raises(BadInput) as caught:
        board.load("esp32-devkit")
    assert caught.value.message == (
        "esp32-devkit: no board of this name comes with Solewave. "
        "Allowed: esp32-devkitc, esp32-devkitc-cold, esp32-drv8833, esp32c3-supermini, "
        'esp32s3-devkitc, xiao-esp32s3. Did you mean "esp32-devkitc"? Or name a .toml file.'
    )


def test_a_pattern_is_no_board(tmp_path):
    file = tmp_path / "rub.toml"
    file.write_text('format = 1\n[section.a]\nlasts = "1s"\n')
    with pytest.raises(BadInput) as caught:
        board.load(file)
    assert str(caught.value.problems[0]) == (
        f"{file}:2: section: this is a pattern, no board file. Name a board file; "
        "`solewave boards new NAME` drafts one."
    )


def test_a_forgotten_suffix_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(REFERENCE)
    with pytest.raises(BadInput, match=r"of this name comes .* Did you mean mine\.toml\?"):
        board.load("mine")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        board.load(tmp_path / "none.toml")
