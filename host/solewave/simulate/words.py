"""Times of a report as people read them."""

from collections.abc import Sequence

from solewave.live import clock
from solewave.simulate.report import Moment


def minutes(ms: float) -> str:
    """Minutes and seconds, to the nearest second: `12:05`."""
    return clock(max(round(ms / 1000), 0) * 1000)


def moments(happened: Sequence[Moment]) -> str:
    """What and when: `sensor-open at 1:30, ...`; "" if nothing happened."""
    return ", ".join(f"{one.what} at {minutes(one.at_ms)}" for one in happened)
