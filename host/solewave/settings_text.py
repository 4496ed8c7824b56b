"""What a massager keeps, in the words in which a person reads it."""

from solewave import bedtime
from solewave.live import celsius
from solewave.settings import Settings

WAITING = (
    "It is kept, and written to flash after the session. A session that was started at the "
    "button gets no stronger and no warmer by it."
)
BROKEN = (
    "The settings on the massager's flash cannot be read; these are the defaults. "
    "Any `solewave set` writes them anew."
)


def lines(found: Settings) -> dict[str, tuple[str, str]]:
    """A label and a text for each of the six settings, by its key."""
    return {
        "intensity_pct": ("intensity", f"{found.intensity_pct} %"),
        "tempo_pct": ("tempo", f"{found.tempo_pct} %"),
        "heat_limit_cc": ("heat limit", celsius(found.heat_limit_cc)),
        "favorite": ("favorite", found.favorite or "none; the button starts the last played"),
        "volume_pct": ("volume", f"{found.volume_pct} %"),
        "bedtime": ("bedtime", bedtime.text(found.bedtime) if found.bedtime else "none"),
    }


def remarks(found: Settings) -> list[str]:
    """Sentences on how safely the settings lie on flash; none if all is well."""
    return [BROKEN] * found.broken + [WAITING] * (not found.stored)
