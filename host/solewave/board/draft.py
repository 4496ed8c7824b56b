"""Writes a board file to begin with, from a few answers: pins that the chip allows, and a
supply that carries it all."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sole.core import zones

from solewave.board import chip, schema_file
from solewave.board.chip import Chip
from solewave.errors import UserError

_ORDER = ("ball", "heel", "arch", "toes", "solar_plexus")
"""Which part of the sole gets a motor first; left before right."""
_CONTROLLER_MA = 250
_SUPPLY_STEP_MA = 500
_REFERENCE_WATTS = 12
"""The pad of boards/esp32-devkitc.toml, whose gains and model are scaled to another."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to build. `watts` 0: no heat. `switches` and `thermistors`: 1 or 2.

    `light` None: an LED where a PWM channel and a pin are left for it.
    """

    name: str
    chip: str
    motors: int = 2
    driver: Literal["mosfet", "hbridge"] = "mosfet"
    motor_ma: int = 90
    volts: float = 5
    watts: float = 0
    switches: int = 2
    thermistors: int = 2
    intensity_buttons: bool = False
    light: Literal["led", "ws2812", "none"] | None = None
    buzzer: bool = False


def text(wish: Wish) -> str:
    """The board file. Raises UserError if the chip has too few pins or PWM channels."""
    pool = _Pool(wish.chip)
    sensors = [pool.sensor() for _ in range(wish.thermistors)] if wish.watts else []
    switches = [pool.output() for _ in range(wish.switches)] if wish.watts else []
    wide = 2 if wish.driver == "hbridge" else 1
    channels = wish.motors * wide + wish.buzzer
    pool.need_channels(channels + (wish.light == "led"))
    motors = [[pool.output() for _ in range(wide)] for _ in range(wish.motors)]
    blocks = [
        *_motors(wish, motors),
        *(_heater(wish, switches, sensors) if wish.watts else []),
        *_buttons(wish, pool),
        *_light(wish.light, pool, channels),
        *_sound(wish, pool),
    ]
    return "\n".join([*_head(wish, pool), *blocks])


class _Pool:
    """The pins of a chip that are still free."""

    def __init__(self, name: str) -> None:
        self.facts: Chip = chip.load(name)
        self.left = sorted(self.facts.free)
        self.took_psram = False

    def sensor(self) -> int:
        """A pin for a thermistor; one that can do nothing else where there is one."""
        able = [pin for pin in self._plain() if pin in self.facts.adc1]
        return self._take([*(pin for pin in able if pin in self.facts.input_only), *able])

    def output(self) -> int:
        """A pin that drives something; those of PSRAM only when no other is left."""
        plain = [pin for pin in self._plain() if pin not in self.facts.input_only]
        return self._take([*plain, *(pin for pin in self.left if pin in self.facts.psram)])

    def small(self, asked: bool = False) -> int | None:
        """A pin for a button, a lamp or a buzzer; if there is none, None or, if it was `asked`
        for, UserError."""
        plain = [pin for pin in self._plain() if pin not in self.facts.no_pull_up]
        able = [*plain, *(pin for pin in self.left if pin in self.facts.psram)]
        return self._take(able) if able or asked else None

    def need_channels(self, count: int) -> None:
        """Raises UserError if the chip has fewer PWM channels."""
        most = self.facts.pwm_channels
        if count > most:
            what = f"{count} PWM pins, {self.facts.title} has {most} channels"
            raise UserError(what, "Ask for fewer motors, or for mosfets, which take one each.")

    def _plain(self) -> list[int]:
        awkward = set(self.facts.strapping) | self.facts.psram
        return [pin for pin in self.left if pin not in awkward]

    def _take(self, able: list[int]) -> int:
        if not able:
            raise UserError(
                f"{self.facts.title} has too few pins for all that",
                "Ask for fewer motors, or for one switch and one thermistor.",
            )
        self.left.remove(able[0])
        self.took_psram = self.took_psram or able[0] in self.facts.psram
        return able[0]


def supply_ma(wish: Wish) -> int:
    """A supply for everything at once, in mA: the next half ampere."""
    sum_ma = _pad_ma(wish) + wish.motors * wish.motor_ma + _CONTROLLER_MA
    return math.ceil(sum_ma / _SUPPLY_STEP_MA) * _SUPPLY_STEP_MA


def _pad_ma(wish: Wish) -> int:
    return math.ceil(wish.watts * 1000 / wish.volts)


def _head(wish: Wish, pool: _Pool) -> list[str]:
    pad = f"{wish.watts:g} W pad" if wish.watts else "no heat"
    psram = ["# A module with PSRAM needs some of these pins itself.", "psram = false"]
    return [
        f"#:schema ./{schema_file.FILE_NAME}",
        "# Drafted by `solewave boards new`. See that your controller leads all these pins out,",
        "# measure your motors and your pad, and correct what differs. docs/board-format.md",
        "# explains every key; then: solewave boards check FILE",
        "",
        "format = 1",
        f'name = "{wish.name}"',
        f'title = "{pool.facts.title}, {wish.motors} motor{"s" * (wish.motors != 1)}, {pad}"',
        f'chip = "{wish.chip}"',
        *(psram if pool.took_psram else []),
        "",
        "# One supply, protection class III.",
        f"#   pad        {_pad_ma(wish):5} mA",
        f"#   motors     {wish.motors * wish.motor_ma:5} mA   {wish.motors} x {wish.motor_ma} mA",
        f"#   controller {_CONTROLLER_MA:5} mA",
        "[supply]",
        f"volts = {wish.volts:g}",
        f"current_ma = {supply_ma(wish)}",
        f"controller_ma = {_CONTROLLER_MA}",
        "",
    ]


def _motors(wish: Wish, pins: list[list[int]]) -> Iterable[str]:
    if not pins:
        return
    yield "# run_ma at full level after a second; start_pct: the lowest duty at which it begins to"
    yield "# turn, plus a few percent."
    yield f'[motor]\ndriver = "{wish.driver}"\nrun_ma = {wish.motor_ma}\nstart_pct = 30\n'
    first = [f"{side}_{part}" for part in _ORDER for side in ("left", "right")][: len(pins)]
    for zone, own in zip(sorted(first, key=zones.ZONES.index), pins, strict=True):
        written = str(own[0]) if len(own) == 1 else str(own)
        yield f'[[motors]]\nzone = "{zone}"\npins = {written}\n'


def _heater(wish: Wish, switches: list[int], sensors: list[int]) -> Iterable[str]:
    yield "# A thermal switch and a thermal fuse belong into the pad in any case: docs/wiring.md."
    yield f"[heater]\npin = {switches[0]}"
    if len(switches) == 2:
        yield f"enable_pin = {switches[1]}"
    yield f"watts = {wish.watts:g}\n"
    yield "# Found for the reference massager, see boards/esp32-devkitc.toml."
    yield "[heater.pi]\nkp_pct_per_c = 80\nti_s = 240\n"
    for pin in sensors:
        yield f"[[heater.sensors]]\npin = {pin}\nr25_ohm = 10000\nbeta = 3950"
        yield "series_ohm = 10000\n"
    if len(switches) == 1:
        yield "# One switch: less heat, and a cut-off that is nearer."
        yield "[limits]\ntarget_c = 40\ncutoff_c = 43\nheat_min = 20\n"
    share = wish.watts / _REFERENCE_WATTS
    yield "# The virtual board's pad and foot: the reference massager's, scaled to this pad."
    yield f"[model]\npad_j_per_k = {round(200 * share)}\nfoot_j_per_k = {round(500 * share)}"
    yield f"pad_to_foot_w_per_k = {0.6 * share:.2f}\npad_to_air_w_per_k = {0.12 * share:.3f}"
    yield f"foot_to_body_w_per_k = {0.5 * share:.2f}\n"


def _buttons(wish: Wish, pool: _Pool) -> Iterable[str]:
    for does in ("stop", "play"):
        yield from _button(does, pool.small())
    if wish.intensity_buttons:
        for does in ("intensity-down", "intensity-up"):
            yield from _button(does, pool.small(asked=True))


def _button(does: str, pin: int | None) -> Iterable[str]:
    if pin is not None:
        yield f'[[buttons]]\npin = "!^{pin}"\ndoes = "{does}"\n'


def _light(kind: str | None, pool: _Pool, channels: int) -> Iterable[str]:
    """`channels`: PWM channels that everything else takes."""
    if kind == "none" or (kind is None and channels >= pool.facts.pwm_channels):
        return
    pin = pool.small(asked=kind is not None)
    if pin is not None:
        yield f'[indicator]\nkind = "{kind or "led"}"\npin = {pin}\n'


def _sound(wish: Wish, pool: _Pool) -> Iterable[str]:
    if wish.buzzer:
        yield f"[buzzer]\npin = {pool.small(asked=True)}\n"
