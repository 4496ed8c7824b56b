"""Sessions and hours that a massager has counted."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sole.core.zones import FEET, PLACES

from solewave.client import Client, pages
from solewave.device_clock import EPOCH


@dataclass(frozen=True)
class Session:
    """One session. `n` counts all that there ever were; `start` is local time, None where
    the massager's clock was not set; `highest_cc` 1/100 C, None without a valid reading;
    `ended` a word of docs/protocol.md."""

    n: int
    routine: str
    start: datetime | None
    length_s: int
    highest_cc: int | None
    ended: str

    @property
    def minutes(self) -> float:
        """How long it played."""
        return self.length_s / 60


@dataclass(frozen=True)
class Hours:
    """Totals since the log began: seconds that each motor, in board order, and the pad ran."""

    sessions: int
    motors_s: list[int]
    pad_s: int


def sessions(client: Client) -> list[Session]:
    """All that the massager still keeps, newest first."""
    return [_session(*one) for answer in pages(client, "log") for one in answer["sessions"]]


def _session(
    n: int, routine: str, start_s: int | None, length_s: int, highest_cc: int | None, ended: str
) -> Session:
    start = None if start_s is None else EPOCH + timedelta(seconds=start_s)
    return Session(n, routine, start, length_s, highest_cc, ended)


def hours(client: Client) -> Hours:
    """Asks for the totals."""
    return Hours(**client.ask("hours"))


def motor_names(zone_motors: Sequence[int], count: int) -> list[str]:
    """What each of `count` motors is called: the zones that it plays.

    `zone_motors` is `hello`'s `zones`: for each of the ten the motor's number, or -1.
    """
    return [
        _zones([zone for zone, motor in enumerate(zone_motors) if motor == number])
        or f"motor {number + 1}"
        for number in range(count)
    ]


def _zones(zones: list[int]) -> str:
    feet = []
    for foot, side in enumerate(FEET):
        places = [PLACES[zone % 5].replace("_", " ") for zone in zones if zone // 5 == foot]
        if places:
            feet.append(f"{side} {'foot' if len(places) == len(PLACES) else ', '.join(places)}")
    return "both feet" if len(zones) == 2 * len(PLACES) else ", ".join(feet)


def as_csv(sessions: Sequence[Session]) -> str:
    """All sessions with a line of headings; times in local time, temperatures in C."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("n", "start", "routine", "length_s", "highest_c", "ended"))
    for one in sessions:
        start = "" if one.start is None else one.start.isoformat()
        highest = "" if one.highest_cc is None else f"{one.highest_cc / 100:.2f}"
        table.writerow((one.n, start, one.routine, one.length_s, highest, one.ended))
    return text.getvalue()
