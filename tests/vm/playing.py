"""Players for the two-runtime tests, and the comparison with the reference."""

import builder
import reference
from sole.core.player import Player

SETTLED_MS = 2000
"""After this the fade of the start is over."""


def started(sections, sequence=None, **scale):
    """A player that has begun to play `sections`."""
    one = Player()
    one.load(builder.build(sections, sequence))
    one.start(**scale)
    return one


def check_voice(voice, tempo_pct=100, dt_ms=20):
    """Plays `voice` alone and compares every zone at every tick with the reference."""
    one = started([builder.section(voice["end_ms"] + 500, [voice])], tempo_pct=tempo_pct)
    rest = 0
    for time_ms in range(dt_ms, voice["end_ms"] + 500, dt_ms):
        one.step(dt_ms)
        if time_ms < SETTLED_MS:
            continue
        for zone in range(10):
            low, high = reference.band(voice, zone, time_ms, tempo_pct)
            assert low <= one.levels[zone] <= high, (time_ms, zone, one.levels[zone], low, high)
            rest += one.levels[zone]
    assert rest > 0


def steps(one, times, dt_ms=20):
    """Steps `times` times; the highest level of each tick."""
    highest = []
    for _ in range(times):
        one.step(dt_ms)
        highest.append(max(one.levels))
    return highest
