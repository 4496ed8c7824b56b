"""What a massager keeps without power and without a computer, as it tells it itself."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from solewave.client import STORE_S, Client


@dataclass(frozen=True)
class Bedtime:
    """When a person goes to bed. `at_min`: minutes after local midnight, 0 to 1439.

    `days`: bit 0 is Monday, of the evening that leads to the bedtime (after midnight: of the
    day before). `routine`: what one press starts then; `pulse`: whether the motors nudge once.
    """

    at_min: int
    days: int
    routine: str
    pulse: bool = False


@dataclass(frozen=True)
class Settings:
    """The answer to `settings` and `set` (docs/protocol.md). Percent; `_cc` is 1/100 C.

    `stored`: on flash; False while it waits there for the end of a session. `broken`: what
    was on flash could not be read, and these are the defaults. `clock`: the massager's own,
    local time without a zone, None while it was not set since the power came. `answered`: a
    person has accepted or declined the invitation of this very half hour.
    """

    intensity_pct: int
    tempo_pct: int
    heat_limit_cc: int
    favorite: str | None
    volume_pct: int
    bedtime: Bedtime | None
    stored: bool
    broken: bool
    clock: datetime | None
    answered: bool = False


def fetch(client: Client) -> Settings:
    """Asks for all settings."""
    return _settings(client.ask("settings"))


def change(client: Client, changes: dict[str, Any]) -> Settings:
    """Sets what `changes` holds, by the keys of `Settings`; None clears favorite or bedtime.

    Raises UserError if the massager finds a value out of its range: nothing has changed then.
    """
    return _settings(client.ask("set", timeout_s=STORE_S, **changes))


def _settings(answer: dict[str, Any]) -> Settings:
    """Of an answer that `solewave.answers` has checked."""
    bedtime, clock = answer["bedtime"], answer["clock"]
    return Settings(
        **{
            **answer,
            "bedtime": None if bedtime is None else Bedtime(**bedtime),
            "clock": None if clock is None else datetime.fromisoformat(clock),
        }
    )


def plain(found: Settings) -> dict[str, Any]:
    """The settings for programs, as the massager told them."""
    return {**asdict(found), "clock": found.clock and found.clock.isoformat()}
