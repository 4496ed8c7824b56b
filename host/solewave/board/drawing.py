"""The wiring diagram of a board, as SVG.

The controller stands in the middle, its motors on the right; pad, thermistors, buttons,
lamp and buzzer on the left. The same board always gives the same bytes.
"""

import re
import textwrap
from typing import Literal

import schemdraw
import schemdraw.elements as elm
from schemdraw import Drawing

from solewave.board import parts, symbols
from solewave.board.model import BoardFile, Motor
from solewave.board.pen import TEXT_PT, Pen, Point
from solewave.board.pins import Pin
from solewave.board.wiring import printed

_WIDTH = 4.6
_HEAD = 1.0
"""Of the controller: its width, and what its name takes above the first group."""


def svg(board: BoardFile) -> bytes:
    """The diagram of a board."""
    schemdraw.use("svg")
    drawing = Drawing(show=False)
    drawing.config(fontsize=TEXT_PT + 1, lw=1.1, unit=1, bgcolor="white", margin=0.4)
    right, left = _Side(drawing, board, 1), _Side(drawing, board, -1)
    _motors(right)
    _others(left)
    _controller(drawing, board, min(right.y, left.y))
    return _rounded(drawing.get_imagedata("svg").decode()).encode() + b"\n"


def _rounded(text: str) -> str:
    """With coordinates in tenths of a point: the last digits differ between computers."""

    def tag(found: re.Match[str]) -> str:
        return re.sub(r"-?\d+\.\d+", lambda one: f"{round(float(one[0]), 1) + 0.0:g}", found[0])

    return re.sub(r"<[^>]*>", tag, text)


class _Side:
    """Groups on one side of the controller, from the top down; `y` is where the next begins."""

    def __init__(self, drawing: Drawing, board: BoardFile, out: int) -> None:
        self.board = board
        self.pen = Pen(drawing, _WIDTH if out > 0 else 0, out, f"{board.supply.volts:g} V")
        self.y = -_HEAD

    def room(self, kind: str) -> float:
        """Takes the room of a group and returns the height of its first pin."""
        at = self.y - symbols.ABOVE[kind]
        self.y = at - symbols.BELOW[kind]
        return at

    def pin(self, y: float, pin: Pin) -> None:
        """The name of a pin, inside the controller."""
        self.pen.text(-0.2, y, printed(self.board, pin), "right")


def _motors(side: _Side) -> None:
    single = [motor for motor in side.board.motors if motor.driver == "mosfet"]
    heights = [side.room("mosfet") for _ in single]
    for motor, y in zip(single, heights, strict=True):
        side.pin(y, motor.pins[0])
        symbols.motor(side.pen, y, motor)
    if heights:
        symbols.motor_rail(side.pen, heights[0], heights[-1])
    double = [motor for motor in side.board.motors if motor.driver == "hbridge"]
    for first in range(0, len(double), 2):
        _bridge(side, double[first : first + 2])


def _bridge(side: _Side, motors: list[Motor]) -> None:
    y = side.room("bridge")
    for line, pin in enumerate(pin for motor in motors for pin in motor.pins):
        side.pin(y - line, pin)
    symbols.bridge(side.pen, y, parts.bridge_name(side.board), motors)


def _others(side: _Side) -> None:
    if side.board.heater:
        _heater(side)
    for button in side.board.buttons:
        y = side.room("button")
        side.pin(y, button.pin)
        symbols.button(side.pen, y, button)
    if side.board.indicator:
        y = side.room("lamp")
        side.pin(y, side.board.indicator.pin)
        symbols.lamp(side.pen, y, side.board.indicator)
    if side.board.buzzer:
        y = side.room("buzzer")
        side.pin(y, side.board.buzzer.pin)
        symbols.buzzer(side.pen, y, side.board.buzzer.pin.active_low)


def _heater(side: _Side) -> None:
    board, heater = side.board, side.board.heater
    assert heater is not None
    y = side.room("pad")
    fuse_a = parts.fuse_a(board.heater_ma / 1000)
    symbols.pad(side.pen, y, heater, parts.pad_ohm(board, heater), fuse_a)
    side.pin(symbols.lower_pin(y, heater), heater.pin)
    if heater.enable_pin:
        side.pin(symbols.upper_pin(y), heater.enable_pin)
    for number, sensor in enumerate(heater.sensors, 1):
        y = side.room("sensor")
        side.pin(y, sensor.pin)
        symbols.sensor(side.pen, y, sensor, number)


def _controller(drawing: Drawing, board: BoardFile, low: float) -> None:
    """The controller's outline, its name, and how it is fed."""
    middle = _WIDTH / 2
    drawing += elm.Rect(corner1=(0, 0), corner2=(_WIDTH, low - 1.6)).at((0, 0)).right()
    wrapper = textwrap.TextWrapper(26, break_long_words=False, break_on_hyphens=False)
    _label(drawing, (middle, -0.6), wrapper.fill(board.controller or board.title), "top")
    supply = board.supply
    feed = f"GND to the {supply.volts:g} V rail's ground\n5V to a 5 V rail, or USB:\nnever both"
    _label(drawing, (middle, low - 0.2), feed, "top")
    rail = (
        f"{board.name}: supply {supply.volts:g} V, {supply.current_ma / 1000:g} A, class III, "
        f"fuse {parts.fuse_a(supply.current_ma / 1000):g} A, 1000 uF"
    )
    _label(drawing, (middle, 0.7), rail, "bottom")


def _label(drawing: Drawing, at: Point, text: str, valign: Literal["top", "bottom"]) -> None:
    label = elm.Label().at(at).right()
    drawing += label.label(
        text, loc="center", halign="center", valign=valign, fontsize=TEXT_PT, ofst=0
    )
