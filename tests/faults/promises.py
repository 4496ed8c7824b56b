"""What must hold of a massager at any moment, whatever happens to it: by what a bench tells."""

from __future__ import annotations

from typing import Any

from sole.core import faults
from solewave.client import AT_WORK

SKIN_MAX_C = 45.5
ALL_OFF = {code for code, action in faults.TABLE if action == faults.ALL_OFF}


def broken(told: dict[str, Any], *, turns: bool) -> str | None:
    """The first promise that is not kept, in words, or None. `turns`: the loop does not hang."""
    heats, moves = told["commanded"] > 0, told["motors_on"]
    latched = set(told.get("mask", ()))
    state = told.get("state", {}).get("state")
    at_rest = turns and state is not None and state not in AT_WORK
    wrong = (
        (told["broken_rules"], f"the supervisor's rules: {told['broken_rules']}"),
        (heats and latched, f"the heater is driven with {latched}"),
        (heats and at_rest, f"the heater is driven while it is {state}"),
        ((heats or moves) and latched & ALL_OFF, f"something is driven with {latched}"),
        ((heats or moves) and not told["runs"], "something is driven, and the loop has ended"),
        (told["skin_peak_c"] > SKIN_MAX_C, f"the skin had {told['skin_peak_c']:.1f} C"),
    )
    return next((what for is_so, what in wrong if is_so), None)
