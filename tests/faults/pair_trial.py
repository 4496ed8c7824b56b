"""Plays one pair of faults on a bench and tells what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from faults import promises
from faults.boards import REFERENCE, SUPERMINI, setup
from faults.pairs import AGAIN, LATER, ONE_SWITCH, Pair
from solewave.simulate import Bench

ROOM_C = 35.0
"""The pad and the foot are warmest in it, and what heats by itself gets warmest."""
WARM_C = {REFERENCE: (41.9, 37.8), ONE_SWITCH: (41.9, 37.8), SUPERMINI: (39.9, 37.0)}
"""Pad and foot as a long session at the board's highest target leaves them."""
COOL_C = (31.0, 31.0)
"""Pad and foot a good while after it."""
POWER_ON_MS, WARMED_MS, SETTLE_MS = 500, 800, 20_000
LATER_MS = 30_000
STEP_MS = 10_000
END_MS = 700_000
"""By then each fault that is seen has ended its session."""
WATCH_MS = 1_900_000
"""Half an hour is the longest that any board heats."""
AFTER_LIMIT_MS = 180_000
"""How long the alarm may take, once the pad is too hot."""
UNASKED_MS = 180_000
QUIET_LOOKS = 4
STEADY_LOOKS = 20
STEADY_C = 0.1
NOT_RISING_C = 0.01
WRAP_MS = 1 << 30

NO_HEAT, FIRMWARE, SWITCH = "no heat", "the firmware", "a switch"


@dataclass(frozen=True)
class Outcome:
    """What one pair came to; degrees Celsius of the model's pad and foot, seconds.

    `over`: a limit of `promises` for single faults was exceeded. `heats`: what heated the pad
    last. `unasked_s`: the longest time that it had power which the firmware did not ask for.
    `alarm`: heater-stuck-on was latched; `latched`: everything that was, in its order. `broken`:
    a rule of the firmware's own, which no fault excuses.
    """

    over: bool
    heats: str
    pad_c: float
    skin_c: float
    unasked_s: float
    alarm: bool
    latched: tuple[str, ...]
    broken: str | None
    simulated_s: float

    @property
    def unseen(self) -> bool:
        """Whether the pad was heated by a switch for minutes without an alarm."""
        return self.unasked_s * 1000 >= UNASKED_MS and not self.alarm

    def with_pair(self, pair: Pair) -> str:
        """A line of a log."""
        seen = ", ".join(self.latched) or "nothing"
        return (
            f"{pair}: pad {self.pad_c:.1f}, skin {self.skin_c:.1f}, heated by {self.heats}, "
            f"unasked {self.unasked_s:.0f} s, seen: {seen}; {self.broken or 'rules kept'}"
        )


def play(bench: Bench, pair: Pair) -> Outcome:
    """One pair, from power-on until nothing can change any more."""
    return _Trial(bench, pair).through()


