"""The parts of a board, to buy before the soldering iron is warm.

Values and kinds are those of docs/wiring.md, which tells why each is there.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

from solewave.board.model import BoardFile, Heater, Indicator, Sensor
from solewave.board.wiring import ohms, spoken_role

FUSES_A = (0.5, 1, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10, 12.5, 16, 20, 25)
"""Sizes that are sold (the R10 series of IEC 60127)."""
_FUSE_MARGIN = 1.25
"""A fuse carries its rated current; a supply at its limit must not blow it."""
DRV8833_MAX_MA = 1200
DRV8833_MAX_V = 10.8
"""Of each of its two bridges (Texas Instruments, DRV8833 data sheet: 1.5 A at most)."""
_CONTROLLER_MAX_V = 5.5


class Part(NamedTuple):
    """So many of a part, and what it has to be."""

    pieces: int
    what: str
    note: str = ""


def parts(board: BoardFile) -> list[Part]:
    """Everything that is bought: supply, controller, motors, pad, buttons, lamp, buzzer."""
    found = [*_supply(board), *_motors(board)]
    if board.heater:
        found += [*_pad(board, board.heater), *_thermistors(board.heater)]
    found += _controls(board)
    resistors = _resistors(board)
    found += [Part(count, f"resistor {ohms(value)}") for value, count in sorted(resistors.items())]
    return found


def fuse_a(amps: float) -> float:
    """The next larger fuse for a current, in amperes."""
    wanted = amps * _FUSE_MARGIN
    return next((size for size in FUSES_A if size >= wanted), FUSES_A[-1])


def pad_ohm(board: BoardFile, heater: Heater) -> float:
    """Resistance of the pad in ohm."""
    return board.supply.volts**2 / heater.watts


def bridges(board: BoardFile) -> int:
    """Modules with two bridges each."""
    return math.ceil(sum(motor.driver == "hbridge" for motor in board.motors) / 2)


def bridge_name(board: BoardFile) -> str:
    """ "DRV8833" where that one will do."""
    largest_ma = max(motor.run_ma for motor in board.motors if motor.driver == "hbridge")
    fits = largest_ma <= DRV8833_MAX_MA and board.supply.volts <= DRV8833_MAX_V
    return "DRV8833" if fits else f"{largest_ma / 1000:g} A dual bridge"


def _supply(board: BoardFile) -> Iterator[Part]:
    volts, amps = board.supply.volts, board.supply.current_ma / 1000
    note = "plug-in, protection class III, isolated from the mains"
    yield Part(1, f"power supply {volts:g} V, {amps:g} A", note)
    yield Part(1, f"fuse {fuse_a(amps):g} A, slow, with holder", "right behind the socket")
    yield Part(
        1, "capacitor 1000 uF", f"{math.ceil(volts * 2)} V or more, where motors branch off"
    )
    yield Part(1, board.controller or f"controller board with an {board.chip}")
    if volts > _CONTROLLER_MAX_V and board.supply.controller_ma:
        yield Part(1, f"step-down converter, {volts:g} V to 5 V", "for the controller")


def _motors(board: BoardFile) -> Iterator[Part]:
    count = len(board.motors)
    if not count:
        return
    volts, mosfets = board.supply.volts, sum(each.driver == "mosfet" for each in board.motors)
    largest_ma = max(motor.run_ma for motor in board.motors)
    yield Part(count, f"vibration motor for {volts:g} V", f"eccentric mass, about {largest_ma} mA")
    yield Part(count, "capacitor 100 nF", "at each motor")
    if mosfets:
        note = "on-resistance given at 2.5 V of gate voltage"
        yield Part(mosfets, "N-channel MOSFET, AO3400A", note)
        yield Part(mosfets, "Schottky diode, 1N5819", "at each motor, cathode to the supply")
    if bridges(board):
        yield Part(bridges(board), f"{bridge_name(board)} module", "for two motors each")


def _pad(board: BoardFile, heater: Heater) -> Iterator[Part]:
    amps = board.heater_ma / 1000
    ohm = pad_ohm(board, heater)
    yield Part(1, f"heating pad {heater.watts:g} W, {ohm:.1f} ohm", "insulated, for two feet")
    yield Part(1, f"fuse {fuse_a(amps):g} A", "in the wire to the pad")
    yield Part(1, "thermal switch 50 °C, normally closed", f"KSD9700 kind, {amps:.1f} A or more")
    yield Part(1, "thermal fuse, 66 to 72 °C", "one-shot, in the pad; crimp it")
    note = f"lower switch: {math.ceil(amps * 2)} A, on-resistance given at 2.5 V"
    if heater.enable_pin is None:
        note = note.replace("lower switch", "its only switch")
    yield Part(1, "N-channel MOSFET, large", note)
    if heater.enable_pin:
        note = f"upper switch: {math.ceil(amps * 1.5)} A, on-resistance given at 4.5 V"
        yield Part(1, "P-channel MOSFET, large", note)
        yield Part(1, "N-channel MOSFET, 2N7002", "drives the upper switch")


def _thermistors(heater: Heater) -> Iterator[Part]:
    count = len(heater.sensors)
    for kind in dict.fromkeys((sensor.r25_ohm, sensor.beta) for sensor in heater.sensors):
        of_kind = sum((sensor.r25_ohm, sensor.beta) == kind for sensor in heater.sensors)
        yield Part(of_kind, f"thermistor NTC {ohms(kind[0])}, 1 %", f"beta {kind[1]:g} K")
    yield Part(count, "capacitor 100 nF", "beside each thermistor's pin")


def _controls(board: BoardFile) -> Iterator[Part]:
    for button in sorted(board.buttons, key=lambda one: one.does == "stop"):
        note = "red and large, where a hand reaches it" if button.does == "stop" else ""
        yield Part(1, f"push button, {spoken_role(button)}", note)
    if _is_wired(board.indicator, "led"):
        yield Part(1, "LED")
    if _is_wired(board.indicator, "ws2812"):
        yield Part(1, "addressable LED, WS2812B")
        yield Part(1, "diode, 1N4148", "in its supply: its data input then takes 3.3 V as high")
        yield Part(1, "capacitor 100 nF", "at the addressable LED")
    if board.buzzer:
        yield Part(1, "piezo disc, passive", "without an oscillator of its own")


def _is_wired(lamp: Indicator | None, kind: str) -> bool:
    return lamp is not None and lamp.kind == kind and not lamp.built_in


def _resistors(board: BoardFile) -> dict[float, int]:
    gates = sum(motor.driver == "mosfet" for motor in board.motors)
    pulls = gates
    if board.heater:
        switches = 2 if board.heater.enable_pin else 1
        gates += switches
        pulls += switches + (board.heater.enable_pin is not None)
    found: dict[float, int] = {}
    _count(found, 100, gates + (board.buzzer is not None))
    _count(found, 10_000, pulls + sum(not button.pin.pull_up for button in board.buttons))
    _count(found, 1000, _is_wired(board.indicator, "led"))
    _count(found, 330, _is_wired(board.indicator, "ws2812"))
    sensors: tuple[Sensor, ...] = board.heater.sensors if board.heater else ()
    for sensor in sensors:
        _count(found, sensor.series_ohm, 1)
    return found


def _count(found: dict[float, int], ohm: float, count: int) -> None:
    if count:
        found[ohm] = found.get(ohm, 0) + count
