"""docs/boards: each page and diagram is what its board file says, and nothing else."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
from solewave import board
from solewave.board import parts, sheet, wiring
from solewave.board.model import Buzzer, Indicator
from solewave.board.pins import Pin
from solewave.cli import run

DOCS = Path(__file__).parents[2] / "docs" / "boards"
BOARDS = board.names()
HOW = "Run `make boards`, look at what changed, and commit it."


def table(page, heading):
    """Rows of the table under a heading, without its head."""
    section = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:1] == "|"]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def texts(svg):
    return {"".join(one.itertext()).strip() for one in ET.fromstring(svg).iter() if one.text}


@pytest.mark.parametrize("name", BOARDS)
def test_the_page_and_the_diagram_are_those_of_the_file(name):
    for file, data in sheet.files([board.load(name)], listed=False).items():
        assert (DOCS / file).read_bytes() == data, HOW


def test_the_list_of_boards_is_complete():
    everything = sheet.files([board.load(name) for name in BOARDS], listed=True)
    assert (DOCS / "README.md").read_bytes() == everything["README.md"], HOW
    assert {path.name for path in DOCS.iterdir()} == set(everything)


@pytest.mark.parametrize("name", BOARDS)
def test_the_wiring_table_has_every_pin_once(name):
    own = board.load(name)
    rows = table(sheet.page(own), "Wiring")
    listed = [int(found[1]) for row in rows if (found := re.search(r"GPIO(\d+)", row[0]))]
    assert sorted(listed) == sorted(pin.gpio for pin in every_pin(own))


@pytest.mark.parametrize("name", BOARDS)
def test_the_diagram_names_every_pin_and_every_zone(name):
    own = board.load(name)
    drawn = texts(sheet.files([own], listed=False)[f"{name}.svg"])
    assert {wiring.printed(own, pin) for pin in every_pin(own)} <= drawn
    assert {wiring.spoken_zone(zone) for zone in own.served} <= drawn
    if own.heater:
        assert f"fuse {parts.fuse_a(own.heater_ma / 1000):g} A" in drawn
    assert ("thermal fuse" in drawn) == (own.heater is not None)
    assert ("upper switch" in drawn) == bool(own.heater and own.heater.enable_pin)


@pytest.mark.parametrize("name", BOARDS)
def test_the_currents_add_up(name):
    rows = table(sheet.page(board.load(name)), "Currents")
    amounts = {what: int(ma.removesuffix(" mA")) for what, ma in rows}
    supply, total = amounts.pop("supply"), amounts.pop("sum")
    assert sum(amounts.values()) == total <= supply


@pytest.mark.parametrize("name", BOARDS)
def test_the_page_says_what_the_check_warns_of(name):
    own = board.load(name)
    known = sheet.page(own).split("## What to know", 1)[1]
    for warning in own.warnings:
        assert warning.what[1:] in known
        assert warning.remedy in known


def test_the_parts_of_the_reference_board():
    counted = {part.what: part.pieces for part in parts.parts(board.load("esp32-devkitc"))}
    assert counted["N-channel MOSFET, AO3400A"] == 10
    assert counted["Schottky diode, 1N5819"] == 10
    assert counted["fuse 5 A, slow, with holder"] == 1
    assert counted["heating pad 12 W, 2.1 ohm"] == 1
    assert counted["P-channel MOSFET, large"] == 1
    # ten gates and two switches; a pull-down at each, the upper switch's pull-up, two dividers
    assert counted["resistor 100 ohm"] == 12
    assert counted["resistor 10 kilohm"] == 15
    assert counted["resistor 1 kilohm"] == 1


def test_bridges_are_counted_by_two_and_named_only_where_the_part_fits():
    own = board.load("esp32-drv8833")
    assert (parts.bridges(own), parts.bridge_name(own)) == (2, "DRV8833")
    strong = tuple(msgspec.structs.replace(motor, run_ma=1500) for motor in own.motors[:3])
    other = msgspec.structs.replace(own, motors=strong)
    assert (parts.bridges(other), parts.bridge_name(other)) == (2, "1.5 A dual bridge")


def test_a_fuse_is_the_next_size_above_a_quarter_more():
    assert [parts.fuse_a(amps) for amps in (0.3, 1, 2, 4, 30)] == [0.5, 1.6, 2.5, 5, 25]


def test_a_12_volt_board_gets_a_converter_for_its_controller():
    own = board.load("esp32-devkitc-cold")
    strong = msgspec.structs.replace(own, supply=msgspec.structs.replace(own.supply, volts=12))
    bought = [part.what for part in parts.parts(strong)]
    assert "step-down converter, 12 V to 5 V" in bought
    assert "vibration motor for 12 V" in bought


@pytest.mark.parametrize(
    ("pin", "says"),
    [
        (Pin(4, active_low=True, pull_up=True), "button to ground"),
        (Pin(4, pull_up=True), "button to ground, a contact that opens"),
        (Pin(4), "button to 3V3, 10 kilohm to ground"),
        (Pin(4, active_low=True), "button to ground, 10 kilohm to 3V3"),
    ],
)
def test_how_a_button_is_wired(pin, says):
    own = board.load("esp32-devkitc")
    button = msgspec.structs.replace(own.buttons[0], pin=pin)
    changed = msgspec.structs.replace(own, buttons=(button,))
    (wire,) = [one for one in wiring.wires(changed) if one.what == "play button"]
    assert wire.goes_to == says
    assert b"GPIO4" in sheet.files([changed], listed=False)["esp32-devkitc.svg"]


def test_a_switch_that_is_on_when_low_is_pulled_up():
    own = board.load("esp32c3-supermini")
    heater = msgspec.structs.replace(own.heater, pin=Pin(10, active_low=True))
    (wire,) = [
        w for w in wiring.wires(msgspec.structs.replace(own, heater=heater)) if w[1][:3] == "pad"
    ]
    assert wire.goes_to.endswith("10 kilohm from gate to 3V3: on when low")


def test_a_thermistor_to_the_supply_is_drawn_so():
    own = board.load("esp32c3-supermini")
    sensor = msgspec.structs.replace(own.heater.sensors[0], wiring="pull-down")
    changed = msgspec.structs.replace(
        own, heater=msgspec.structs.replace(own.heater, sensors=(sensor,))
    )
    (wire,) = [one for one in wiring.wires(changed) if one.what == "thermistor 1"]
    assert wire.goes_to.endswith("10 kilohm to ground, NTC 10 kilohm to 3V3")
    before = sheet.files([own], listed=False)["esp32c3-supermini.svg"]
    assert sheet.files([changed], listed=False)["esp32c3-supermini.svg"] != before


@pytest.mark.parametrize(
    ("lamp", "says", "bought"),
    [
        (Indicator(pin=Pin(14)), "LED and 1 kilohm to ground", {"LED", "resistor 1 kilohm"}),
        (Indicator(pin=Pin(14, True)), "LED and 1 kilohm to 3V3", {"LED"}),
        (
            Indicator(pin=Pin(14), kind="ws2812"),
            "its data input by 330 ohm; its supply from 5 V by a 1N4148",
            {"addressable LED, WS2812B", "diode, 1N4148", "resistor 330 ohm"},
        ),
        (Indicator(pin=Pin(14), kind="ws2812", built_in=True), "on the controller itself", set()),
    ],
)
def test_how_lamp_and_buzzer_are_wired(lamp, says, bought):
    own = msgspec.structs.replace(board.load("esp32-devkitc-cold"), indicator=lamp)
    own = msgspec.structs.replace(own, buzzer=Buzzer(pin=Pin(15)))
    found = {wire.pin.gpio: wire for wire in wiring.wires(own)}
    assert found[14].goes_to.startswith(says)
    assert found[15].goes_to == "piezo and 100 ohm to ground"
    parts_of = {part.what for part in parts.parts(own)}
    assert bought | {"piezo disc, passive"} <= parts_of
    assert bought or not parts_of & {"LED", "addressable LED, WS2812B"}
    drawn = texts(sheet.files([own], listed=False)["esp32-devkitc-cold.svg"])
    assert {"GPIO14", "GPIO15", "buzzer (piezo)"} <= drawn


def test_the_command_draws_a_board_of_ones_own(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["boards", "draw", "xiao-esp32s3", "--to", "here"]) == 0
    assert capsys.readouterr().out == "Wrote xiao-esp32s3.md, xiao-esp32s3.svg to here\n"
    written = {path.name for path in (tmp_path / "here").iterdir()}
    assert written == {"xiao-esp32s3.md", "xiao-esp32s3.svg"}


def every_pin(own):
    pins = [pin for motor in own.motors for pin in motor.pins]
    if own.heater:
        pins += [pin for pin in (own.heater.pin, own.heater.enable_pin) if pin]
        pins += [sensor.pin for sensor in own.heater.sensors]
    shown = [one.pin for one in (own.indicator, own.buzzer) if one]
    return [*pins, *(button.pin for button in own.buttons), *shown]
