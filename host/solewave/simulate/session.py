"""One session from its start to its end, with faults on the way, and what came of it."""

from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from solewave.board import Board
from solewave.playable import Playable
from solewave.simulate import consumption, faults, limits, verdict
from solewave.simulate.bench import Bench, Setup
from solewave.simulate.faults import Injection
from solewave.simulate.report import Moment, Report

START_MS = 1000
"""After power-on, before the session."""
AFTER_MS = 120_000
"""Watched beyond the end: what heats by itself goes on then."""
SLOWEST = 2
"""A session lasts at most so many times its pattern, with all that may hold it up."""
PIECE_MS = 20_000
"""Simulated at a time: between two steps of a progress bar, and what a trace is handed over in."""
WRAP_MS = 1 << 30

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Wishes:
    """What a person may set: intensity and tempo in percent, and the room in degrees Celsius
    (None: as the board file's model says)."""

    intensity_pct: int = 100
    tempo_pct: int = 100
    room_c: float | None = None


def simulate(
    pattern: Playable,
    board: Board,
    injections: Sequence[Injection],
    micropython: bool | None = None,
    *,
    wishes: Wishes | None = None,
    rows: bytearray | None = None,
    advance: Advance | None = None,
) -> Report:
    """Plays `pattern` on `board`.

    `rows` is given the trace (`solewave.simulate.trace` unpacks it): ten rows a second, from
    the start of the session to two minutes after its end. `advance` is called with the ms
    that were simulated meanwhile, `planned_ms` in sum. Raises UserError for a fault that the
    board cannot have, or that comes later than that.
    """
    wishes = wishes or Wishes()
    setup = Setup.of(board, {pattern.name: pattern.data})
    if wishes.room_c is not None:
        setup = replace(setup, model={**setup.model, "ambient_c": wishes.room_c})
    for injection in injections:
        faults.check(injection, board, planned_ms(pattern))
        if injection.name == "clock-wrap":
            setup = replace(setup, start_ms=_start_for(injection))
    with Bench(micropython) as bench:
        return _Run(bench, pattern, board, wishes, rows, advance).through(setup, injections)


def planned_ms(pattern: Playable) -> int:
    """How much will be simulated, if nothing ends the session early."""
    return pattern.duration_ms + AFTER_MS


def _start_for(injection: Injection) -> int:
    """What the clock must show at power-on to wrap when the injection says so."""
    return WRAP_MS - START_MS - injection.at_ms


class _Run:
    """One session on a bench."""

    def __init__(
        self,
        bench: Bench,
        pattern: Playable,
        board: Board,
        wishes: Wishes,
        rows: bytearray | None,
        advance: Advance | None,
    ) -> None:
        self._bench = bench
        self._pattern = pattern
        self._board = board
        self._wishes = wishes
        self._rows = rows
        self._advance = advance or (lambda _ms: None)
        self._begun_ms = self._now_ms = 0

    def through(self, setup: Setup, injections: Sequence[Injection]) -> Report:
        """Power-on, session, faults, and a while after the end."""
        self._bench.begin(setup)
        before = self._bench.do("run", ms=START_MS)
        wishes = self._wishes
        answer = self._bench.play(
            self._pattern.name, intensity_pct=wishes.intensity_pct, tempo_pct=wishes.tempo_pct
        )
        self._begun_ms = self._measure()
        for injection in sorted(injections, key=lambda one: one.at_ms):
            self._inject(injection)
        ended = self._run(SLOWEST * self._pattern.duration_ms, until="idle")
        after = self._run(AFTER_MS)
        report = self._report(answer, setup, injections, (before, ended, after))
        return msgspec.structs.replace(report, verdict=verdict.sentence(report))

    def _measure(self) -> int:
        """Consumption and trace count from now on; the rig's ms of it."""
        board, wants_rows = self._board, self._rows is not None
        told = self._bench.do(
            "measure",
            pad_ma=consumption.pad_ma(board),
            base_ma=board.supply.controller_ma,
            rows=wants_rows,
        )
        self._now_ms = told["now_ms"]
        return self._now_ms

    def _inject(self, injection: Injection) -> None:
        ahead_ms = injection.at_ms - (self._now_ms - self._begun_ms)
        if ahead_ms > 0:
            self._run(ahead_ms)
        if injection.name == "emergency-stop":
            self._bench.do("press", does="stop", ms=200)
        elif injection.name != "clock-wrap":
            self._bench.do("inject", fault=injection.name)

    def _run(self, ms: int, until: str | None = None) -> dict[str, Any]:
        """Lets `ms` pass piece by piece, or fewer if `until` comes true; the last answer."""
        end_ms = self._now_ms + ms
        while True:
            piece_ms = min(PIECE_MS, end_ms - self._now_ms)
            told = self._bench.do("run", ms=piece_ms, until=until)
            passed_ms, self._now_ms = told["now_ms"] - self._now_ms, told["now_ms"]
            self._keep(told)
            self._advance(passed_ms)
            if self._now_ms >= end_ms or (until and passed_ms < piece_ms):
                return told

    def _keep(self, told: dict[str, Any]) -> None:
        if self._rows is not None:
            for text in told["measured"]["rows"]:
                self._rows += b64decode(text)

    def _report(
        self,
        answer: dict[str, Any],
        setup: Setup,
        injections: Sequence[Injection],
        stages: tuple[dict[str, Any], ...],
    ) -> Report:
        before, ended, after = stages
        cut_ms = after["cut_ms"]
        why = after.get("state", {}).get("ended")
        measured = ended["measured"]
        return Report(
            pattern=self._pattern.name,
            board=self._board.name,
            interpreter="MicroPython" if self._bench.micropython else "CPython",
            intensity_pct=self._wishes.intensity_pct,
            tempo_pct=self._wishes.tempo_pct,
            room_c=setup.model["ambient_c"],
            duration_ms=self._pattern.duration_ms,
            session_ms=self._since(ended["now_ms"]) if "ok" in answer else 0,
            ended=why,
            refused=None if "ok" in answer else answer["err"]["say"],
            faults=[Moment(one.name, one.at_ms) for one in injections],
            latched=[Moment(code, self._since(at_ms)) for code, at_ms in after["latched"]],
            resets=[Moment(_cause(cause), self._since(at_ms)) for cause, at_ms in after["resets"]],
            limits=limits.touched(measured, self._board, why),
            late_ticks=ended.get("late", 0),
            heat_ended_ms=None if cut_ms is None else self._since(cut_ms),
            heating=after["heating"] and not after["fuse_open"],
            fuse_open=after["fuse_open"],
            heat_on_ms=after["heat_ms"] - before["heat_ms"],
            heat_asked_c=measured["wished_max_cc"] / 100 or None,
            pad_peak_c=round(after["pad_peak_c"], 2),
            skin_peak_c=round(after["skin_peak_c"], 2),
            pad_above_40_ms=after["pad_40_ms"],
            pad_above_43_ms=after["pad_43_ms"],
            skin_above_40_ms=after["skin_40_ms"],
            skin_above_43_ms=after["skin_43_ms"],
            **consumption.of_measured(measured, self._board),
        )

    def _since(self, at_ms: int) -> int:
        return at_ms - self._begun_ms


def _cause(number: int) -> str:
    return {1: "power-on", 2: "reset", 3: "watchdog"}.get(number, "reset")
