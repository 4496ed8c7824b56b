"""What must hold of a massager at any moment, whatever happens to it: by what a bench tells."""

from __future__ import annotations

from typing import Any

from sole.core import faults
from solewave.client import AT_WORK

SKIN_MAX_C, SKIN_43_MAX_S = 45.5, 60.0
"""The model's foot is one lump; so the pad, an upper bound of any skin on it, is held too."""
PAD_MAX_C = 45.6
SKIN_HOT_C = 43.0
"""The longest contact burns from here on (docs/safety.md, section 3)."""
ALL_OFF = {code for code, action in faults.TABLE if action == faults.ALL_OFF}


def too_hot(told: dict[str, Any]) -> bool:
    """Whether pad or skin were hotter than any single fault may make them."""
    skin_c, skin_43_s = told["skin_peak_c"], told["skin_43_ms"] / 1000
    hot_skin = skin_c > SKIN_MAX_C or skin_43_s > SKIN_43_MAX_S
    return hot_skin or bool(told["pad_peak_c"] > PAD_MAX_C)


def broken(told: dict[str, Any], *, turns: bool) -> str | None:
    """The first promise that is not kept, in words, or None. `turns`: the loop does not hang."""
    if told["skin_peak_c"] > SKIN_MAX_C:
        return f"the skin had {told['skin_peak_c']:.1f} C"
    return broken_rule(told, turns=turns)


def broken_rule(told: dict[str, Any], *, turns: bool) -> str | None:
    """The same without temperatures: what is in the firmware's hands whatever breaks."""
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
    )
    return next((what for is_so, what in wrong if is_so), None)
