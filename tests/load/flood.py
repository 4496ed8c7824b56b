"""A host that sends as fast as the line takes, garbage included, while a session plays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solewave import board, playable
from solewave.simulate import Bench, Setup

ROUTINE = "circulation"
START_MS = 2000
SETTLE_MS = 6000
"""A stopped session has wound down by then."""
SESSION_MS = 10_000
AT_REST = ("winding-down", "cooling", "idle")
TRIES = 20
"""How often the host sends a stop again of which the line has lost a byte."""


class SlowBench(Bench):
    """A bench whose chip is as slow as an ESP32 (see `guest/uart_trial.py`)."""

    script = Path(__file__).parent / "guest" / "uart_trial.py"


@dataclass
class Outcome:
    """What a flood did. `stops_us`: for each stop, from its last byte at the board to the
    answer; `torn`: how often one was sent again, because the line had lost a byte of it.
    `late` is the firmware's own count; `apart_us`, the longest from one tick to the next, is not.
    """

    arrived: int
    lost: int
    frames: int
    bad: int
    ticks: int
    late: int
    apart_us: int
    stops_us: list[int]
    torn: int
    latched: list[str]
    resets: list[Any]
    still_playing: int


@contextmanager
def slow_bench() -> Iterator[SlowBench]:
    """A massager that has started, with a routine on its flash."""
    routine = playable.load(ROUTINE)
    with SlowBench(micropython=False) as bench:
        bench.begin(Setup.of(board.load("esp32-devkitc"), {routine.name: routine.data}))
        bench.do("run", ms=START_MS)
        yield bench


def flood(bench: SlowBench, for_ms: int, seed: int) -> Outcome:
    """Plays and stops sessions of SESSION_MS under a flood of `for_ms` in all."""
    begun = bench.do("state")["load"]
    stops_us: list[int] = []
    torn = still_playing = 0
    for number in range(max(1, for_ms // SESSION_MS)):
        bench.do("ping", on=True)
        bench.do("flood", on=False, seed=0)
        bench.do("run", ms=SETTLE_MS)
        answer = bench.play(ROUTINE)
        assert "ok" in answer, answer
        bench.do("flood", on=True, seed=seed + number)
        still_playing += bench.do("run", ms=SESSION_MS)["state"]["state"] == "playing"
        took_us, again = _stop(bench)
        stops_us.append(took_us)
        torn += again
    bench.do("flood", on=False, seed=0)
    after = bench.do("run", ms=SETTLE_MS)
    load = {key: after["load"][key] - begun[key] for key in ("arrived", "lost", "ticks", "late")}
    frames = {key: after["load"][key] - begun[key] for key in ("frames", "bad")}
    latched = [code for code, _ in after["latched"]]
    return Outcome(
        **load, **frames, apart_us=after["load"]["apart_us"], stops_us=stops_us, torn=torn,
        latched=latched, resets=after["resets"], still_playing=still_playing,
    )  # fmt: skip


def _stop(bench: SlowBench) -> tuple[int, int]:
    """Microseconds that the answer took, and how often it had to be sent again: only one of
    which a byte was lost may be. Asserts that one that came whole is answered and obeyed."""
    for again in range(TRIES):
        told = bench.do("ask", request={"do": "stop"})
        if told["load"]["whole"]:
            assert "ok" in (told.get("answer") or {}), told.get("answer", "a stop without answer")
            assert told["state"]["state"] in AT_REST, told["state"]
            return told["load"]["took_us"], again
    raise AssertionError("no stop came whole")
