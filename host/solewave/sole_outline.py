"""The outline of a sole and of its zones, for drawing: polygons in unit coordinates.

Coordinates are those of a left foot seen from above: `x` runs from its outer edge (0) to its
inner one (1), `y` from the tips of the toes (0) to the end of the heel (1). The right foot
is its mirror image (`mirrored`). A sole is `ASPECT` as wide as it is long. Drawn for
this project; no anatomical atlas was measured.
"""

import math

Point = tuple[float, float]
Polygon = tuple[Point, ...]

ASPECT = 0.42

_BODY = (
    *((0.97, 0.285), (0.86, 0.232), (0.64, 0.222), (0.44, 0.243), (0.24, 0.290), (0.08, 0.340)),
    *((0.015, 0.42), (0.05, 0.55), (0.115, 0.68), (0.125, 0.80), (0.165, 0.91), (0.29, 0.98)),
    *((0.46, 1.0), (0.63, 0.98), (0.755, 0.90), (0.775, 0.80), (0.725, 0.69), (0.675, 0.585)),
    *((0.735, 0.48), (0.90, 0.385)),
)
"""Points that a smooth curve runs through, from the inner ball over the outer edge."""

_TOES = (
    (0.810, 0.112, 0.150, 0.094),
    (0.555, 0.092, 0.086, 0.076),
    (0.392, 0.120, 0.076, 0.067),
    (0.243, 0.163, 0.069, 0.059),
    (0.105, 0.222, 0.066, 0.052),
)
"""Big toe to little toe: center x and y, half width, half height."""

_DIMPLE = (0.46, 0.475, 0.20, 0.062)
"""The solar plexus point, below the ball: as a toe."""

_BALL_ENDS = (0.462, -0.22)
_ARCH_ENDS = (0.715, 0.30)
"""Arcs across the sole: y in the middle, and how it bends away from there."""
_MIDDLE = 0.44


def _smooth(points: tuple[Point, ...], parts: int = 8) -> Polygon:
    """A closed Catmull-Rom spline through `points`."""
    count = len(points)
    found = []
    for index in range(count):
        near = [points[(index + step) % count] for step in (-1, 0, 1, 2)]
        for part in range(parts):
            found.append(_between(near, part / parts))
    return tuple(found)


def _between(near: list[Point], share: float) -> Point:
    """The point at `share` of the way from the second of four to the third."""
    weights = (
        -share + 2 * share**2 - share**3,
        2 - 5 * share**2 + 3 * share**3,
        share + 4 * share**2 - 3 * share**3,
        -(share**2) + share**3,
    )
    x = sum(weight * point[0] for weight, point in zip(weights, near, strict=True)) / 2
    y = sum(weight * point[1] for weight, point in zip(weights, near, strict=True)) / 2
    return x, y


def _ellipse(center_x: float, center_y: float, half_x: float, half_y: float) -> Polygon:
    angles = (2 * math.pi * step / 48 for step in range(48))
    return tuple(
        (center_x + half_x * math.cos(angle), center_y + half_y * math.sin(angle))
        for angle in angles
    )


def _cut(polygon: Polygon, arc: tuple[float, float], below: bool) -> Polygon:
    """What of a polygon lies on one side of an arc.

    The polygon is bent until the arc is level, cut there (Sutherland and Hodgman, 1974), and
    bent back.
    """
    level, bend = arc
    flat = [(x, y - bend * (x - _MIDDLE) ** 2) for x, y in polygon]
    side = 1 if below else -1
    found: list[Point] = []
    for index, here in enumerate(flat):
        before = flat[index - 1]
        if (side * (here[1] - level) >= 0) != (side * (before[1] - level) >= 0):
            share = (level - before[1]) / (here[1] - before[1])
            found.append((before[0] + share * (here[0] - before[0]), level))
        if side * (here[1] - level) >= 0:
            found.append(here)
    return tuple((x, y + bend * (x - _MIDDLE) ** 2) for x, y in _divided(found, level))


def _divided(polygon: list[Point], level: float) -> list[Point]:
    """The same polygon, with points along its edge at `level`, which is to become an arc."""
    found: list[Point] = []
    for index, here in enumerate(polygon):
        before = polygon[index - 1]
        if before[1] == level == here[1]:
            steps = [before[0] + (here[0] - before[0]) * part / 12 for part in range(1, 12)]
            found += [(x, level) for x in steps]
        found.append(here)
    return found


BODY = _smooth(_BODY)
TOES = tuple(_ellipse(*toe) for toe in _TOES)
OUTLINE: tuple[Polygon, ...] = (BODY, *TOES)
"""All that is sole."""

ZONES: dict[str, tuple[Polygon, ...]] = {
    "toes": TOES,
    "ball": (_cut(BODY, _BALL_ENDS, below=False),),
    "solar_plexus": (_ellipse(*_DIMPLE),),
    "arch": (_cut(_cut(BODY, _BALL_ENDS, below=True), _ARCH_ENDS, below=False),),
    "heel": (_cut(BODY, _ARCH_ENDS, below=True),),
}
"""By place (`sole.core.zones.PLACES`). The dimple lies upon ball and arch, which it covers."""

CENTERS: dict[str, Point] = {
    "toes": (0.50, 0.12),
    "ball": (0.50, 0.33),
    "solar_plexus": (0.46, 0.475),
    "arch": (0.40, 0.62),
    "heel": (0.45, 0.87),
}


def mirrored(polygon: Polygon) -> Polygon:
    """The same on a right foot."""
    return tuple((1 - x, y) for x, y in polygon)
