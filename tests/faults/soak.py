"""Days in the life of a massager: what people, hosts, faults and resets do to it, at random.

`benchmarks/torture_soak.py` plays 72 hours, a test some minutes. `faults.soak_actions` is what can
happen. The same seed gives the same days. Computing takes no time on a trial's clock: a late tick
here is one that waited for something.
"""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from faults import promises
from faults.boards import patterns, with_motors
from sole.core.frame import seal, unseal
from sole.faultlog import RING
from solewave.simulate import Bench

NAMES = ("a", "evening", "feet-up", "long-name-of-thirty-two-characters"[:32], "z9")
QUIET_EVERY_MS = 20 * 60_000
"""How often everything is stopped and looked at."""
POWER_CYCLE_EVERY_MS = 6 * 3600_000
"""Seldom, so that a firmware that grows slowly is caught."""
PAD_MAX_C = 43.0
"""One degree above the highest target."""
PAD_MAX_BROKEN_C = 46.0
"""At 45 the heat is cut for good, and one part at a time breaks here: the other switch opens."""


class BrokenPromiseError(AssertionError):
    """Something that must hold did not."""


Action = Callable[["Soak"], None]


@dataclass
class Soak:
    """A massager on a bench, and what is known of it.

    `heaps`: of each life (from reset to reset) the bytes in use at its quiet moments.
    `counts`: how often each action happened, and what else is worth to be told. `pace`: below 1
    people wait less between two actions, and quiet moments come sooner.
    """

    bench: Bench
    rng: Random
    counts: Counter[str] = field(default_factory=Counter)
    heaps: list[list[int]] = field(default_factory=lambda: [[]])
    stored: dict[str, bytes] = field(default_factory=dict)
    waited: dict[str, list[bytes]] = field(default_factory=dict)
    """Uploads that a session held up: on flash after it, unless a reset came before."""
    pace: float = 1.0
    cycles: bool = True
    """Whether the supply fails every POWER_CYCLE_EVERY_MS."""
    now_ms: int = 0
    late: int = 0
    quiet_ms: int = 0
    cycle_ms: int = 0
    hangs: bool = False
    """Whether the firmware's loop hangs just now."""
    was_broken: bool = False
    """Whether a part was broken since the pad was last cooled."""
    peak_c: float = 0.0

    def begin(self) -> None:
        """Powers it on, with all that fills up in a long life full already."""
        self.stored = dict(patterns()) | dict.fromkeys(NAMES, patterns()["mild"])
        entry = ["implausible-jump", 100_000, 2500, "long-ago"]
        files = {"/faults.json": seal({"entries": [entry] * RING, "latched": [], "bites": 0})}
        self.bench.begin(replace(with_motors(), patterns=self.stored, files=files))
        self.run(2000)

    def live(self, hours: float, actions: Mapping[Action, int]) -> None:
        """Lets it live with these actions, as often as they say; raises BrokenPromiseError."""
        end_ms = self.now_ms + round(hours * 3600_000)
        while self.now_ms < end_ms:
            action = self.rng.choices(list(actions), list(actions.values()))[0]
            self.counts[action.__name__] += 1
            action(self)
            if self.now_ms - self.quiet_ms >= QUIET_EVERY_MS * self.pace:
                quiet_moment(self)
            if self.cycles and self.now_ms - self.cycle_ms >= POWER_CYCLE_EVERY_MS * self.pace:
                power_cycle(self)
        quiet_moment(self)

    def run(self, ms: int, **until: Any) -> dict[str, Any]:
        """Time passes, and everything is looked at."""
        return self.look(self.bench.do("run", ms=ms, **until))

    def wait(self, s: float) -> None:
        """People take their time: `s` seconds of it, by `pace`."""
        self.run(max(round(s * 1000 * self.pace), 500))

    def look(self, told: dict[str, Any]) -> dict[str, Any]:
        """What must hold at every moment."""
        self.now_ms = told["now_ms"]
        wrong = promises.broken(told, turns=not self.hangs)
        promise(wrong is None, str(wrong))
        self._look_at_pad(told["pad_c"], told["pad_peak_c"])
        return told

    def _look_at_pad(self, pad_c: float, peak_c: float) -> None:
        """A peak that is new was reached since the last look."""
        warmest_c = peak_c if peak_c > self.peak_c else pad_c
        self.peak_c = peak_c
        limit_c = PAD_MAX_BROKEN_C if self.was_broken else PAD_MAX_C
        promise(warmest_c <= limit_c, f"the pad had {warmest_c:.1f} C")

    def ask(self, verb: str, **arguments: Any) -> dict[str, Any]:
        """A request and its answer."""
        self.counts["requests"] += 1
        return self.bench.ask(verb, **arguments)


