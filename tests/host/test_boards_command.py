"""`solewave boards`: list, check, new."""

import io
import itertools
import json
import sys
import tomllib

import pytest
from sole.core import board as device
from solewave import board
from solewave.board import chip, draft
from solewave.cli import run
from solewave.errors import UserError


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return tmp_path


def test_the_list(capsys):
    assert run(["boards"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["NAME", "CHIP", "MOTORS", "HEATER", "TITLE"]
    assert [row.split()[0] for row in rows[1:-1]] == board.names()
    assert rows[-1] == "Your own: solewave boards new NAME"
    assert max(map(len, rows)) <= 100


def test_the_list_for_programs(capsys):
    assert run(["boards", "--json"]) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert list(listed) == board.names()
    assert listed["esp32c3-supermini"] == {
        "name": "esp32c3-supermini", "title": "ESP32-C3 SuperMini, two motors, 8 W pad",
        "chip": "esp32c3", "motors": 2, "zones": ["left_ball", "right_ball"], "heater_watts": 8,
        "heater_switches": 1, "thermistors": 1, "supply_ma": 2500, "motor_budget_ma": 780,
        "buttons": ["play", "stop"], "indicator": "led", "buzzer": False,
    }  # fmt: skip
    cold, rich = listed["esp32-devkitc-cold"], listed["esp32s3-devkitc"]
    assert (cold["heater_watts"], cold["buttons"], cold["indicator"]) == (0, [], None)
    assert rich["buttons"] == ["play", "intensity-down", "intensity-up", "stop"]
    assert rich["indicator"] == "ws2812"
    assert listed["esp32-drv8833"]["buzzer"]


def test_a_good_board_is_told_so_after_its_warnings(capsys):
    assert run(["boards", "check", "esp32-devkitc", "xiao-esp32s3"]) == 0
    printed = capsys.readouterr()
    first, second = printed.out.splitlines()
    assert first.startswith(
        "esp32-devkitc: good: ESP32-DevKitC, ten motors, 12 W pad: ESP32, 10 motors, "
        "pad of 12 W with two switches and two thermistors, "
    )
    assert second.startswith("xiao-esp32s3: good: ")
    assert [row.split(" warning: ")[1].split(": ")[0] for row in printed.err.splitlines()] == [
        "heater.sensors", "buttons[0].pin"
    ]  # fmt: skip


def test_all_files_are_checked_though_the_first_is_wrong(folder, capsys):
    (folder / "bad.toml").write_text("format = 1\nchip = 'esp32'\nbuzzer.pin = 24\n")
    assert run(["boards", "check", "bad.toml", "none.toml", "esp32-devkitc"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("esp32-devkitc: good: ")
    assert printed.err.splitlines() == [
        'bad.toml:1: "name" is missing. Add it. Allowed: 1 to 32 characters a-z 0-9 -, '
        "the first no -.",
        'bad.toml:1: "title" is missing. Add it. Allowed: text of 1 to 80 printable characters.',
        'bad.toml:1: "supply" is missing. Add it under [supply].',
        "bad.toml:3: buzzer.pin: ESP32 has no GPIO24. Allowed: 0, 2, 4 to 5, 12 to 19, 21 to 23, "
        "25 to 27, 32 to 33.",
        "none.toml: no such file. Check the name and the directory.",
    ]


def test_the_check_for_programs(folder, capsys):
    (folder / "bad.toml").write_text("format = 1\nchip = 'esp32'\nbuzzer.pin = 24\n")
    assert run(["boards", "check", "bad.toml", "esp32-devkitc", "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    bad, good = json.loads(printed.out)
    assert (bad["ok"], good["ok"]) == (False, True)
    assert [problem["line"] for problem in bad["problems"]] == [1, 1, 1, 3]
    assert good["name"] == "esp32-devkitc"


CHOICES = list(
    itertools.product(
        chip.names(), range(11), ("mosfet", "hbridge"), ((0, 1, 1), (9, 1, 1), (12, 2, 2))
    )
)


@pytest.mark.parametrize("name", chip.names())
def test_every_draft_is_a_good_board_or_is_refused_with_a_reason(name):
    drafted, refused = 0, []
    for of_chip, motors, driver, (watts, switches, thermistors) in CHOICES:
        if of_chip != name:
            continue
        wish = draft.Wish(
            name="mine", chip=name, motors=motors, driver=driver, watts=watts,
            switches=switches, thermistors=thermistors,
        )  # fmt: skip
        try:
            text = draft.text(wish)
        except UserError as error:
            refused.append(error.message)
            continue
        drafted += 1
        agrees(text, wish)
    assert drafted >= 15
    assert refused
    assert all("too few pins" in message or "PWM pins" in message for message in refused)


def agrees(text, wish):
    """The drafted board is right, is what was asked for, and the device takes it."""
    from solewave import tomlsource  # noqa: PLC0415

    own = board.check(tomlsource.parse(text, "mine.toml"))
    assert (own.chip, len(own.motors)) == (wish.chip, wish.motors)
    assert {motor.driver for motor in own.motors} <= {wish.driver}
    assert (own.heater.watts if own.heater else 0) == wish.watts
    if own.heater:
        assert bool(own.heater.enable_pin) == (wish.switches == 2)
        assert len(own.heater.sensors) == wish.thermistors
    assert own.motor_budget_ma >= sum(motor.run_ma for motor in own.motors)
    assert device.read(own.compiled())["name"] == "mine"
    about = {warning.key for warning in own.warnings}
    # no strapping pin, and no pin of a PSRAM of which the file says nothing
    assert about <= {"heater", "heater.sensors", "chip"}
    assert own.buttons == () or own.buttons[0].does == "stop"


def test_options_alone_write_a_board(folder, capsys):
    words = "boards new mine --chip esp32c3 --motors 3 --watts 9 --switches 1 --thermistors 1"
    assert run(words.split()) == 0
    printed = capsys.readouterr()
    assert printed.out == (
        "Wrote mine.toml, and board.schema.json for your editor: ESP32-C3, 3 motors, "
        "pad of 9 W with one switch and one thermistor.\n"
        "Compare it with your wiring, then: solewave boards check mine.toml\n"
    )
    assert [row.split(": ")[2] for row in printed.err.splitlines()] == ["heater", "heater.sensors"]
    written = tomllib.loads((folder / "mine.toml").read_text())
    zones = [motor["zone"] for motor in written["motors"]]
    assert zones == ["left_ball", "left_heel", "right_ball"]
    assert written["limits"] == {"target_c": 40, "cutoff_c": 43, "heat_min": 20}
    assert run(["boards", "check", "mine.toml"]) == 0


@pytest.mark.parametrize("of_chip", chip.names())
@pytest.mark.parametrize("light", ["led", "ws2812", "none"])
def test_a_draft_has_the_buttons_lamp_and_buzzer_that_were_asked_for(of_chip, light, folder):
    words = f"boards new mine --chip {of_chip} --light {light} --buzzer --intensity-buttons"
    assert run(words.split()) == 0
    own = board.load("mine.toml")
    assert [one.does for one in own.buttons] == ["stop", "play", "intensity-down", "intensity-up"]
    assert (own.indicator.kind if own.indicator else "none") == light
    assert own.buzzer


def test_a_draft_without_a_channel_for_a_led_has_none(folder):
    words = ["boards", "new", "--chip", "esp32s3", "--motors", "8"]
    assert run([*words, "mine"]) == 0
    assert board.load("mine.toml").indicator is None
    assert run([*words, "other", "--light", "ws2812"]) == 0
    assert board.load("other.toml").indicator.kind == "ws2812"


def test_a_file_is_never_overwritten(folder, capsys):
    (folder / "mine.toml").write_text("precious")
    assert run(["boards", "new", "mine", "--chip", "esp32"]) == 1
    err = capsys.readouterr().err
    assert err == "solewave: mine.toml exists already. Choose another name.\n"
    assert (folder / "mine.toml").read_text() == "precious"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "new mine",
            "solewave: the chip is not named. Say --chip CHIP. "
            "Allowed: esp32, esp32c3, esp32c6, esp32s2, esp32s3.",
        ),
        (
            "new mine --chip esp32s5",
            'solewave: "esp32s5" is not a chip Solewave knows. '
            'Allowed: esp32, esp32c3, esp32c6, esp32s2, esp32s3. Did you mean "esp32s3"?',
        ),
        (
            "new mine --chip esp32c3 --motors 7",
            "solewave: 7 PWM pins, ESP32-C3 has 6 channels. "
            "Ask for fewer motors, or for mosfets, which take one each.",
        ),
        (
            "new mine --chip esp32s3 --motors 8 --light led",
            "solewave: 9 PWM pins, ESP32-S3 has 8 channels. "
            "Ask for fewer motors, or for mosfets, which take one each.",
        ),
        (
            "new mine --chip esp32c3 --motors 6 --watts 9",
            "solewave: ESP32-C3 has too few pins for all that. "
            "Ask for fewer motors, or for one switch and one thermistor.",
        ),
        (
            "new Mine --chip esp32",
            'Mine.toml:7: name: "Mine" is not allowed. '
            "Allowed: 1 to 32 characters a-z 0-9 -, the first no -.",
        ),
        (
            "new none/mine --chip esp32",
            "solewave: none/mine.toml cannot be written: No such file or directory. "
            "Choose a folder that is there and where you may write.",
        ),
        (
            "new mine --chip esp32 --watts 90",
            "solewave: --watts: 90.0 is out of range. Allowed: a number from 0.5 to 60. "
            "See solewave boards new --help.",
        ),
    ],
)
def test_what_cannot_be_drafted(words, says, folder, capsys):
    assert run(["boards", *words.split()]) == 1
    assert capsys.readouterr().err.strip() == says
    assert list(folder.glob("**/*.toml")) == []


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_it_asks_for_what_no_option_said(folder, monkeypatch, capsys):
    answers = "esp23\nesp32s3\nfour\n11\n4\nhbridge\n150\n\nyes\n8\n1\n\n"
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    assert run(["boards", "new", "asked"]) == 0
    own = board.load("asked.toml")
    assert (own.chip, len(own.motors), own.motors[0].driver) == ("esp32s3", 4, "hbridge")
    assert (own.motors[0].run_ma, own.supply.volts) == (150, 5)
    assert own.heater.watts == 8
    assert own.heater.enable_pin is None
    assert len(own.heater.sensors) == 2
    asked = capsys.readouterr().err
    assert "How many motors (0 to 10) [2]:" in asked
    assert "'esp23' is not one of" in asked
    assert "'four' is no number. Allowed: a whole number from 0 to 10." in asked
    assert "11 is out of range. Allowed: a whole number from 0 to 10." in asked
    assert "A heating pad [y/N]:" in asked


def test_an_answer_that_was_given_as_an_option_is_not_asked(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Terminal("\n"))
    words = "new cold --chip esp32 --motors 2 --driver mosfet --motor-ma 80 --no-heater"
    assert run(["boards", *words.split()]) == 0
    asked = capsys.readouterr().err
    assert "Supply in volts" in asked
    assert "Chip" not in asked
    assert "pad" not in asked
    assert board.load("cold.toml").heater is None
