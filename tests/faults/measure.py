"""Injects one case into one bench and measures what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from faults.boards import setup
from faults.cases import Case
from solewave.simulate import Bench

PHASE_MS = 20
STEP_MS = 100
HIGH_PCT = 80
FAR_CC = 200
FOOT_WARM_CC = 3550
HYSTERESIS_CC = 100
TARGET_CC = {"hot": 4200, "mild": 3600}
NEVER = -1.0


@dataclass(frozen=True)
class Outcome:
    """What one case came to; times in seconds, temperatures in degrees Celsius.

    `seen_s` is since the condition held, `fault_s` since the part broke; both are the time of
    the latch, or of the end of all heat where nothing is latched (NEVER: it goes on). `skin` is
    the model's foot. `kept`: with good parts and after a power-on reset, all that was latched
    still is; `rules` are the supervisor's own that were broken at any tick.
    """

    code: str
    seen_s: float
    fault_s: float
    latched: tuple[str, ...]
    heating: bool
    pad_c: float
    skin_c: float
    skin_43_s: float
    pad_43_s: float
    fuse_open: bool
    resets: tuple[int, ...]
    rules: tuple[str, ...]
    active: bool
    kept: bool

    def worse(self, other: Outcome) -> Outcome:
        """The worse of two, value by value."""
        slower = self if self.seen_s >= other.seen_s else other
        return replace(
            slower,
            fault_s=max(self.fault_s, other.fault_s),
            latched=tuple(dict.fromkeys(self.latched + other.latched)),
            heating=self.heating or other.heating,
            pad_c=max(self.pad_c, other.pad_c),
            skin_c=max(self.skin_c, other.skin_c),
            skin_43_s=max(self.skin_43_s, other.skin_43_s),
            pad_43_s=max(self.pad_43_s, other.pad_43_s),
            fuse_open=self.fuse_open or other.fuse_open,
            resets=self.resets + other.resets,
            rules=self.rules + other.rules,
            active=self.active or other.active,
            kept=self.kept and other.kept,
        )


def measure(bench: Bench, case: Case) -> Outcome:
    """The worst of all rooms and phases; only each room's first is watched for `watch_s`."""
    tried = []
    for room_c in case.rooms_c:
        tried.append(_once(bench, case, room_c, 0, case.watch_s))
        for phase in range(1, case.phases):
            tried.append(_once(bench, case, room_c, phase, 1))
    worst = tried[0]
    for other in tried[1:]:
        worst = worst.worse(other)
    return worst


def _once(bench: Bench, case: Case, room_c: float, phase: int, watch_s: int) -> Outcome:
    """One injection, while the pad has power, `phase` ticks later than the first moment."""
    _begin(bench, case, room_c)
    bench.do("run", ms=5000, until="heating")
    bench.do("run", ms=phase * PHASE_MS)
    before = _inject(bench, case)
    told, held_ms = _until_seen(bench, case, before["now_ms"])
    after = bench.do("run", ms=watch_s * 1000)
    bench.do("mend")
    bench.do("inject", fault="brown-out")
    restarted = bench.do("run", ms=2000)
    return _outcome(case, (before, told, after, restarted), held_ms)


def _begin(bench: Bench, case: Case, room_c: float) -> None:
    """A session whose pad is as warm as the case asks, and settled."""
    bench.begin(setup(case.board, room_c))
    bench.do("run", ms=500)
    bench.do("warm", pad_c=case.pad_c, foot_c=case.foot_c)
    bench.do("run", ms=300)
    answer = bench.play(case.pattern)
    assert "ok" in answer, answer
    bench.do("run", ms=case.settle_ms)


def _inject(bench: Bench, case: Case) -> dict[str, Any]:
    """Breaks what the case breaks; what was measured before."""
    before = bench.do("state")
    details = {} if case.for_ms is None else {"for_ms": case.for_ms}
    bench.do("inject", fault=case.fault, **details)
    if case.also:
        bench.do("inject", fault=case.also)
    return before


def _until_seen(bench: Bench, case: Case, fault_ms: int) -> tuple[dict[str, Any], int]:
    """Runs until it is latched, or for `wait_s`; and when its condition began to hold."""
    if case.since in ("fault", "ping"):
        told = bench.do("run", ms=case.wait_s * 1000, until="latch" if case.seen_as else None)
        return told, told["pinged_ms"] if case.since == "ping" else fault_ms
    held_ms = None
    while True:
        told = bench.do("run", ms=STEP_MS, until="latch")
        if told["mask"] or told["now_ms"] > fault_ms + case.wait_s * 1000:
            return told, fault_ms if held_ms is None else held_ms
        if not _holds(case, told["state"]):
            held_ms = None
        elif held_ms is None:
            held_ms = told["now_ms"] - STEP_MS


def _holds(case: Case, state: dict[str, Any]) -> bool:
    """Whether the condition that `case.since` names holds in the device's own eyes."""
    target_cc, pad_cc, duty_pct = TARGET_CC[case.pattern], state["temp_cc"], state["heat_pct"]
    if pad_cc is None:
        return False
    if case.since == "over":
        return bool(pad_cc > target_cc + HYSTERESIS_CC)
    if case.since == "off":
        return bool(duty_pct == 0 and pad_cc >= FOOT_WARM_CC)
    probing = duty_pct == 0 and state["target_cc"] == 0
    return bool(probing or (duty_pct >= HIGH_PCT and target_cc - pad_cc >= FAR_CC))


def _outcome(case: Case, stages: tuple[dict[str, Any], ...], held_ms: int) -> Outcome:
    before, _, after, restarted = stages
    new = after["latched"][len(before["latched"]) :]
    latched = tuple(dict.fromkeys(name for name, _ in new))
    seen_ms = after["cut_ms"]
    if new and not case.until_cut:
        seen_ms = new[0][1]
    return Outcome(
        code=new[0][0] if new else "",
        seen_s=NEVER if seen_ms is None else (seen_ms - held_ms) / 1000,
        fault_s=NEVER if seen_ms is None else (seen_ms - before["now_ms"]) / 1000,
        latched=latched,
        heating=after["heating"] and not after["fuse_open"],
        pad_c=after["pad_peak_c"],
        skin_c=after["skin_peak_c"],
        skin_43_s=after["skin_43_ms"] / 1000,
        pad_43_s=after["pad_43_ms"] / 1000,
        fuse_open=after["fuse_open"],
        resets=tuple(cause for cause, _ in after["resets"]),
        rules=tuple(f"{at} ms: {what}" for at, what in restarted["broken_rules"]),
        active=after.get("state", {}).get("state") in ("playing", "paused", "winding-down"),
        kept=set(latched) <= set(restarted.get("mask", ())),
    )
