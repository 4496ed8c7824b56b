"""Groups of parts in a board's wiring diagram, each hung on a pin of the controller.

Coordinates are schemdraw's units: x away from the controller's edge, y up. Each group is
given the height of its first pin; ABOVE and BELOW say what it takes over and under that.
"""

from typing import Any

import schemdraw.elements as elm

from solewave.board.model import Button, Heater, Indicator, Motor, Sensor
from solewave.board.pen import FET_ACROSS, FET_HALF, Pen
from solewave.board.wiring import ohms, spoken_role, spoken_zone

ABOVE = {
    "mosfet": 1.8, "bridge": 1.7, "pad": 0.9, "sensor": 2.1, "button": 0.7, "lamp": 0.8,
    "buzzer": 0.8,
}  # fmt: skip
BELOW = {
    "mosfet": 1.5, "bridge": 4.7, "pad": 9.2, "sensor": 2.2, "button": 0.8, "lamp": 0.8,
    "buzzer": 0.8,
}  # fmt: skip

MOTOR_RAIL = 7.5
"""Where the motors' supply runs down, beside all of them."""

_GATE = 3.0
_CHAIN = 6.2
"""Where the pad, its switches and its fuses hang one below the other."""
_UPPER_TAKES = 2 * FET_HALF


def motor(pen: Pen, y: float, of: Motor) -> None:
    """A motor between the rail and the drain of a MOSFET, with its diode."""
    drain, top = _GATE + FET_ACROSS, y + FET_HALF
    pen.gate(_GATE, y, pulled_up=of.pins[0].active_low)
    pen.fet(elm.NFet, _GATE, y)
    pen.ground(drain, y - FET_HALF)
    inner, outer = drain + 0.5, MOTOR_RAIL - 0.5
    pen.wire((drain, top), (inner, top))
    pen.part(elm.Motor(), (inner, top), (outer, top))
    pen.wire((outer, top), (MOTOR_RAIL, top))
    pen.wire((inner, top), (inner, top + 0.75))
    pen.part(elm.Schottky(), (inner, top + 0.75), (outer, top + 0.75))
    pen.wire((outer, top + 0.75), (outer, top))
    for x in (inner, outer, MOTOR_RAIL):
        pen.dot(x, top)
    pen.text(MOTOR_RAIL + 0.35, top, spoken_zone(of.zone))


def motor_rail(pen: Pen, high: float, low: float) -> None:
    """The supply of the motors whose pins are between two heights."""
    pen.wire((MOTOR_RAIL, low + FET_HALF), (MOTOR_RAIL, high + 1.6))
    pen.power(MOTOR_RAIL, high + 1.6)


def bridge(pen: Pen, y: float, name: str, motors: list[Motor]) -> None:
    """A module with two bridges and one or two motors; their pins are 1 apart, downward."""
    left, right, low = 2.4, 5.8, y - 3.9
    middle = (left + right) / 2
    pen.box(left, y + 0.9, right, low)
    pen.text(middle, y + 0.6, name, "center")
    for number, one in enumerate(motors):
        _bridged(pen, (left, right), y - 2 * number, one, "AB"[number])
    pen.power(middle, y + 0.9)
    pen.text(middle + 0.3, y + 1.25, "VM")
    pen.ground(middle, low)
    pen.wire((left, low + 0.4), (left - 0.5, low + 0.4))
    pen.text(left - 0.6, low + 0.4, "3V3", "right")
    pen.text(left + 0.15, low + 0.4, "SLP")


def _bridged(pen: Pen, sides: tuple[float, float], y: float, one: Motor, channel: str) -> None:
    left, right = sides
    for line, side in enumerate("12"):
        height = y - line
        pen.wire((0, height), (left, height))
        pen.text(left + 0.15, height, f"{channel}IN{side}")
        pen.text(right - 0.15, height, f"{channel}OUT{side}", "right")
        pen.wire((right, height), (right + 1.2, height))
    pen.part(elm.Motor(), (right + 1.2, y), (right + 1.2, y - 1))
    pen.text(right + 1.9, y - 0.5, spoken_zone(one.zone))


def upper_pin(y: float) -> float:
    """Height of the upper switch's pin, of a pad that begins at y."""
    return y - 1.3 - FET_HALF - 1.1


def lower_pin(y: float, of: Heater) -> float:
    """Height of the lower switch's pin, of a pad that begins at y."""
    return y - 1.3 - (_UPPER_TAKES if of.enable_pin else 0) - 4 - FET_HALF


def pad(pen: Pen, y: float, of: Heater, ohm: float, fuse_a: float) -> None:
    """From the supply at y down to ground: fuse, upper switch, thermal parts, lower switch."""
    pen.power(_CHAIN, y)
    pen.part(elm.Fuse(), (_CHAIN, y), (_CHAIN, y - 1.3))
    pen.text(_CHAIN + 0.4, y - 0.65, f"fuse {fuse_a:g} A")
    below = y - 1.3
    if of.enable_pin:
        _upper_switch(pen, below, upper_pin(y), of.enable_pin.active_low)
        below -= _UPPER_TAKES
    for symbol, high, low, name in (
        (elm.Breaker(), 0.0, 1.2, "thermal switch 50 °C"),
        (elm.Fuse(), 1.2, 2.4, "thermal fuse"),
        (elm.RBox(), 2.4, 4.0, f"pad {of.watts:g} W\n{ohm:.1f} ohm"),
    ):
        pen.part(symbol, (_CHAIN, below - high), (_CHAIN, below - low))
        pen.text(_CHAIN + 0.5, below - (high + low) / 2, name)
    pin = lower_pin(y, of)
    pen.gate(_CHAIN - FET_ACROSS, pin, pulled_up=of.pin.active_low)
    pen.fet(elm.NFet, _CHAIN - FET_ACROSS, pin)
    pen.text(_CHAIN + 0.5, pin, "lower switch" if of.enable_pin else "switch")
    pen.ground(_CHAIN, pin - FET_HALF)


