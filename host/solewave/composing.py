"""A pattern that plays while it is written: each save of its file goes on where it plays.

The massager holds the pattern in memory for that session only: it is never written to flash,
and one of the same name that is stored there stays as it is.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from solewave import playable
from solewave.attach import Attachment
from solewave.errors import SolewaveError, UserError
from solewave.live import clock
from solewave.playable import Playable
from solewave.problems import BadInput
from solewave.sending import put

LOOK_S = 0.1
"""How often the file is looked at; what is written in two steps is whole by the next look."""

Seen = tuple[int, int, int]


class SavedFile:
    """Tells when a file was saved, by an editor that writes in place or one that renames."""

    def __init__(self, path: str, now: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._now = now
        self._next_look = 0.0
        self.there = True
        self._seen = self._taken = self._look()

    def saved(self) -> bool:
        """True once for each version: when two looks in turn found the same new one."""
        if self._now() < self._next_look:
            return False
        self._next_look = self._now() + LOOK_S
        before, self._seen = self._seen, self._look()
        self.there = self._seen is not None or before is not None
        if not self.there:
            self._taken = None  # when it comes back it counts as saved
        if self._seen is None or self._seen != before or self._seen == self._taken:
            return False
        self._taken = self._seen
        return True

    def _look(self) -> Seen | None:
        try:
            found = Path(self.path).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


class Composer:
    """Brings each good version of `file` to the session of `attachment`, in its turns.

    What is wrong in a bad one is shown until a good one is saved; the last good one plays.
    `info` is the device's hello.
    """

    def __init__(
        self, attachment: Attachment, file: SavedFile, playing: Playable, info: dict[str, Any]
    ) -> None:
        self._attachment = attachment
        self._file = file
        self._playing = playing
        self._info = info
        self._version = 1
        self._missed = False

    def turn(self) -> None:
        """Looks at the file, and takes its new version over if there is one."""
        if self._attachment.end.get("state") == "winding-down":
            return
        saved = self._file.saved()
        if not self._file.there and not self._missed:
            self._missed = True
            self._attachment.view.mend([f"{self._file.path} is not there; it plays on, and waits"])
        if saved:
            self._missed = False
            self._take_over()

    def _take_over(self) -> None:
        view = self._attachment.view
        self._attachment.client.send("ping")  # compiling may take a slow computer seconds
        try:
            pattern = playable.load(self._file.path, self._playing.name)
            self._need_rest(pattern)
            if pattern.data != self._playing.data:
                self._swap(pattern)
        except BadInput as error:
            view.mend([str(problem) for problem in error.problems])
        except SolewaveError as error:
            if not error.code and not isinstance(error, UserError):
                raise  # the device or its cable, not the file
            view.mend([f"{self._file.path}: {error.message}. {error.remedy}".rstrip()])
        else:
            view.mend([])

    @property
    def _at_ms(self) -> int:
        """Where the session is, as the last state told."""
        return int(self._attachment.end.get("elapsed_ms") or 0)

    def _need_rest(self, pattern: Playable) -> None:
        """Raises UserError for a version that would end the session, since it is over by now."""
        if pattern.duration_ms <= self._at_ms:
            raise UserError(
                f"this version ends at {clock(pattern.duration_ms)}, and it plays at "
                f"{clock(self._at_ms)} already",
                "The last good one plays on.",
            )

    def _swap(self, pattern: Playable) -> None:
        client, view = self._attachment.client, self._attachment.view
        put(client, self._info, pattern, quiet=True, keep=False)
        client.ask("swap", name=pattern.name)
        self._playing = pattern
        self._version += 1
        view.retitle(pattern.title or pattern.name)
        view.say(f"version {self._version} plays since {clock(self._at_ms)}{_warned(pattern)}")


def _warned(pattern: Playable) -> str:
    return f"; warnings: {len(pattern.warnings)}, see `solewave check`" if pattern.warnings else ""


def check(path: str, name: str | None) -> None:
    """Raises UserError unless `path` is a file that can be followed, under no `name`."""
    if name:
        raise UserError("--live keeps no pattern, so it takes no --name", "Leave one of them out.")
    if not Path(path).is_file():
        raise UserError(
            f"--live follows a file, and there is no file {path}",
            "`solewave new NAME` writes one to begin with.",
        )
