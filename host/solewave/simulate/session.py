"""One session from its start to its end, with faults on the way, and what came of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from solewave.errors import UserError
from solewave.playable import Playable
from solewave.simulate.bench import Bench, Setup
from solewave.simulate.faults import Injection
from solewave.virtual.server import BoardLike

START_MS = 1000
"""After power-on, before the session."""
AFTER_MS = 120_000
"""Watched beyond the end: what heats by itself goes on then."""
SLOWEST = 2
"""A session lasts at most so many times its pattern: at half the tempo."""
WRAP_MS = 1 << 30


class Moment(msgspec.Struct, frozen=True):
    """Something that happened, `at_ms` after the session began."""

    what: str
    at_ms: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a session came to. Times in ms since it began, temperatures in degrees Celsius.

    `heat_ended_ms` is when the pad had power last; None if it never had any, or has it still
    (`heating`). `skin` is the model's foot, one lump: skin on the pad is between the two.
    """

    pattern: str
    board: str
    interpreter: str
    duration_ms: int
    session_ms: int
    ended: str | None
    refused: str | None
    faults: list[Moment]
    latched: list[Moment]
    resets: list[Moment]
    heat_ended_ms: int | None
    heating: bool
    fuse_open: bool
    heat_on_ms: int
    pad_peak_c: float
    skin_peak_c: float
    pad_above_40_ms: int
    pad_above_43_ms: int
    skin_above_40_ms: int
    skin_above_43_ms: int


def simulate(
    pattern: Playable,
    board: BoardLike,
    injections: Sequence[Injection],
    micropython: bool | None = None,
) -> Report:
    """Plays `pattern` on `board`. Raises UserError for a fault that the board cannot have."""
    setup = Setup.of(board, {pattern.name: pattern.data})
    for injection in injections:
        _check(injection, setup.board)
        if injection.name == "clock-wrap":
            setup = replace(setup, start_ms=_start_for(injection))
    with Bench(micropython) as bench:
        return _Run(bench, pattern, board.name).through(setup, injections)


def _start_for(injection: Injection) -> int:
    """What the clock must show at power-on to wrap when the injection says so."""
    return WRAP_MS - START_MS - injection.at_ms


def _check(injection: Injection, board: dict[str, Any]) -> None:
    """Raises UserError if the board lacks what is to break."""
    heater, name = board["heater"], injection.name
    if name == "emergency-stop" and not any(one["does"] == "stop" for one in board["buttons"]):
        raise UserError(f"{board['name']} has no stop button")
    if name == "enable-stuck-on" and heater and heater["enable"] is None:
        raise UserError(f"{board['name']} has no enable_pin")
    part = name.startswith(("sensor-", "wrong-", "heater-", "enable-", "adc-"))
    if part and heater is None:
        raise UserError(f"{board['name']} has no heater")


class _Run:
    """One session on a bench."""

    def __init__(self, bench: Bench, pattern: Playable, board: str) -> None:
        self._bench = bench
        self._pattern = pattern
        self._board = board

    def through(self, setup: Setup, injections: Sequence[Injection]) -> Report:
        """Power-on, session, faults, and a while after the end."""
        self._bench.begin(setup)
        before = self._bench.do("run", ms=START_MS)
        answer = self._bench.play(self._pattern.name)
        self._begun_ms: int = self._bench.do("state")["now_ms"]
        for injection in sorted(injections, key=lambda one: one.at_ms):
            self._inject(injection)
        ended = self._bench.do("run", ms=SLOWEST * self._pattern.duration_ms, until="idle")
        after = self._bench.do("run", ms=AFTER_MS)
        return self._report(answer, injections, (before, ended, after))

    def _inject(self, injection: Injection) -> None:
        now_ms = self._bench.do("state")["now_ms"] - self._begun_ms
        if injection.at_ms > now_ms:
            self._bench.do("run", ms=injection.at_ms - now_ms)
        if injection.name == "emergency-stop":
            self._bench.do("press", does="stop", ms=200)
        elif injection.name != "clock-wrap":
            self._bench.do("inject", fault=injection.name)

    def _report(
        self,
        answer: dict[str, Any],
        injections: Sequence[Injection],
        stages: tuple[dict[str, Any], ...],
    ) -> Report:
        before, ended, after = stages
        cut_ms = after["cut_ms"]
        return Report(
            pattern=self._pattern.name,
            board=self._board,
            interpreter="MicroPython" if self._bench.micropython else "CPython",
            duration_ms=self._pattern.duration_ms,
            session_ms=self._since(ended["now_ms"]) if "ok" in answer else 0,
            ended=after.get("state", {}).get("ended"),
            refused=None if "ok" in answer else answer["err"]["say"],
            faults=[Moment(one.name, one.at_ms) for one in injections],
            latched=[Moment(code, self._since(at_ms)) for code, at_ms in after["latched"]],
            resets=[Moment(_cause(cause), self._since(at_ms)) for cause, at_ms in after["resets"]],
            heat_ended_ms=None if cut_ms is None else self._since(cut_ms),
            heating=after["heating"] and not after["fuse_open"],
            fuse_open=after["fuse_open"],
            heat_on_ms=after["heat_ms"] - before["heat_ms"],
            pad_peak_c=round(after["pad_peak_c"], 2),
            skin_peak_c=round(after["skin_peak_c"], 2),
            pad_above_40_ms=after["pad_40_ms"],
            pad_above_43_ms=after["pad_43_ms"],
            skin_above_40_ms=after["skin_40_ms"],
            skin_above_43_ms=after["skin_43_ms"],
        )

    def _since(self, at_ms: int) -> int:
        return at_ms - self._begun_ms


def _cause(number: int) -> str:
    return {1: "power-on", 2: "reset", 3: "watchdog"}.get(number, "reset")
