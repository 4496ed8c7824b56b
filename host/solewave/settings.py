"""What a massager keeps without power and without a computer, as it tells it itself."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from solewave.client import STORE_S, Client


class Bedtime(Struct, frozen=True):
    """When a person goes to bed. `at_min`: minutes after local midnight, 0 to 1439.

    `days`: bit 0 is Monday, of the evening that leads to the bedtime (after midnight: of the
    day before). `routine`: what one press starts then; `pulse`: whether the motors nudge once.
    """

    at_min: int
    days: int
    routine: str
    pulse: bool = False


class Settings(Struct, frozen=True):
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
    return msgspec.convert(client.ask("settings"), Settings)


def change(client: Client, changes: dict[str, Any]) -> Settings:
    """Sets what `changes` holds, by the keys of `Settings`; None clears favorite or bedtime.

    Raises UserError if the massager finds a value out of its range: nothing has changed then.
    """
    asked = msgspec.to_builtins(changes)
    return msgspec.convert(client.ask("set", timeout_s=STORE_S, **asked), Settings)


def plain(found: Settings) -> dict[str, Any]:
    """The settings for programs, as the massager told them."""
    made: dict[str, Any] = msgspec.to_builtins(found)
    return made


def lines(found: Settings) -> dict[str, tuple[str, str]]:
    """A label and a text for each of the six settings, by its key."""
    from solewave import bedtime  # noqa: PLC0415  (it needs this module)
    from solewave.live import celsius  # noqa: PLC0415

    return {
        "intensity_pct": ("intensity", f"{found.intensity_pct} %"),
        "tempo_pct": ("tempo", f"{found.tempo_pct} %"),
        "heat_limit_cc": ("heat limit", celsius(found.heat_limit_cc)),
        "favorite": ("favorite", found.favorite or "none; the button starts the last played"),
        "volume_pct": ("volume", f"{found.volume_pct} %"),
        "bedtime": ("bedtime", bedtime.text(found.bedtime) if found.bedtime else "none"),
    }


WAITING = (
    "It is kept, and written to flash after the session. A session that was started at the "
    "button gets no stronger and no warmer by it."
)
BROKEN = (
    "The settings on the massager's flash cannot be read; these are the defaults. "
    "Any `solewave set` writes them anew."
)


def remarks(found: Settings) -> list[str]:
    """Sentences on how safely the settings lie on flash; none if all is well."""
    return [BROKEN] * found.broken + [WAITING] * (not found.stored)
