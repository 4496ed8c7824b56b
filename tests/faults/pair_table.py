"""The tables of two faults at once in docs/safety.md: measured, one for each board."""

from __future__ import annotations

from collections.abc import Mapping

from faults.pair_reasons import REASONS, Reason, reason, wrong
from faults.pair_trial import Outcome
from faults.pairs import BOARDS, ONE_SWITCH, Pair
from solewave import board

Outcomes = Mapping[Pair, Outcome]

_HEAD = """| which | pairs | trials | over | pad | alarm | what must stop it |
|---|---|---|---|---|---|---|"""
_INTRO = """*Trials*: a pair in either order and at each time. *Over*: those of them that exceed
a limit. *Pad*: the highest of the model. Each is watched until the alarm, at least to the limit,
or for three minutes beyond it; what heats on gets as hot as section 5 says. *Alarm*: how many
latch `heater-stuck-on`, the lamp's call to unplug.
"""


def tables(outcomes: Outcomes) -> str:
    """All of what stands between the marks."""
    return "\n".join([_INTRO, *(_of_board(name, outcomes) for name in BOARDS)])


def _of_board(name: str, outcomes: Outcomes) -> str:
    here = {pair: one for pair, one in outcomes.items() if pair.board == name}
    over = sum(one.over for one in here.values())
    pairs = len({pair.both for pair in here})
    said = (
        f"**{_title(name)}**: {pairs:,} pairs in {len(here):,} trials; {len(here) - over:,} keep "
        f"the limits, {over:,} do not.\n"
    )
    rows = [row(why, here) for why in REASONS if name in why.boards]
    rows += [
        f"| **no reason is known**: {pair} | 1 | 1 | {what} | {one.pad_c:.1f} | | |"
        for pair, one in here.items()
        if (what := wrong(pair, one))
    ]
    return f"{said}\n{_HEAD}\n" + "\n".join(rows) + "\n"


def _title(name: str) -> str:
    if name == ONE_SWITCH:
        return "The reference with one switch only, and that shorted"
    heater = board.load(name).heater
    assert heater is not None
    switches = "two switches" if heater.enable_pin is not None else "one switch"
    count = len(heater.sensors)
    sensors = "two thermistors" if count > 1 else "one thermistor"
    return f"{name}, {switches}, {sensors}"


def row(why: Reason, outcomes: Outcomes) -> str:
    """What all trials that `why` is the reason of came to."""
    its = {pair: one for pair, one in outcomes.items() if reason(pair) is why}
    assert its, why.what
    cells = (
        why.what,
        f"{len({pair.both for pair in its})}",
        f"{len(its)}",
        f"{sum(one.over for one in its.values())}",
        f"{max(one.pad_c for one in its.values()):.1f}",
        f"{sum(one.alarm for one in its.values())}",
        why.stops,
    )
    return f"| {' | '.join(cells)} |"
