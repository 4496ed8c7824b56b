"""A pattern as long as a pattern may be, of keyframes drawn at random: hardly a byte repeats."""

import random

from solewave import pattern

SEED = 7
STROKES = 46
POINTS = 63
STROKES_PER_SECTION = 12
SECTION_MS = 60_000


def compiled() -> bytes:
    """The compiled pattern, a little under limits.PATTERN_SIZE_MAX."""
    draw = random.Random(SEED)
    lines = ["format = 1", 'title = "Big"']
    for number in range(STROKES):
        if number % STROKES_PER_SECTION == 0:
            lines += [f"[section.part-{number}]", f'lasts = "{SECTION_MS}ms"']
        lines += _stroke(draw, number - number % STROKES_PER_SECTION)
    return pattern.loads("\n".join(lines)).data


def _stroke(draw: random.Random, section: int) -> list[str]:
    times_ms = [0, *sorted(draw.sample(range(20, SECTION_MS), POINTS - 1))]
    points = ", ".join(f'["{at_ms}ms", {draw.randrange(1001) / 10}]' for at_ms in times_ms)
    return [f"[[section.part-{section}.stroke]]", 'kind = "curve"', f"points = [{points}]"]
