"""Which pairs of faults no firmware can keep within the limits, why, and what must stop them."""

from __future__ import annotations

from dataclasses import dataclass

from faults.boards import REFERENCE, SUPERMINI
from faults.pair_trial import Outcome
from faults.pairs import OF_ONE_SENSOR, ONE_SWITCH, Pair

PARTS = "thermal switch, thermal fuse"
UNPLUG = f"unplug at the alarm; {PARTS}"


@dataclass(frozen=True)
class Reason:
    """Faults of `one` with faults of `other` (none: with any) on `boards`.

    `alarmed`: it must at least raise the alarm, however the two are timed.
    """

    what: str
    boards: tuple[str, ...]
    one: str
    other: tuple[str, ...]
    alarmed: bool
    stops: str

    def holds(self, pair: Pair) -> bool:
        """Whether it is the reason for what this pair does."""
        names = (pair.first, pair.second)
        if pair.board not in self.boards or self.one not in names:
            return False
        left = pair.second if pair.first == self.one else pair.first
        return not self.other or left in self.other


REASONS = (
    Reason(
        "both switches are shorted: `heater-stuck-on` and `enable-stuck-on`",
        *((REFERENCE,), "heater-stuck-on", ("enable-stuck-on",), True, UNPLUG),
    ),
    Reason(
        "both thermistors read low alike: `sensor-drift` of both",
        *((REFERENCE,), "sensor-drift", ("sensor-drift",), False, PARTS),
    ),
    Reason(
        "the only switch is shorted, and the loop has ended: `heater-stuck-on`, `loop-error`",
        *((SUPERMINI, ONE_SWITCH), "heater-stuck-on", ("loop-error",), False, PARTS),
    ),
    Reason(
        "the only switch is shorted, and no thermistor tells: `heater-stuck-on`, `adc-stuck`",
        *((ONE_SWITCH,), "heater-stuck-on", ("adc-stuck",), False, PARTS),
    ),
    Reason(
        "the only switch is shorted, and the only thermistor broken: `heater-stuck-on` with "
        "`adc-stuck` or a fault of the thermistor",
        *((SUPERMINI,), "heater-stuck-on", (*OF_ONE_SENSOR, "adc-stuck"), False, PARTS),
    ),
    Reason(
        "the only switch is shorted, and something holds the pad at 44.5: `heater-stuck-on`, "
        "`hot-bottle`",
        *((SUPERMINI, ONE_SWITCH), "heater-stuck-on", ("hot-bottle",), False, PARTS),
    ),
    Reason(
        "the only switch is shorted, as alone: `heater-stuck-on` with any other",
        *((SUPERMINI, ONE_SWITCH), "heater-stuck-on", (), True, UNPLUG),
    ),
    Reason(
        "the only thermistor reads low, as alone: `sensor-drift` with any other",
        *((SUPERMINI,), "sensor-drift", (), False, PARTS),
    ),
    Reason(
        "the only thermistor has come off when the pad is at 45.5: `sensor-detached`, "
        "`pad-overheated`",
        *(
            (SUPERMINI,),
            "sensor-detached",
            ("pad-overheated",),
            False,
            f"`heating-failed`; {PARTS}",
        ),
    ),
)
"""The first that holds counts."""


def reason(pair: Pair) -> Reason | None:
    """Why this pair may exceed a limit, or None: then it must not."""
    return next((one for one in REASONS if one.holds(pair)), None)


def wrong(pair: Pair, outcome: Outcome) -> str | None:
    """What the firmware should have done better, or None."""
    why = reason(pair)
    if outcome.broken:
        return outcome.broken
    if outcome.over and why is None:
        return f"the pad had {outcome.pad_c:.1f}, the skin {outcome.skin_c:.1f}"
    if outcome.unseen and (why is None or why.alarmed):
        return "a switch heats on, and nobody is told"
    return None
