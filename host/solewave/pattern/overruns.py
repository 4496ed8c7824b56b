"""Patterns that are each right in every line and still too long, too many or too large."""

from __future__ import annotations

from sole.core import limits

from solewave.pattern.model import Pattern, Repeat, Score, Step
from solewave.pattern.score import duration_ms, durations_ms
from solewave.pattern.units import spoken_ms
from solewave.problems import KeyPath, Problems


def note_long(pattern: Pattern, problems: Problems) -> None:
    """Notes an error if what the author wrote has too many steps, or passes the hour."""
    _note_steps(_written_steps(pattern.sequence), problems)
    _note_hour(pattern, problems)


def note_many(score: Score, problems: Problems) -> None:
    """Notes an error if resolving the heat targets made too many steps or sections."""
    _note_steps(len(score.steps), problems)
    if len(score.sections) > limits.SECTIONS_MAX:
        what = f"{len(score.sections)} sections, with those that play at several heat targets"
        remedy = f"At most {limits.SECTIONS_MAX}: write heat in sections that have none."
        problems.error(("section",), what, remedy)


def note_large(size: int, problems: Problems) -> None:
    """Notes an error if a compiled file is larger than the device takes."""
    if size > limits.PATTERN_SIZE_MAX:
        remedy = f"At most {limits.PATTERN_SIZE_MAX}: use fewer sections, strokes or points."
        problems.error((), f"the compiled pattern has {size} bytes", remedy)


def _written_steps(steps: tuple[Step, ...]) -> int:
    inner = (step.play for step in steps if isinstance(step, Repeat))
    return len(steps) + sum(1 + _written_steps(play) for play in inner)


def _note_steps(count: int, problems: Problems) -> None:
    if count > limits.STEPS_MAX:
        remedy = (
            f"At most {limits.STEPS_MAX}: a section is one step, a repeat two more. A repeat"
            " whose sections take over the heat from before can count twice."
        )
        problems.error(("sequence",), f"{count} steps", remedy)


def _note_hour(pattern: Pattern, problems: Problems) -> None:
    """Names the step (or section, where there is no sequence) that passes the hour."""
    lasting_ms = durations_ms(pattern)
    by_default = pattern.sequence == tuple(lasting_ms)
    total_ms = duration_ms(pattern.sequence, lasting_ms)
    so_far_ms = 0
    for index, step in enumerate(pattern.sequence):
        so_far_ms += duration_ms((step,), lasting_ms)
        if so_far_ms > limits.PATTERN_DURATION_MAX_MS:
            at: KeyPath = ("sequence", index)
            if by_default and isinstance(step, str):
                at = ("section", step)
            what = f"the pattern passes the hour here; it lasts {spoken_ms(total_ms)}"
            problems.error(at, what, "A pattern lasts at most one hour.")
            return
