"""Staying with a session while it plays: pings, events, Ctrl-C, and what came of it."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Protocol

from solewave.client import AT_WORK, Client
from solewave.errors import DeviceError

PING_MS = 1000
"""Of the board's time; a live session ends after limits.HOST_LOST_MS without a frame."""

LOST_S = 5.0
"""Silence, of our time, that means that the device is gone; it answers pings in between."""

STOPPED_S = 1.0
"""Silence after MicroPython's prompt came: the firmware has stopped."""

QUIET_S = 2.0
"""Without an event for so long (and three of the view's own paces) the device is asked."""

POLL_S = 0.1
"""How long Ctrl-C may go unnoticed."""

State = dict[str, Any]


class View(Protocol):
    """Where states are shown. `every_ms` is the pace it wants them at, in the board's time.

    `say` tells one thing that happened; `mend` replaces the lines about a file that stay
    until it is mended; `retitle` tells that the pattern is called otherwise now; `turn` is
    called between two looks at the line; `typed` gives the keys that were pressed since.
    """

    every_ms: int

    def show(self, state: State) -> None: ...

    def say(self, text: str) -> None: ...

    def mend(self, problems: list[str]) -> None: ...

    def retitle(self, title: str) -> None: ...

    def turn(self) -> None: ...

    def typed(self) -> str: ...


@dataclass
class Attachment:
    """Follows a session until it is over.

    `states` counts events, `hottest_cc` is the highest pad temperature seen, None
    without any; `last` is the last state in which the session was not over, `end` the
    one that ended it (or the last one seen, where the user left). Each of `in_turn` is
    called between two looks at the line, at least ten times a second.
    """

    client: Client
    view: View
    on_interrupt: Callable[[], bool]
    in_turn: list[Callable[[], None]] = field(default_factory=list)
    last: State = field(default_factory=dict)
    end: State = field(default_factory=dict)
    hottest_cc: int | None = None
    interrupted: bool = False
    _event_at: float = 0.0
    _running: bool = False

    def begin(self) -> None:
        """Asks for `state` events; do it before the session starts, to miss none."""
        self.client.on_event = self._take
        self.client.ask("watch", every_ms=self.view.every_ms)
        self._event_at = self.client.clock()

    def run(self) -> None:
        """Returns when the session is over or `on_interrupt` says to leave.

        Raises DeviceError when the device falls silent, KeyboardInterrupt at a second Ctrl-C.
        """
        self.end = {}
        self._running = True
        clock = self.client.clock
        next_ping = clock()
        with _interrupts() as pressed:
            while not self.over:
                if clock() >= next_ping:
                    self.client.send("ping")
                    next_ping = clock() + self._ours(PING_MS)
                self.client.poll(min(POLL_S, self._ours(PING_MS)))
                for do in (self.view.turn, *self.in_turn):
                    do()
                self._check_alive()
                self._ask_if_quiet()
                if pressed and not self.interrupted:
                    self.interrupted = True
                    if not self.on_interrupt():
                        return

    @property
    def over(self) -> bool:
        """Whether an event told that no session goes on."""
        return bool(self.end) and self.end.get("state") not in AT_WORK

    def leave(self) -> None:
        """Ends the flow of events, if the device is still there to be asked."""
        with suppress(DeviceError):
            self.client.ask("watch", every_ms=0)

    def _ours(self, board_ms: int) -> float:
        return board_ms / 1000 / self.client.line.time_scale

    def _check_alive(self) -> None:
        silent_s = self.client.clock() - self.client.heard_at
        if silent_s > STOPPED_S and self.client.wire.at_prompt:
            raise self.client.no_answer()
        if silent_s > LOST_S:
            raise DeviceError(
                f"the massager on {self.client.line.name} fell silent",
                "Check the cable. Its session stops by itself 5 s after it lost the computer.",
            )

    def _ask_if_quiet(self) -> None:
        """A device that heard nothing from us for a while has stopped sending events."""
        quiet_s = max(QUIET_S, 3 * self._ours(self.view.every_ms))
        if self.client.clock() - self._event_at > quiet_s:
            self.client.ask("watch", every_ms=self.view.every_ms)
            self._take({"ev": "state", **self.client.ask("status")})

    def _take(self, event: State) -> None:
        self._event_at = self.client.clock()
        if event.get("ev") == "hello":
            raise DeviceError(
                f"the massager restarted while it was in use (cause: {event.get('reset')})",
                "Check its supply and cable; its outputs are off.",
            )
        if event.get("ev") != "state":
            return
        self.end = event
        if not self.over:
            self.last = event
        temp_cc = event.get("temp_cc")
        if temp_cc is not None:
            self.hottest_cc = max(temp_cc, self.hottest_cc or temp_cc)
        if self._running:  # before it began there is nothing to show: the start may be refused
            self.view.show(event)


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """A list that Ctrl-C appends to; a second Ctrl-C raises KeyboardInterrupt."""
    pressed: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
