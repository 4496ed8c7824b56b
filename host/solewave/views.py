"""Where the states of a session go: a picture, lines, JSON, or nowhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from solewave import console
from solewave.attach import View
from solewave.live import Scene, line, picture

PICTURE_MS = 100
"""Of our time: ten pictures a second are smooth, and cost little of one processor."""

EVERY_MIN_MS = 100
EVERY_MAX_MS = 1000
"""Pace of events, in the board's time; peaks of temperature must not be missed."""

State = dict[str, Any]


class Nowhere:
    """For --json: events are needed, nobody looks."""

    every_ms = EVERY_MAX_MS

    def show(self, state: State) -> None:
        """Shows nothing."""


class Json:
    """One object a line, for programs."""

    every_ms = EVERY_MAX_MS

    def show(self, state: State) -> None:
        """Prints the state without its `ev`."""
        console.data({key: value for key, value in state.items() if key != "ev"})


class Lines:
    """One plain line for each second of the board's time."""

    every_ms = EVERY_MAX_MS

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


class Picture:
    """The live view on a terminal."""

    def __init__(
        self,
        scene: Scene,
        screen: console.Screen,
        time_scale: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scene = scene
        self._screen = screen
        self._clock = clock
        self._next = clock()
        self.every_ms = int(min(EVERY_MAX_MS, max(EVERY_MIN_MS, PICTURE_MS * time_scale)))

    def show(self, state: State) -> None:
        """Draws, at most every PICTURE_MS; the state that ends a session always."""
        self._scene.state = state
        if self._clock() >= self._next or state.get("state") in ("idle", "fault"):
            self._next = self._clock() + PICTURE_MS / 1000
            self._screen.show(picture(self._scene))


@contextmanager
def view(title: str, hint: str, time_scale: float, quiet: bool) -> Iterator[View]:
    """The view that fits who looks: a person at a terminal, a log, or (quiet) nobody."""
    if quiet:
        yield Nowhere()
    elif console.is_terminal():
        with console.Screen().shown() as screen:
            yield Picture(Scene(title, hint), screen, time_scale)
    else:
        yield Lines(Scene(title))
