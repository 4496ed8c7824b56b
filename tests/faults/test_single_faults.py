"""Every fault, injected at its worst moment, on both interpreters: seen in time, heat cut, kept.

On the reference board no single fault may burn the skin. What happens on a board with one
switch or one thermistor is measured the same way, and docs/safety.md tells it.
"""

from __future__ import annotations

import pytest
from faults import table
from faults.cases import ALL, ONE_SWITCH, REFERENCE, Case
from faults.measure import NEVER, Outcome, measure
from faults.promises import PAD_MAX_C, SKIN_43_MAX_S, SKIN_MAX_C

SAMPLE_S = 0.1
"""A condition that lasts for seconds holds from the first sample that shows it."""


def judge(case: Case, outcome: Outcome) -> None:
    """What has to hold for one case on any interpreter."""
    assert outcome.rules == ()
    if case.seen_as:
        assert outcome.code in case.seen_as
        assert outcome.kept or case.fault == "flash-full"
    else:
        assert outcome.latched == ()
    if case.within_s:
        assert NEVER < outcome.seen_s <= case.within_s + (SAMPLE_S if case.within_s > 1 else 0)
    if case.board == REFERENCE:
        judge_skin(case, outcome)
    if case.board == ONE_SWITCH:
        judge_shorted_switch(case, outcome)


def judge_skin(case: Case, outcome: Outcome) -> None:
    """No single fault of the reference board burns, and each that is one ends the heat."""
    assert outcome.skin_c <= SKIN_MAX_C
    assert outcome.skin_43_s <= SKIN_43_MAX_S
    assert outcome.pad_c <= PAD_MAX_C
    if case.seen_as or case.within_s:
        assert not outcome.heating
        assert not outcome.active or case.seen_as


def judge_shorted_switch(case: Case, outcome: Outcome) -> None:
    """A single switch that is shorted can only be reported; the fuse ends it, if it gets hot
    enough, which with a foot on the pad it does not."""
    foot_lifted = bool(case.also)
    assert outcome.fuse_open == foot_lifted
    assert outcome.heating != foot_lifted
    assert (outcome.skin_c > SKIN_MAX_C) != foot_lifted


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.board}-{case.name}")
def test_a_fault_is_seen_in_time_and_burns_nobody(case, on_cpython, on_micropython):
    here, there = measure(on_cpython, case), measure(on_micropython, case)
    judge(case, here)
    judge(case, there)
    assert table.row(case, here.worse(there)) in table.printed(), "run: make faults"


def test_the_table_in_the_docs_has_every_fault_and_no_other():
    nothing = Outcome("", 0, 0, (), False, 0, 0, 0, 0, False, (), (), False, True)
    all_rows = table.table(dict.fromkeys(ALL, nothing))
    assert table.skeleton(table.printed()) == table.skeleton(all_rows)
