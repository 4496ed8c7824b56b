"""Where the states of a session go: a picture, lines, JSON, or nowhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from solewave import console
from solewave.attach import View
from solewave.client import AT_WORK
from solewave.keys import Keyboard
from solewave.live import Scene, line

PICTURE_MS = 100
"""Of our time: ten pictures a second are smooth, and cost little of one processor."""

EVERY_MIN_MS = 100
EVERY_MAX_MS = 1000
"""Pace of events, in the board's time; peaks of temperature must not be missed."""

KEYS = "space pause  +/- intensity  q stop  s now"
"""As a person reads them under the view; `solewave.controls` obeys them."""

State = dict[str, Any]


class Nowhere:
    """For --json: events are needed, nobody looks; a file's problems go to stderr."""

    every_ms = EVERY_MAX_MS

    def show(self, state: State) -> None:
        """Shows nothing."""

    def say(self, text: str) -> None:
        """Tells nothing."""

    def mend(self, problems: list[str]) -> None:
        """Prints each problem on a line."""
        for problem in problems:
            console.warn(problem)

    def retitle(self, title: str) -> None:
        """Shows no title."""

    def turn(self) -> None:
        """Has nothing to do."""

    def typed(self) -> str:
        """No keys: a program has none."""
        return ""


class Json(Nowhere):
    """One object a line, for programs."""

    def show(self, state: State) -> None:
        """Prints the state without its `ev`."""
        console.data({key: value for key, value in state.items() if key != "ev"})


class Lines(Nowhere):
    """One plain line for each second of the board's time."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._before: tuple[Any, ...] = ()

    def show(self, state: State) -> None:
        """Prints a line, unless nothing that a person would notice has changed."""
        self._scene.state = state
        now = (state.get("state"), self._scene.number("elapsed_ms") // 1000, state.get("fault"))
        if now != self._before:
            self._before = now
            console.say(line(self._scene))

    def say(self, text: str) -> None:
        """Prints it between the states."""
        console.say(text)


class OnScreen:
    """The live view on a terminal, with keys."""

    def __init__(
        self,
        scene: Scene,
        screen: console.Screen,
        keyboard: Keyboard,
        time_scale: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scene = scene
        self._screen = screen
        self._clock = clock
        self._next = clock()
        self._size = screen.size
        self.typed = keyboard.pressed
        self.every_ms = int(min(EVERY_MAX_MS, max(EVERY_MIN_MS, PICTURE_MS * time_scale)))

    def show(self, state: State) -> None:
        """Draws, at most every PICTURE_MS; the state that ends a session always."""
        self._scene.state = state
        if self._clock() >= self._next or state.get("state") not in AT_WORK:
            self._draw()

    def say(self, text: str) -> None:
        """Shows it below the soles until something else happens."""
        self._scene.said = text
        self._draw()

    def mend(self, problems: list[str]) -> None:
        """Shows them below the soles."""
        self._scene.problems = problems
        self._draw()

    def retitle(self, title: str) -> None:
        """Shows `title` from the next picture on."""
        self._scene.title = title

    def turn(self) -> None:
        """Draws anew when the terminal has another size: it may be long to the next state."""
        if self._screen.size != self._size:
            self._draw()

    def _draw(self) -> None:
        from solewave.live_picture import Picture  # noqa: PLC0415  (most of rich)

        self._next = self._clock() + PICTURE_MS / 1000
        self._size = self._screen.size
        self._screen.show(Picture(self._scene))


@contextmanager
def view(title: str, hint: str, time_scale: float, quiet: bool) -> Iterator[View]:
    """The view that fits who looks: a person at a terminal, a log, or (quiet) nobody.

    `hint` says what Ctrl-C does.
    """
    if quiet:
        yield Nowhere()
    elif console.can_draw():
        keyboard = Keyboard()
        hint = f"{KEYS}  {hint}" if keyboard.works else hint
        with console.Screen().shown() as screen, keyboard.opened():
            yield OnScreen(Scene(title, hint), screen, keyboard, time_scale)
    else:
        yield Lines(Scene(title))
