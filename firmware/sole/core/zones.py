"""Zones of the sole, and which motor serves each.

A pattern speaks of ten zones; a board has the motors it has. A zone without a
motor of its own is played by its nearest neighbor on the same foot, so every
pattern plays on every board.
"""

PLACES = ("toes", "ball", "solar_plexus", "arch", "heel")
"""Along the sole, toes to heel: index 0 to 4 on the left foot, 5 to 9 on the right."""

FEET = ("left", "right")
ZONES = tuple(foot + "_" + place for foot in FEET for place in PLACES)
COUNT = 10

NO_MOTOR = -1


def nearest(zone, served):
    """The entry of `served` (zone indices) that plays `zone`: same foot first, then distance.

    Of two neighbors at the same distance the one nearer the toes wins, where the
    sole is more sensitive. Returns NO_MOTOR when nothing is served at all.
    """
    best = NO_MOTOR
    best_cost = 1000
    for position in range(len(served)):
        other = served[position]
        cost = abs(other % 5 - zone % 5) * 2
        if other // 5 != zone // 5:
            cost += 100
        if other % 5 > zone % 5:
            cost += 1
        if cost < best_cost:
            best, best_cost = position, cost
    return best


def assign(served):
    """For each of the ten zones the index of the motor that plays it.

    `served` holds one zone index (0 to 9) per motor. A zone that several motors
    could play equally goes to the first of them. Without motors all entries are NO_MOTOR.
    """
    return [nearest(zone, served) for zone in range(COUNT)]