class _Trial:
    def __init__(self, bench: Bench, pair: Pair) -> None:
        self._bench = bench
        self._pair = pair
        self._looks: list[dict[str, Any]] = []
        self._broken: str | None = None
        self._latched: list[str] = []
        self._hang_ms = 0
        self._heats = NO_HEAT
        self._unasked_from_ms: int | None = None
        self._unasked_ms = 0
        self._over_ms: int | None = None

    def through(self) -> Outcome:
        """Power-on, session, both faults, and what follows."""
        pair = self._pair
        self._bench.begin(self._setup())
        self._bench.do("run", ms=POWER_ON_MS)
        self._begin_session()
        self._inject(pair.first, 0)
        if pair.when == LATER:
            self._run(LATER_MS)
        elif pair.when == AGAIN:
            self._play_again()
        self._inject(pair.second, int(pair.other))
        self._watch()
        return self._outcome()

    def _setup(self) -> Any:
        made = setup(self._pair.board, ROOM_C)
        first_ms = POWER_ON_MS + WARMED_MS + SETTLE_MS
        if self._pair.first == "clock-wrap":
            return replace(made, start_ms=WRAP_MS - first_ms)
        if self._pair.second == "clock-wrap":
            apart_ms = LATER_MS if self._pair.when == LATER else 0
            return replace(made, start_ms=WRAP_MS - first_ms - apart_ms)
        return made

    def _begin_session(self) -> None:
        """A session on a warm pad, at a moment when it is heated."""
        pad_c, foot_c = WARM_C[self._pair.board]
        self._bench.do("warm", pad_c=pad_c, foot_c=foot_c)
        self._bench.do("run", ms=WARMED_MS)
        assert self._played(), self._pair

    def _played(self) -> bool:
        """Whether a session was begun; if so it is heated now."""
        if "ok" not in self._bench.play("hot"):
            return False
        self._bench.do("run", ms=SETTLE_MS)
        self._look(self._bench.do("run", ms=5000, until="heating"))
        return True

    def _inject(self, fault: str, sensor: int) -> None:
        if fault == "emergency-stop":
            self._bench.do("press", does="stop", ms=200)
        elif fault != "clock-wrap":
            self._bench.do("inject", fault=fault, sensor=sensor)
        if fault.startswith("loop-hang"):
            self._hang_ms = self._bench.do("state")["now_ms"]

    def _play_again(self) -> None:
        """The first ends the session if it can; then a person makes another."""
        for _ in range(END_MS // STEP_MS):
            told = self._run(STEP_MS)
            if _over(told) or self._over_ms is not None:
                break
        if not _over(told) or told["power"]:
            return
        self._bench.ask("stop", now=True)
        self._bench.do("warm", pad_c=COOL_C[0], foot_c=COOL_C[1])
        told = self._run(STEP_MS)
        for code in told.get("mask", ()):
            self._bench.ask("clear", code=code)
        self._played()

    def _watch(self) -> None:
        """Until nothing can change any more."""
        begun_ms = self._bench.do("state")["now_ms"]
        for _ in range(WATCH_MS // STEP_MS):
            self._run(STEP_MS)
            if self._is_over() or self._is_settled(begun_ms):
                return

    def _run(self, ms: int) -> dict[str, Any]:
        for _ in range(ms // STEP_MS):
            told = self._look(self._bench.do("run", ms=STEP_MS))
        return told

    def _look(self, told: dict[str, Any]) -> dict[str, Any]:
        self._looks.append(told)
        turns = not self._hang_ms or told["now_ms"] > self._hang_ms + 2 * STEP_MS
        self._broken = self._broken or promises.broken_rule(told, turns=turns)
        for code, _ in told["latched"]:
            if code not in self._latched:
                self._latched.append(code)
        if self._over_ms is None and promises.too_hot(told):
            self._over_ms = told["now_ms"]
        self._look_at_power(told)
        return told

    def _look_at_power(self, told: dict[str, Any]) -> None:
        asked = told.get("state", {}).get("heat_pct", 0) > 0
        unasked = told["power"] > 0 and not asked
        now_ms = told["now_ms"]
        if not unasked:
            self._unasked_from_ms = None
        elif self._unasked_from_ms is None:
            self._unasked_from_ms = now_ms
        if self._unasked_from_ms is not None:
            self._unasked_ms = max(self._unasked_ms, now_ms - self._unasked_from_ms)
        self._heats = FIRMWARE if asked else SWITCH if unasked else NO_HEAT

    def _is_over(self) -> bool:
        """Too hot, and who has not seen it by now never will."""
        if self._over_ms is None:
            return False
        alarmed = "heater-stuck-on" in self._latched and self._unasked_from_ms is not None
        return alarmed or self._looks[-1]["now_ms"] >= self._over_ms + AFTER_LIMIT_MS

    def _is_settled(self, begun_ms: int) -> bool:
        last = self._looks[-1]
        if last["now_ms"] < begun_ms + QUIET_LOOKS * STEP_MS:
            return False
        quiet = self._looks[-QUIET_LOOKS:]
        if _rests(last) and not any(told["power"] for told in quiet):
            cools = last["pad_c"] <= max(quiet[0]["pad_c"] + NOT_RISING_C, ROOM_C)
            return bool(cools and last["skin_c"] <= promises.SKIN_HOT_C)
        return last["now_ms"] >= begun_ms + STEADY_LOOKS * STEP_MS and self._is_steady()

    def _is_steady(self) -> bool:
        """The firmware heats, and pad and foot have been alike for minutes: so they will be until
        the time of heat is over."""
        if self._heats == SWITCH or "sensor-drift" in (self._pair.first, self._pair.second):
            return False
        then, last = self._looks[-STEADY_LOOKS], self._looks[-1]
        return all(abs(then[key] - last[key]) < STEADY_C for key in ("pad_c", "skin_c"))

    def _outcome(self) -> Outcome:
        last = self._looks[-1]
        return Outcome(
            over=self._over_ms is not None,
            heats=self._heats,
            pad_c=last["pad_peak_c"],
            skin_c=last["skin_peak_c"],
            unasked_s=self._unasked_ms / 1000,
            alarm="heater-stuck-on" in self._latched,
            latched=tuple(self._latched),
            broken=self._broken,
            simulated_s=last["now_ms"] / 1000,
        )


def _over(told: dict[str, Any]) -> bool:
    """Whether the session has ended or a fault is latched."""
    active = told.get("state", {}).get("state") in ("playing", "paused", "winding-down")
    return bool(not active or told.get("mask"))


def _rests(told: dict[str, Any]) -> bool:
    """Whether the firmware has ended the heat for good."""
    return _over(told) or bool(told["state"]["resting"])
