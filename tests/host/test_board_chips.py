"""The chip facts: that they fit each other, esptool, the firmware and the virtual board."""

import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import solewave.virtual
from esptool.targets import CHIP_DEFS
from solewave import ports
from solewave.board import chip

CHIPS = chip.names()
USB_ID = re.compile(r"[0-9a-f]{4}:([0-9a-f]{4}|\*)")
HAL = Path(__file__).parents[2] / "firmware" / "sole" / "hal.py"


def test_the_chips_of_the_project():
    assert CHIPS == ["esp32", "esp32c3", "esp32c6", "esp32s2", "esp32s3"]


@pytest.mark.parametrize("name", CHIPS)
def test_the_facts_fit_each_other(name):
    facts = chip.load(name)
    lists = (
        facts.input_only, facts.no_pull_up, facts.flash, facts.psram, facts.usb,
        facts.console, facts.adc1, facts.adc2, frozenset(facts.strapping),
    )  # fmt: skip
    assert frozenset().union(*lists) < facts.gpio
    taken = [*facts.flash, *facts.usb, *facts.console]
    assert len(taken) == len(set(taken))
    assert facts.free == facts.gpio - set(taken)
    assert not facts.adc1 & (facts.adc2 | set(taken))
    assert facts.input_only <= facts.no_pull_up
    assert set(facts.strapping) <= facts.free
    assert 0 <= facts.adc_min_mv < facts.adc_max_mv <= 3300
    assert len(facts.usb) in (0, 2)
    assert len(facts.console) == 2


@pytest.mark.parametrize("name", CHIPS)
def test_esptool_says_the_same(name):
    facts, target = chip.load(name), CHIP_DEFS[name]
    assert facts.esptool_name == target.CHIP_NAME
    assert facts.bootloader_at == target.BOOTLOADER_FLASH_OFFSET


def test_where_the_bootloader_goes():
    at = {name: chip.load(name).bootloader_at for name in CHIPS}
    assert at == {
        "esp32": 0x1000, "esp32s2": 0x1000, "esp32s3": 0, "esp32c3": 0, "esp32c6": 0
    }  # fmt: skip


def test_pwm_channels_are_those_of_the_design():
    channels = {name: chip.load(name).pwm_channels for name in CHIPS}
    assert channels == {"esp32": 16, "esp32s2": 8, "esp32s3": 8, "esp32c3": 6, "esp32c6": 6}


def test_every_chip_has_the_timers_that_the_firmware_uses():
    used = {int(number) for number in re.findall(r"machine\.Timer\((\d)\)", HAL.read_text())}
    assert used == {0, 1}
    for name in CHIPS:
        assert max(used) < chip.load(name).timers


def test_the_range_of_the_adc_is_that_of_the_attenuation_the_firmware_sets():
    assert re.findall(r"ADC\.(ATTN_\w+)", HAL.read_text()) == ["ATTN_11DB"]


@pytest.mark.parametrize("name", CHIPS)
def test_the_virtual_board_has_the_same_chips(name, monkeypatch):
    facts, virtual = chip.load(name), virtual_chips(monkeypatch)
    assert set(virtual.PINS[name]) == facts.gpio
    assert set(virtual.INPUT_ONLY.get(name, ())) == facts.input_only
    assert virtual.PWM_CHANNELS[name] == facts.pwm_channels
    assert virtual.PWM_FREQUENCIES.get(name, 4) == facts.pwm_timers
    assert set(virtual.ADC_PINS[name]) == facts.adc1 | facts.adc2


def virtual_chips(monkeypatch):
    """The virtual device's own table, which cannot import the host."""
    path = Path(solewave.virtual.__file__).parent / "device" / "chips.py"
    world = type("World", (), {"config": {"chip": "esp32"}})
    monkeypatch.setitem(__import__("sys").modules, "world", type("m", (), {"world": world}))
    spec = importlib.util.spec_from_file_location("virtual_chips", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", CHIPS)
def test_usb_ids_are_written_alike_and_the_chips_own_are_known(name):
    facts = chip.load(name)
    assert all(USB_ID.fullmatch(usb_id) for usb_id in facts.usb_ids)
    assert ("303a:*" in facts.usb_ids) == bool(facts.usb)
    assert "10c4:ea60" in facts.usb_ids


@pytest.mark.parametrize(
    ("vid", "pid", "known"),
    [
        (0x303A, 0x1001, True),  # the USB of a C3
        (0x303A, 0x8123, True),  # a product of some maker, under Espressif's vendor
        (0x10C4, 0xEA60, True),
        (0x10C4, 0xEA61, False),  # the same vendor, something else
        (0x046D, 0xC077, False),
        (None, None, False),
    ],
)
def test_ports_are_told_apart_by_these_ids(vid, pid, known):
    port = SimpleNamespace(device="X", description="", vid=vid, pid=pid)
    assert ports.candidates([port]) == [port] * known


def test_an_unknown_chip_is_a_key_error():
    with pytest.raises(KeyError):
        chip.load("../esp32-devkitc")
