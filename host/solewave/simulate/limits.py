"""Which limits a session touched, in words for people."""

from typing import Any

from sole.core.limits import HEAT_DOSE_FROM_CC

from solewave.board import Board
from solewave.simulate.report import Limit
from solewave.simulate.words import minutes


def touched(measured: dict[str, Any], board: Board, ended: str | None) -> list[Limit]:
    """The limits that the rig saw kept, with the board's own values."""
    for_ms: dict[str, int] = measured["limited_ms"]
    own = board.limits
    says = {
        "heat-target": f"heat is held at {own.target_c:g} °C, the pattern asks for more",
        "heat-ramp": f"the pad warms by {own.ramp_c_per_min:g} °C a minute, no faster",
        "heat-rest": _rest(measured["rest_of"], board),
        "motor-current": f"motors are weakened, the supply leaves them {board.motor_budget_ma} mA",
    }
    kept = [
        Limit(what, lasted_ms, say)
        for what, say in says.items()
        if (lasted_ms := for_ms[what.replace("-", "_")])
    ]
    if ended == "limit":
        kept.append(Limit("session-length", 0, "the session is over its longest time"))
    return kept


def _rest(rest_of: str | None, board: Board) -> str:
    """Why the heat rests."""
    if rest_of == "dose":
        return f"heat rests, there was enough of it above {HEAT_DOSE_FROM_CC / 100:g} °C"
    return f"heat rests after {board.limits.heat_min:g} min of it"


def in_words(limit: Limit) -> str:
    """The limit and for how long, such as `heat rests after 30 min of it (4:10)`."""
    return f"{limit.say} ({minutes(limit.for_ms)})" if limit.for_ms else limit.say
