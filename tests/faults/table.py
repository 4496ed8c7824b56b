"""The table of all faults in docs/safety.md: measured, between two marks.

`faults.pair_table` puts another there, of two at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from faults.cases import LOOP_AND_HOST, ON_THE_REFERENCE, WITH_LESS, Case
from faults.measure import NEVER, Outcome
from rigs.guests import REPOSITORY

PAGE = REPOSITORY / "docs" / "safety.md"
SINGLE, PAIRS = "faults", "pairs"
"""What stands between marks on the page: single faults, and two at once."""

_HEAD = """| fault | seen as | required | measured | after the fault | pad | skin | pad over 43 |
|---|---|---|---|---|---|---|---|"""
_INTRO = """Each strikes in a session at the highest target, with power on the pad, in a room
of 35 or 22, whichever is worse, on CPython and MicroPython alike. *Measured* counts from when the
condition above holds, *after the fault* from when the part broke; both end with the latch, or
with the end of the heat. *Pad* and *skin* are the highest of the model, *pad over 43* includes
what follows. The model's skin is a lump; skin on the pad is between the two. `solewave simulate`
plays any of these.
"""
_TITLES = {
    ON_THE_REFERENCE: "Reference board, faults of pad, room and electronics:",
    LOOP_AND_HOST: "Reference board, faults of the loop, the supply and the host:",
    WITH_LESS: "With one switch, or one thermistor, less:",
}


def row(case: Case, outcome: Outcome) -> str:
    """One row: times in seconds, the highest temperatures in degrees Celsius."""
    required = f"{case.within_s:g} s" if case.within_s else "-"
    measured = _seconds(outcome.seen_s) if case.within_s else "-"
    fault = f"{case.name} ({case.board})" if case in WITH_LESS else case.name
    cells = (
        fault,
        _seen_as(case, outcome),
        required,
        measured,
        _seconds(outcome.fault_s),
        f"{outcome.pad_c:.1f}",
        f"{outcome.skin_c:.1f}",
        f"{outcome.pad_43_s:.0f} s",
    )
    return f"| {' | '.join(cells)} |"


def _seconds(value: float) -> str:
    return "never" if value == NEVER else f"{value:.2f} s"


def _seen_as(case: Case, outcome: Outcome) -> str:
    if outcome.fuse_open:
        return f"{outcome.code}; the fuse opens"
    if outcome.code and outcome.heating:
        return f"{outcome.code}; **heats on**"
    if outcome.code:
        return outcome.code
    if case.within_s:
        return "reset" if outcome.resets else "the session ends"
    return "nothing"


def table(outcomes: Mapping[Case, Outcome]) -> str:
    """All of what stands between the marks."""
    parts = [_INTRO]
    for group, title in _TITLES.items():
        rows = "\n".join(row(case, outcomes[case]) for case in group)
        parts.append(f"{title}\n\n{_HEAD}\n{rows}\n")
    return "\n".join(parts)


def printed(name: str = SINGLE) -> str:
    """What stands there now. Raises ValueError if the marks are gone."""
    text = PAGE.read_text(encoding="utf-8")
    begin, end = _between(text, name)
    return text[begin:end].strip("\n") + "\n"


def write(new: str, name: str = SINGLE) -> None:
    """Puts `new` there."""
    text = PAGE.read_text(encoding="utf-8")
    begin, end = _between(text, name)
    PAGE.write_text(f"{text[:begin]}\n{new}{text[end:]}", encoding="utf-8")


def _between(text: str, name: str) -> tuple[int, int]:
    begin = f"<!-- {name}:begin -->"
    return text.index(begin) + len(begin), text.index(f"<!-- {name}:end -->")


def skeleton(text: str) -> list[str]:
    """What does not depend on a measurement: the headings, and the fault of each row."""
    return [line.split(" | ")[0] for line in text.splitlines()]
