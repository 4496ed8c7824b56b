"""play --live: from a file's save to the moment when the massager plays the new version.

The real command's parts on the virtual board at the wall's own speed, its line slowed to
115200 baud. Each save changes the title of a shipped routine: one that changes nothing
would not be sent. The time holds the wait for the next look at the file, a second look
that finds it whole, compiling, the upload while the session plays, and the swap.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import report
from solewave import board, composing, playable, shipped
from solewave.attach import Attachment
from solewave.client import Client
from solewave.sending import put
from solewave.session import follow
from solewave.transport import open_port
from solewave.views import Nowhere
from solewave.virtual import VirtualBoard

SAVES = 20
REST_S = 0.37
"""Between a swap and the next save; no multiple of the pace at which the file is looked at."""


class Author(Nowhere):
    """Saves a version, waits until it plays, rests, and saves the next."""

    def __init__(self, path: Path, saves: int) -> None:
        self.took_s: list[float] = []
        self.said = ""
        self.problems: list[str] = []
        self._path = path
        self._text = path.read_text()
        self._saves = saves
        self._saved_at: float | None = None
        self._next_save = time.monotonic() + 1.0
        self.client: Client | None = None

    def turn(self) -> None:
        """Saves when it is time; stops the session after the last one."""
        if self._saved_at is not None or time.monotonic() < self._next_save:
            return
        number = len(self.took_s)
        if number == self._saves and self.client is not None:
            self.client.ask("stop", now=True)
            return
        new = self._path.with_suffix(".new")
        new.write_text(self._text.replace('"Circulation"', f'"Circulation {number}"'))
        new.replace(self._path)
        self._saved_at = time.monotonic()

    def say(self, text: str) -> None:
        """The new version plays."""
        self.said = text
        if self._saved_at is not None:
            self.took_s.append(time.monotonic() - self._saved_at)
        self._saved_at = None
        self._next_save = time.monotonic() + REST_S

    def mend(self, problems: list[str]) -> None:
        """A version that did not get through would be a mistake of this benchmark."""
        self.problems += problems


def main() -> None:
    """Prints the spread of the times."""
    saves = int(sys.argv[1]) if len(sys.argv) > 1 else SAVES
    with (
        tempfile.TemporaryDirectory() as folder,
        VirtualBoard(
            board.load("esp32-devkitc"), Path(folder) / "b", speed=1.0, throttle_baud=115200
        ) as virtual,
    ):
        path = Path(folder) / "circulation.toml"
        path.write_text((shipped.path("routines") / "circulation.toml").read_text())
        author = Author(path, saves)
        late, size = _compose(Client(open_port(virtual.port)), path, author)
    if author.problems:
        sys.exit("\n".join(author.problems))
    _publish(author.took_s, size, late)


def _compose(client: Client, path: Path, author: Author) -> tuple[int, int]:
    """Plays and swaps; ticks that were late meanwhile, and the pattern's bytes."""
    info: dict[str, Any] = client.hello()
    author.client = client
    file = composing.SavedFile(str(path))
    pattern = playable.load(str(path), None)
    put(client, info, pattern, quiet=True, keep=False)
    attachment = Attachment(client, author, on_interrupt=lambda: False)
    attachment.in_turn.append(composing.Composer(attachment, file, pattern, info).turn)
    before = client.ask("status")["late"]
    follow(attachment, lambda: client.start("play", name=pattern.name))
    return client.ask("status")["late"] - before, len(pattern.data)


def _publish(took_s: list[float], size: int, late: int) -> None:
    table = report.Table(
        f"play --live: {len(took_s)} saves of a pattern of {size} bytes, at 115200 baud",
        ["from save to swapped", "ms"],
        [
            ["quickest", report.number(min(took_s) * 1000)],
            ["median", report.number(statistics.median(took_s) * 1000)],
            ["slowest", report.number(max(took_s) * 1000)],
        ],
        "from the file's rename to the device's answer to swap; whatever else this computer does "
        "can make a tick late, too",
    )
    goals = [
        report.Goal("from save to swapped, slowest", max(took_s), 1.0, "s"),
        report.Goal("ticks late meanwhile", late, 0),
    ]
    report.publish("live", [table], goals, {"took_s": took_s, "size": size, "late": late})


if __name__ == "__main__":
    main()
