"""Requests to a massager and what it answers (docs/protocol.md)."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from sole.core import states
from sole.core.frame import frame

from solewave import answers
from solewave.errors import DeviceError
from solewave.refusals import refusal
from solewave.wire import Wire

LINK = 1
"""The version of the link that this client speaks."""

ANSWER_S = 2.0
"""How long an answer may take: a tick has 20 ms, erasing flash tens of them."""

STORE_S = 15.0
"""How long writing to flash may take: 16 KiB on a slow, fragmented file system."""

BEGIN_S = 6.0
"""How long a start may take: the self-test before it reads every file of the firmware, and a file
system that was written often finds each of them slowly (MicroPython issue 13209)."""

HELLO_TRIES = 6
HELLO_S = 1.0
"""A board that was reset by the opening of its port answers 2 to 3 s later."""

UNREADABLE_TRIES = 3
"""How often a request is sent again that the device could not read."""

AT_WORK = states.WORDS[states.PLAYING : states.WINDING_DOWN + 1]
"""The words of `state` while a session goes on."""

AHEAD_BYTES = 200
"""How much of the next request goes out before the last one is answered. An ESP32 holds about
260 bytes while it does something else, an unanswered request for example."""

START_TRIES = 3
"""How often a start asks for a ticket: another command's ticket makes ours void."""

REPEATABLE = {
    *("hello", "ping", "status", "list", "get", "begin"),
    *("ready", "pause", "stop", "scale", "watch", "faults"),
    *("settings", "set", "clock", "log", "hours"),
}
"""Requests that do the same when they arrive twice: sent again when no answer comes."""

Object = dict[str, Any]
Following = Callable[[], Object | None] | None
"""Tells the request (`do` and its arguments) that is to follow another one, or None."""


class Line(Protocol):
    """What a client needs of a transport."""

    name: str
    time_scale: float

    def read(self, timeout_s: float) -> bytes: ...

    def write(self, data: bytes) -> None: ...


class Clock:
    """The computer's clock, replaced in tests."""

    now: Callable[[], float] = staticmethod(time.monotonic)


class NoAnswerError(DeviceError):
    """Nothing that can be an answer came in time."""