def _upper_switch(pen: Pen, source: float, pin: float, pulled_up: bool) -> None:
    """A P-channel MOSFET from `source` down, and the small one that drives its gate."""
    gate, gate_y = _CHAIN - FET_ACROSS, source - FET_HALF
    column = gate - 0.55
    pen.fet(elm.PFet, gate, gate_y)
    pen.text(_CHAIN + 0.5, gate_y, "upper switch")
    pen.part(elm.Resistor(), (column, gate_y), (column, source + 0.55))
    pen.text(column - 0.25, source + 0.1, "10k", "right")
    pen.wire((column, source + 0.55), (column, source + 0.7), (_CHAIN - 0.5, source + 0.7))
    pen.wire((_CHAIN - 0.5, source + 0.7), (_CHAIN - 0.5, source), (_CHAIN, source))
    pen.dot(_CHAIN, source)
    pen.wire((gate, gate_y), (column, gate_y), (column, pin + FET_HALF))
    pen.dot(column, gate_y)
    pen.fet(elm.NFet, column - FET_ACROSS, pin)
    pen.gate(column - FET_ACROSS, pin, pulled_up=pulled_up)
    pen.ground(column, pin - FET_HALF)
    pen.text(column + 0.2, pin, "2N7002")


def sensor(pen: Pen, y: float, of: Sensor, number: int) -> None:
    """A thermistor and its resistor, with 100 nF that keep the motors' noise out."""
    x = 3.2
    names = [ohms(of.series_ohm), f"thermistor {number}\nNTC {ohms(of.r25_ohm)}"]
    symbols: list[Any] = [elm.Resistor(), elm.Thermistor()]
    if of.wiring == "pull-down":
        names, symbols = names[::-1], symbols[::-1]
    pen.wire((0, y), (x, y))
    pen.part(symbols[0], (x, y), (x, y + 1.3))
    pen.power(x, y + 1.3, "3V3")
    pen.part(symbols[1], (x, y), (x, y - 1.3))
    pen.ground(x, y - 1.3)
    pen.part(elm.Capacitor(), (1.6, y), (1.6, y - 1.3))
    pen.ground(1.6, y - 1.3)
    for dot in (1.6, x):
        pen.dot(dot, y)
    pen.text(1.2, y - 0.65, "100n", "right")
    pen.text(x + 0.6, y + 0.65, names[0])
    pen.text(x + 0.6, y - 0.65, names[1])


def button(pen: Pen, y: float, of: Button) -> None:
    """A button; one that opens when it is pressed is drawn closed."""
    opens = of.pin.pull_up and not of.pin.active_low
    pen.wire((0, y), (1.2, y))
    pen.part(elm.Button(nc=opens), (1.2, y), (2.8, y))
    pen.wire((2.8, y), (3.2, y))
    if of.pin.active_low or of.pin.pull_up:
        pen.ground(3.2, y)
    else:
        pen.power(3.2, y, "3V3")
    pen.text(3.8, y, "stop, red" if of.does == "stop" else spoken_role(of))


def lamp(pen: Pen, y: float, of: Indicator) -> None:
    """An LED and its resistor, unless the controller has them."""
    pen.wire((0, y), (0.9, y))
    name = "lamp, WS2812" if of.kind == "ws2812" else "lamp"
    if of.built_in:
        pen.text(1.1, y, f"{name}, on the controller")
    elif of.kind == "ws2812":
        _addressable(pen, y, name)
    else:
        ends = ((3.8, y), (2.4, y)) if of.pin.active_low else ((2.4, y), (3.8, y))
        _to_rail(pen, y, "1k", of.pin.active_low)
        pen.part(elm.LED(), *ends)
        pen.text(4.4, y, name)


def _addressable(pen: Pen, y: float, name: str) -> None:
    """A WS2812: data through 330 ohm, and a supply that a diode lowers to 4.3 V."""
    pen.part(elm.Resistor(), (0.9, y), (2.4, y))
    pen.text(1.65, y + 0.4, "330", "center")
    pen.box(2.4, y + 0.6, 5.4, y - 0.6)
    pen.text(2.55, y, "DIN")
    pen.text(5.25, y, "VDD", "right")
    pen.part(elm.Diode(), (7.2, y), (5.4, y))
    pen.power(7.2, y, "5 V")
    pen.text(6.3, y - 0.45, "1N4148", "center")
    pen.ground(3.9, y - 0.6)
    pen.text(7.6, y, name)


def buzzer(pen: Pen, y: float, active_low: bool) -> None:
    """A piezo and the resistor that spares the pin its charging current."""
    pen.wire((0, y), (0.9, y))
    _to_rail(pen, y, "100", active_low)
    pen.part(elm.Crystal(), (2.4, y), (3.8, y))
    pen.text(4.4, y, "buzzer (piezo)")


def _to_rail(pen: Pen, y: float, ohm: str, active_low: bool) -> None:
    """A resistor behind the pin, and what the part behind it goes to."""
    pen.part(elm.Resistor(), (0.9, y), (2.4, y))
    pen.text(1.65, y + 0.4, ohm, "center")
    if active_low:
        pen.power(3.8, y, "3V3")
    else:
        pen.ground(3.8, y)
