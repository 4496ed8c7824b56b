"""Two soles in the cells of a terminal: `solewave.sole_outline`, sampled twice in each cell."""

from functools import cache
from itertools import pairwise

from sole.core.zones import PLACES

from solewave.sole_outline import ZONES, Polygon

TOES, BALL, SOLAR_PLEXUS, ARCH, HEEL = range(len(PLACES))
NOWHERE = -1

LABEL_AT = (0.14, 0.32, 0.45, 0.60, 0.86)
"""The y beside which each zone's name and level stand."""

WIDTH_FOR_HEIGHT = 1.2
"""Columns for each row. Cells are twice as high as wide; the outline itself would have 0.84, too
narrow for toes of a few cells."""

_TOE_WIDTH = 0.8
"""Of the outline's; at its full width neighboring toes would share cells."""


def _slimmed(toe: Polygon) -> Polygon:
    middle = (min(x for x, _ in toe) + max(x for x, _ in toe)) / 2
    return tuple((middle + _TOE_WIDTH * (x - middle), y) for x, y in toe)


_SHAPES: tuple[tuple[int, tuple[Polygon, ...]], ...] = (
    (TOES, tuple(_slimmed(toe) for toe in ZONES["toes"])),
    *((zone, ZONES[PLACES[zone]]) for zone in (SOLAR_PLEXUS, BALL, ARCH, HEEL)),
)
"""Zones with their polygons; the dimple comes before what it covers."""


def zone_at(x: float, y: float) -> int:
    """The index in PLACES of the zone at that point of a left sole, NOWHERE beside it."""
    for zone, edges in _edges_at(y):
        if sum(x < edge for edge in edges) % 2:  # as many edges to its right as make an inside
            return zone
    return NOWHERE


@cache
def _edges_at(y: float) -> tuple[tuple[int, tuple[float, ...]], ...]:
    """For each polygon that the line at `y` meets: its zone, and the x at which they meet."""
    met = ((zone, _meetings(polygon, y)) for zone, polygons in _SHAPES for polygon in polygons)
    return tuple((zone, edges) for zone, edges in met if edges)


def _meetings(polygon: Polygon, y: float) -> tuple[float, ...]:
    return tuple(
        from_x + (y - from_y) * (to_x - from_x) / (to_y - from_y)
        for (from_x, from_y), (to_x, to_y) in pairwise((*polygon, polygon[0]))
        if (from_y > y) != (to_y > y)
    )


@cache
def cells(rows: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """A left sole of `rows` rows and `columns(rows)` columns.

    A cell holds the zones of its upper and its lower half (NOWHERE outside the sole).
    """
    across = columns(rows)
    return tuple(
        tuple(
            (
                zone_at((column + 0.5) / across, (row + 0.25) / rows),
                zone_at((column + 0.5) / across, (row + 0.75) / rows),
            )
            for column in range(across)
        )
        for row in range(rows)
    )


def columns(rows: int) -> int:
    """How many columns a sole of `rows` rows has."""
    return round(rows * WIDTH_FOR_HEIGHT)


def label_rows(rows: int) -> tuple[int, ...]:
    """For each zone the row beside which its name and level stand."""
    return tuple(min(rows - 1, int(y * rows)) for y in LABEL_AT)
