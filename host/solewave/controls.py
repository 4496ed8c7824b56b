"""What the keys of the live view do to the session."""

from collections.abc import Callable
from typing import Any

from sole.core import limits

from solewave.attach import Attachment
from solewave.errors import SolewaveError

STEP_PCT = 10


class Controls:
    """Takes the keys that the attachment's view gives, once a turn.

    What the device refuses is shown there and changes nothing; a device that no longer
    answers raises DeviceError.
    """

    def __init__(self, attachment: Attachment) -> None:
        self._attachment = attachment
        self._client = attachment.client
        self._intensity_pct = 0
        self._known_by: dict[str, Any] = {}
        self._actions: dict[str, Callable[[], object]] = {
            " ": self._pause_or_resume,
            "q": lambda: self._client.ask("stop"),
            "s": lambda: self._client.ask("stop", now=True),
            "+": lambda: self._louder(STEP_PCT),
            "=": lambda: self._louder(STEP_PCT),
            "-": lambda: self._louder(-STEP_PCT),
            "_": lambda: self._louder(-STEP_PCT),
        }

    def turn(self) -> None:
        """Does what was typed since the last turn."""
        for key in self._attachment.view.typed().lower():
            action = self._actions.get(key)
            if action is not None:
                self._attempt(action)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except SolewaveError as error:
            if not error.code:
                raise
            self._attachment.view.say(f"{error.message}. {error.remedy}".rstrip())

    def _pause_or_resume(self) -> None:
        if self._attachment.end.get("state") == "paused":
            self._client.start("resume")
        else:
            self._client.ask("pause")

    def _louder(self, by_pct: int) -> None:
        """Steps of STEP_PCT within the limits, from what the last state or press said."""
        if self._known_by is not self._attachment.end:
            self._known_by = self._attachment.end
            self._intensity_pct = int(self._known_by.get("intensity_pct") or 100)
        wanted_pct = self._intensity_pct + by_pct
        wanted_pct = max(limits.INTENSITY_MIN_PCT, min(limits.INTENSITY_MAX_PCT, wanted_pct))
        if wanted_pct != self._intensity_pct:
            self._client.ask("scale", intensity_pct=wanted_pct)
            self._intensity_pct = wanted_pct
            self._known_by = self._attachment.end  # may have come before the answer