def promise(kept: object, what: str) -> None:
    """Raises BrokenPromiseError if it was not."""
    if not kept:
        raise BrokenPromiseError(what)


def clear_all(soak: Soak) -> None:
    """Every fault whose condition has gone is taken back, as a person would."""
    soak.run(3000)
    for code in soak.bench.do("state").get("mask", ()):
        soak.ask("clear", code=code)


def power_cycle(soak: Soak) -> None:
    """The supply fails and comes back."""
    soak.bench.do("inject", fault="brown-out")
    soak.run(4000)
    soak.cycle_ms = soak.now_ms
    soak.late = late(soak)


def late(soak: Soak) -> int:
    """Ticks that began late since the last reset."""
    answer = soak.ask("status")
    promise("ok" in answer, f"the device is silent: {answer}")
    return int(answer["ok"]["late"])


def note_resets(soak: Soak) -> None:
    """Those since the last quiet moment began another life, whether by the supply or the watchdog.

    Lives cannot be compared: the rig is one process, and some starts keep 40 KB of the model and
    the chip of the life before, since the collector is conservative.
    """
    count = len(soak.run(0)["resets"])
    soak.counts["resets"] += count
    if count and soak.heaps[-1]:
        soak.heaps.append([])


def first_uses(soak: Soak) -> None:
    """What takes room once in a life: the first settings written (2 KB), the first session,
    the first answers of each kind. What grows after that grows for another reason."""
    soak.ask("clock", local="2026-11-23T21:00:00")
    soak.ask(
        "set", intensity_pct=100, favorite="mild", bedtime={"at_min": 1380, "routine": "mild"}
    )
    soak.bench.play("moving")
    soak.run(3000)
    for verb in ("status", "list", "log", "hours", "faults", "settings", "hello"):
        soak.ask(verb)


def quiet_moment(soak: Soak) -> None:
    """All is stopped, mended and cleared: outputs off, ticks on time, files whole, heap flat."""
    soak.counts["quiet moments"] += 1
    note_resets(soak)
    if soak.bench.micropython and not soak.heaps[-1]:
        first_uses(soak)
    soak.ask("set", bedtime=None)  # its pulse, at just this moment, would be no fault
    soak.ask("stop", now=True)
    soak.bench.do("mend")
    soak.bench.do("warm", pad_c=25.0, foot_c=30.0)
    soak.was_broken = False
    soak.run(3000)
    clear_all(soak)
    told = soak.run(1000)
    promise(told["runs"], "the loop ended")
    driven = told["commanded"] or told["motors_on"]
    promise(not driven, f"something is driven at rest: {told['state']}")
    now_late = late(soak)
    promise(now_late <= soak.late, f"{now_late - soak.late} late ticks")
    memory = soak.look(soak.bench.do("memory"))
    files_are_whole(soak, {path: b64decode(text) for path, text in memory["files"].items()})
    if soak.bench.micropython:
        soak.heaps[-1].append(memory["heap"])
    soak.quiet_ms = soak.now_ms


def files_are_whole(soak: Soak, files: dict[str, bytes]) -> None:
    """Patterns are what was uploaded, sealed files are sealed, nothing half written is left."""
    for name in {**soak.stored, **soak.waited}:
        there = files.get(f"/patterns/{name}.sole")
        allowed = [soak.stored.get(name), *soak.waited.pop(name, [])]
        promise(there in allowed, f"{name} is not what was stored")
        if there is not None:
            soak.stored[name] = there
    for path, data in files.items():
        promise(not path.endswith(".new"), f"{path} is left over")
        if path.endswith(".json"):
            unseal(data)


def growth_bytes(heaps: list[list[int]]) -> int:
    """By how much the heap grew within the life in which it grew most, in bytes.

    The least of the last third of a life's quiet moments against the least of its first: what
    is in use at any one moment varies with the pattern that was last played.
    """
    grown = [0]
    for life in heaps:
        third = len(life) // 3
        if third >= 2:
            grown.append(min(life[-third:]) - min(life[:third]))
    return max(grown)