class Client:
    """One conversation: a request at a time, events as they come.

    `on_event` gets every known event, checked (`solewave.answers`), `on_other` every event and
    every answer that this client does not wait for, as they came (`solewave.sharing`).
    `heard_at` is when (by `clock`, in s) the last good frame came. `wire` has the console text.
    """

    def __init__(
        self,
        line: Line,
        answer_s: float = ANSWER_S,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.line = line
        self.clock = clock or Clock.now
        self.wire = Wire()
        self.on_event: Callable[[Object], None] = lambda _event: None
        self.on_other: Callable[[Object], None] = lambda _value: None
        self.heard_at = self.clock()
        self._answer_s = answer_s
        self._last_id = 0
        self._ahead = b""
        self._awaited = -1
        self._answer: Object | None = None
        self._arrived: deque[Object] = deque()

    def ask(
        self, do: str, *, timeout_s: float | None = None, then: Following = None, **args: Any
    ) -> Object:
        """Sends one request and returns what it was answered, checked.

        `then` tells what will be asked next, if this succeeds: some of it is sent while the
        answer is on its way. It is called once this request has been sent.
        Raises DeviceError or UserError for a refusal (`code` tells which), DeviceError for an
        answer that makes no sense, NoAnswerError when none comes within `timeout_s` seconds,
        twice for a REPEATABLE request.
        """
        tries = 2 if do in REPEATABLE else 1
        for _ in range(tries):
            answer = self._ask_readably(do, timeout_s or self._answer_s, args, then)
            if answer is not None:
                return answers.answered(do, _opened(do, answer))
        raise self.no_answer()

    def start(self, do: str, **args: Any) -> Object:
        """Sends `play` or `resume` with a fresh ticket, and returns what it was answered.

        Raises what `ask` raises. A start that was refused as `stale` did nothing, so it may
        be tried again with another ticket while the person still waits for it.
        """
        for _ in range(START_TRIES - 1):
            try:
                return self._start(do, args)
            except DeviceError as error:
                if error.code != "stale":
                    raise
        return self._start(do, args)

    def _start(self, do: str, args: Object) -> Object:
        ticket = self.ask("ready")["ticket"]
        return self.ask(do, timeout_s=BEGIN_S, ticket=ticket, **args)

    def send(self, do: str, **args: Any) -> int:
        """Sends one request without waiting for its answer; returns its id."""
        data = self.next_frame(do, **args)
        ahead, self._ahead = self._ahead, b""
        self._last_id = self._next_id
        self.line.write(data.removeprefix(ahead))
        return self._last_id

    def next_frame(self, do: str, **args: Any) -> bytes:
        """The bytes that such a request would have if it were the next one."""
        made: bytes = frame({"id": self._next_id, "do": do, **args})
        return made

    @property
    def _next_id(self) -> int:
        return (self._last_id + 1) % 65536

    def _send_ahead(self, request: Object) -> None:
        """Sends the beginning of `request`; if another comes instead, the device drops it."""
        data = self.next_frame(**request)
        self._ahead = data[: min(AHEAD_BYTES, len(data) - 1)]
        self.line.write(self._ahead)

    def poll(self, timeout_s: float) -> None:
        """Takes in what arrives within `timeout_s` seconds; returns at the first of it.

        What follows an awaited answer is left for the next call: who asked must know
        the answer before it sees the events after it.
        """
        if not self._arrived:
            self._arrived.extend(self.wire.feed(self.line.read(timeout_s)))
        while self._arrived:
            self._sort(self._arrived.popleft())
            if self._answer is not None:
                return

    def hello(
        self, tries: int = HELLO_TRIES, timeout_s: float = HELLO_S, *, brief: bool = False
    ) -> Object:
        """Finds out who is there; `brief`: only how to talk to it.

        Raises DeviceError if it is no massager that we can talk to.
        """
        args: Object = {"brief": True} if brief else {}
        for attempt in range(tries):
            if attempt:
                self.line.write(b"\r")  # brings a prompt out, if one is what answers there
            answer = self._ask_readably("hello", timeout_s, args)
            if answer is not None:
                return _known(_opened("hello", answer))
            if self.wire.at_prompt and attempt:
                break
        raise self._stranger()

    def _ask_readably(
        self, do: str, timeout_s: float, args: Object, then: Following = None
    ) -> Object | None:
        """The answer, or None. A request that arrived broken was not obeyed: sent again."""
        answer: Object | None = None
        for _ in range(UNREADABLE_TRIES):
            answer = self._exchange(do, timeout_s, args, then)
            if answer is None or answer.get("id") is not None:
                break
        return answer

    def _exchange(self, do: str, timeout_s: float, args: Object, then: Following) -> Object | None:
        self._answer = None
        self._awaited = self.send(do, **args)
        following = then and then()
        if following:
            self._send_ahead(following)
        until = self.clock() + timeout_s
        while self._answer is None and (left := until - self.clock()) > 0:
            self.poll(left)
        self._awaited = -1
        answer, self._answer = self._answer, None
        return answer

    def _sort(self, value: Object) -> None:
        if not value.keys() & {"ev", "ok", "err"}:
            return  # our own request, echoed by a prompt
        self.heard_at = self.clock()
        if "ev" in value:
            event = answers.told(value)
            self.on_other(value)
            if event is not None:
                self.on_event(event)
        elif value.get("id") == self._awaited or (value.get("id") is None and "err" in value):
            self._answer = value
        else:
            self.on_other(value)

    def no_answer(self) -> NoAnswerError:
        """The error for a device that has answered before and does no longer."""
        name, why = self.line.name, self.wire.why_stopped
        if self.wire.at_prompt:
            return NoAnswerError(
                f"the firmware on {name} has stopped" + (f": {why}" if why else ""),
                "Its outputs are off. Press the reset button; report it if it comes again.",
            )
        return NoAnswerError(
            f"the massager on {name} does not answer" + self._last_words(),
            "Unplug it, plug it in again and repeat the command.",
        )

    def _last_words(self) -> str:
        words = self.wire.last_words
        return f'; the last that it wrote was "{words}"' if words else ""

    def _stranger(self) -> DeviceError:
        name = self.line.name
        if self.wire.at_prompt:
            return DeviceError(
                f"MicroPython's prompt answers on {name}, but Solewave does not run there",
                "Press the board's reset button; if that does not help, put the firmware on it.",
            )
        if self.wire.console or self.wire.bad:
            return DeviceError(
                f"something answers on {name}, but it is no massager" + self._last_words(),
                "Name the massager's port with --port, or put the firmware on this board.",
            )
        return DeviceError(
            f"nothing answers on {name}",
            "Check the cable, press the board's reset button, or name another port with --port.",
        )


def _opened(do: str, answer: Object) -> Any:
    """What stands at `ok`, not checked. Raises the error for a refusal."""
    if "err" in answer:
        raise refusal(**answers.refused(do, answer["err"]))
    return answer["ok"]


def _known(value: Any) -> Object:
    link = answers.link_version(value)
    if link != LINK:
        raise DeviceError(
            f"the massager speaks version {link} of the link, solewave speaks {LINK}",
            answers.UPDATE_REMEDY,
        )
    return answers.answered("hello", value)


def pages(client: Client, do: str, timeout_s: float | None = None) -> Iterator[Object]:
    """Asks `do` (`list`, `faults`, `log`) from its first entry to its last, answer by answer."""
    index: int | None = 0
    while index is not None:
        where: Object = {"from": index}
        answer = client.ask(do, timeout_s=timeout_s, **where)
        yield answer
        after = answer["next"]
        index = after if after is None or after > index else None


def patterns(client: Client) -> tuple[list[Object], int]:
    """All patterns on the device as `list` gives them, and the bytes free on flash."""
    found: list[Object] = []
    free = 0
    for answer in pages(client, "list", STORE_S):
        found += answer["patterns"]
        free = answer["free"]
    return found, free
