"""What the doctor found: one line each, with what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

WELL, NOTE, WRONG = "ok", "note", "WRONG"
"""All is well; worth knowing, but nothing to do at once; keeps the massager from its work."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `remedy` is "" where there is nothing to do."""

    state: str
    about: str
    text: str
    remedy: str = ""


@dataclass
class Findings:
    """Collects them in the order in which they were found."""

    all: list[Finding] = field(default_factory=list)

    def well(self, about: str, text: str) -> None:
        """Adds a line that needs nobody."""
        self.all.append(Finding(WELL, about, text))

    def note(self, about: str, text: str, remedy: str = "") -> None:
        """Adds a line that a person may want to know."""
        self.all.append(Finding(NOTE, about, text, remedy))

    def wrong(self, about: str, text: str, remedy: str) -> None:
        """Adds a line that somebody must act on."""
        self.all.append(Finding(WRONG, about, text, remedy))

    @property
    def are_well(self) -> bool:
        """Whether nothing is wrong."""
        return all(one.state != WRONG for one in self.all)

    @contextmanager
    def refused(self, about: str) -> Iterator[None]:
        """What goes wrong inside the block becomes a line, and the block ends there."""
        from solewave.errors import SolewaveError  # noqa: PLC0415

        try:
            yield
        except SolewaveError as error:
            self.wrong(about, error.message, error.remedy)
