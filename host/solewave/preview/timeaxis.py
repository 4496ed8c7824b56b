"""Ticks of a time axis, from a tenth of a second to ten minutes apart."""

STEPS_MS = (
    *(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000),
    *(60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000),
)


def ticks(duration_ms: int, count_max: int) -> list[tuple[int, str]]:
    """(time, label) of at most `count_max` ticks from 0 to `duration_ms`."""
    fitting = (step for step in STEPS_MS if duration_ms // step < count_max)
    step_ms = next(fitting, STEPS_MS[-1])
    return [(at, _label(at, step_ms, duration_ms)) for at in range(0, duration_ms + 1, step_ms)]


def _label(at_ms: int, step_ms: int, duration_ms: int) -> str:
    if duration_ms < 60_000:
        seconds = f"{at_ms / 1000:.1f}" if step_ms % 1000 else f"{at_ms // 1000}"
        return f"{seconds} s"
    minutes, seconds_left = divmod(at_ms // 1000, 60)
    return f"{minutes} min" if step_ms % 60_000 == 0 else f"{minutes}:{seconds_left:02d}"
