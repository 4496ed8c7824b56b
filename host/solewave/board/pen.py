"""Draws parts and wires beside the controller of a wiring diagram, on one side of it."""

from itertools import pairwise
from typing import Any, Literal

import schemdraw.elements as elm
from schemdraw import Drawing

TEXT_PT = 9
_TEXT_UP = 0.17
"""By so much schemdraw sets a text above the point that is its middle."""
FET_ACROSS = 4.1 / 3
FET_HALF = 0.75
"""Of schemdraw's NFet and PFet: from the gate to drain and source, across and up or down."""

Point = tuple[float, float]
Align = Literal["left", "center", "right"]


class Pen:
    """`edge`: where the controller ends on this side, which is to the right of it for `out` 1
    and to its left for -1. x counts away from that edge. `rail` names the supply: "5 V"."""

    def __init__(self, drawing: Drawing, edge: float, out: int, rail: str) -> None:
        self._drawing = drawing
        self._edge = edge
        self._out = out
        self._rail = rail

    def wire(self, *points: Point) -> None:
        """A line through points."""
        for begin, end in pairwise(points):
            self.part(elm.Line(), begin, end)

    def part(self, symbol: Any, begin: Point, end: Point) -> None:
        """A part with two ends, where a line would be."""
        if self._out < 0 and begin[1] == end[1]:
            symbol = symbol.flip()
        self._drawing += symbol.endpoints(self._at(begin), self._at(end))

    def box(self, left: float, high: float, right: float, low: float) -> None:
        """A module."""
        corners = self._at((left, high)), self._at((right, low))
        self._drawing += elm.Rect(corner1=corners[0], corner2=corners[1]).at((0, 0)).right()

    def text(self, x: float, y: float, text: str, align: Align = "left") -> None:
        """A text that begins at x, ends there ("right") or has its middle there ("center")."""
        if self._out < 0 and align != "center":
            align = "right" if align == "left" else "left"
        label = elm.Label().at(self._at((x, y - _TEXT_UP))).right()
        self._drawing += label.label(
            text, loc="center", halign=align, valign="center", fontsize=TEXT_PT, ofst=0
        )

    def dot(self, x: float, y: float) -> None:
        """Wires that meet."""
        self._drawing += elm.Dot(radius=0.07).at(self._at((x, y)))

    def ground(self, x: float, y: float) -> None:
        """Ground, hanging from a point."""
        self._drawing += elm.Ground().at(self._at((x, y))).right()

    def power(self, x: float, y: float, name: str | None = None) -> None:
        """The supply, standing on a point."""
        symbol = elm.Vdd().at(self._at((x, y))).right()
        self._drawing += symbol.label(name or self._rail, fontsize=TEXT_PT)

    def fet(self, symbol: Any, x: float, y: float) -> None:
        """A MOSFET with its gate at a point; drain and source are further out."""
        placed = symbol().anchor("gate").at(self._at((x, y))).right()
        self._drawing += placed.reverse() if self._out > 0 else placed

    def gate(self, x: float, y: float, pulled_up: bool) -> None:
        """From a pin at the edge through 100 ohm to a gate at x, and 10 kilohm that hold it."""
        node = x - 0.5
        self.wire((0, y), (0.9, y))
        self.part(elm.Resistor(), (0.9, y), (node, y))
        self.text((0.9 + node) / 2, y + 0.4, "100", "center")
        self.wire((node, y), (x, y))
        self.dot(node, y)
        end = y + 1.1 if pulled_up else y - 1.1
        self.part(elm.Resistor(), (node, y), (node, end))
        self.text(node - 0.4, y + 0.7 * (end - y), "10k", "right")
        if pulled_up:
            self.power(node, end, "3V3")
        else:
            self.ground(node, end)

    def _at(self, point: Point) -> Point:
        return (self._edge + self._out * point[0], point[1])
