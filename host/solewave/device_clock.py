"""The massager's clock: local time without a zone, lost when the power goes.

The log and a bedtime need it, and the massager has nobody to ask but the computer, so every
command that can bring it along calls `keep`.
"""

from collections.abc import Callable
from datetime import datetime

from solewave import settings
from solewave.client import Client
from solewave.errors import SolewaveError
from solewave.settings import Settings

EPOCH = datetime(2000, 1, 1)
"""Where the massager's minutes and seconds begin, in local time."""

OFF_MAX_S = 60
"""A bedtime is given to the minute; a crystal drifts that far in two weeks (50 ppm)."""


class Computer:
    """The computer's clock, replaced in tests."""

    now: Callable[[], datetime] = staticmethod(datetime.now)


def local_now() -> datetime:
    """The computer's local time, whole seconds, without a zone."""
    return Computer.now().replace(microsecond=0, tzinfo=None)


def put_right(client: Client) -> datetime:
    """Sets the massager's clock to the computer's; returns what it was set to."""
    now = local_now()
    client.ask("clock", local=now.isoformat())
    return now


def ahead_s(found: Settings) -> int | None:
    """Seconds that the massager's clock is ahead of the computer's; None while it is not set."""
    if found.clock is None:
        return None
    return round((found.clock - local_now()).total_seconds())


def off_text(found: Settings) -> str:
    """How far the massager's clock is from the computer's, for people."""
    off_s = ahead_s(found)
    if off_s is None:
        return "not set"
    if abs(off_s) <= 1:
        return "as this computer's"
    return f"{_span(abs(off_s))} {'ahead of' if off_s > 0 else 'behind'} this computer's"


def _span(seconds: int) -> str:
    """In the largest unit of which there are two or more."""
    for unit, length in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def is_wrong(client: Client, found: Settings) -> bool:
    """Whether the clock is not set, or more than OFF_MAX_S from the computer's.

    A virtual board that runs faster than the clock may be ahead as far as it likes.
    """
    off_s = ahead_s(found)
    return off_s is None or (client.line.time_scale == 1 and abs(off_s) > OFF_MAX_S)


def keep(client: Client) -> Settings | None:
    """Sets the clock if it is wrong; the settings then.

    For commands that are about something else: where the firmware is older than settings,
    it returns None, and never raises what the massager refuses.
    """
    try:
        found = settings.fetch(client)
        if not is_wrong(client, found):
            return found
        put_right(client)
        return settings.fetch(client)
    except SolewaveError as error:
        if not error.code:
            raise
        return None
