"""All that can happen in a soak (`faults.soak`): `ACTIONS`, and how likely each is.

A new one is a function and a line at the end.
"""

from __future__ import annotations

from base64 import b64encode
from binascii import crc32

from faults.soak import NAMES, Action, Soak, clear_all, late, power_cycle, promise
from fuzz import mutate, seeds
from solewave.simulate.faults import FAULTS

CHUNK_BYTES = 300
HARDWARE = sorted(
    set(FAULTS)
    - {"brown-out", "clock-wrap", "emergency-stop", "loop-error", "loop-hang-below"}
    - {"loop-hang-python", "host-gone", "cable-pulled"}
)
STILL_AT_IT = ("playing", "paused")
LEASE_MS = 600
"""By then the heater's lease has run out."""
VERBS = ("hello", "ping", "status", "list", "faults", "ready", "settings", "log", "hours")


def host_plays(soak: Soak) -> None:
    """A host starts a pattern, and changes its mind about strength and tempo."""
    name = soak.rng.choice([*soak.stored, "no-such-pattern"])
    if "ok" in soak.bench.play(name):
        soak.counts["sessions"] += 1
    for verb in ("scale", "set"):
        soak.ask(verb, intensity_pct=soak.rng.randint(0, 160), tempo_pct=soak.rng.randint(40, 210))
    soak.wait(soak.rng.choice((5, 60, 300, 900)))


def host_pauses(soak: Soak) -> None:
    """Pause, and most often resume."""
    soak.ask("pause")
    soak.wait(soak.rng.randint(1, 120))
    if soak.rng.random() < 0.8:
        soak.ask("resume", ticket=soak.ask("ready").get("ok", {}).get("ticket", 0))
        soak.run(5000)


def host_stops(soak: Soak) -> None:
    """With or without the fade."""
    obeyed = "ok" in soak.ask("stop", now=soak.rng.random() < 0.5)
    state = soak.run(3000).get("state", {}).get("state")
    promise(not obeyed or state not in STILL_AT_IT, f"stopped, and {state}")


def host_swaps(soak: Soak) -> None:
    """Another pattern in place of the one that plays."""
    soak.ask("swap", name=soak.rng.choice([*soak.stored, "no-such-pattern"]))
    soak.wait(30)


def host_asks(soak: Soak) -> None:
    """Everything that only reports."""
    for verb in VERBS:
        soak.ask(verb)
    soak.run(1000)


def host_falls_silent(soak: Soak) -> None:
    """A live session ends by itself."""
    soak.bench.do("ping", on=False)
    state = soak.run(8000).get("state", {})
    goes_on = state.get("live") and state.get("state") in STILL_AT_IT
    promise(not goes_on, f"its host is lost, and it is {state.get('state')}")


def person_presses(soak: Soak) -> None:
    """Any button, for any time."""
    does = soak.rng.choice(("play", "play", "play", "stop", "intensity-up", "intensity-down"))
    ms = soak.rng.choice((60, 300, 1500, 6000))
    for _ in range(soak.rng.choice((1, 1, 2, 3))):
        soak.bench.do("press", does=does, ms=ms)
        soak.run(ms + 150)
    soak.wait(soak.rng.choice((1, 30)))


def host_uploads(soak: Soak) -> None:
    """Whole, or broken off and taken up again, also while a session plays."""
    name, data = soak.rng.choice(NAMES), soak.rng.choice(seeds.seeds("compiled-pattern"))
    if "ok" not in soak.ask("begin", name=name, size=len(data), crc=crc32(data)):
        return
    for at in range(0, len(data), CHUNK_BYTES):
        part = b64encode(data[at : at + CHUNK_BYTES]).decode()
        if "ok" not in soak.ask("chunk", at=at, b64=part):
            return
        if soak.rng.random() < 0.1:
            soak.run(2000)
            return
    answer = soak.ask("end")
    if "ok" in answer:
        soak.counts["uploads"] += 1
        if answer["ok"]["stored"]:
            soak.stored[name] = data
            soak.waited.pop(name, None)
        else:
            soak.waited.setdefault(name, []).append(data)
    soak.run(500)


def host_removes(soak: Soak) -> None:
    """A pattern, if no session plays."""
    name = soak.rng.choice(NAMES)
    if "ok" in soak.ask("remove", name=name):
        soak.stored.pop(name, None)
        soak.waited.pop(name, None)
    soak.run(200)


def host_sets(soak: Soak) -> None:
    """Settings, the clock, and a bedtime that may come."""
    rng = soak.rng
    soak.ask("clock", local=f"2026-11-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:59:30")
    bedtime = {"at_min": rng.randint(0, 1439), "days": 127, "routine": "mild", "pulse": True}
    changes = {
        "intensity_pct": rng.randint(0, 160),
        "favorite": rng.choice(("a", None, "hot")),
        "bedtime": rng.choice((None, bedtime)),
        "heat_limit_cc": rng.randint(2900, 4300),
    }
    key = rng.choice(list(changes))
    soak.ask("set", **{key: changes[key]})
    soak.run(500)


def garbage_comes(soak: Soak) -> None:
    """Spoiled frames and noise."""
    data = b"".join(
        mutate.frames(soak.rng.choice(seeds.seeds("frames")), soak.rng) for _ in range(20)
    )
    soak.bench.do("noise", b64=b64encode(data).decode())
    soak.run(3000)


def a_part_breaks(soak: Soak) -> None:
    """And is mended, after the firmware had time to see it, or not."""
    soak.counts["faults"] += 1
    soak.was_broken = True
    fault = soak.rng.choice(HARDWARE)
    soak.bench.do("inject", fault=fault, sensor=soak.rng.randint(0, 1))
    soak.wait(soak.rng.choice((1, 10, 100)))
    soak.bench.do("mend")
    clear_all(soak)


def the_loop_hangs(soak: Soak) -> None:
    """For less, or more, than the watchdog lets pass: a tick is late only then."""
    soak.counts["hangs"] += 1
    how = soak.rng.choice(("loop-hang-python", "loop-hang-below"))
    for_ms = soak.rng.choice((100, 1500, 4000))
    soak.hangs = True
    soak.bench.do("inject", fault=how, for_ms=for_ms)
    told = soak.run(LEASE_MS)
    heats = told["commanded"] and how == "loop-hang-python" and for_ms > LEASE_MS
    promise(not heats, "the loop hangs, and the heater is driven")
    soak.run(8000)
    soak.hangs = False
    soak.late = late(soak)
    clear_all(soak)


def nothing_happens(soak: Soak) -> None:
    """For up to half an hour."""
    soak.wait(soak.rng.choice((10, 60, 600, 1800)))


def supply_fails(soak: Soak) -> None:
    """At any moment between two ticks; within a write of the flash: tests/powercut."""
    if soak.rng.random() < 0.1:
        power_cycle(soak)


ACTIONS: dict[Action, int] = {
    host_plays: 8,
    host_pauses: 3,
    host_stops: 3,
    host_swaps: 2,
    host_asks: 4,
    host_falls_silent: 2,
    host_uploads: 5,
    host_removes: 1,
    host_sets: 3,
    person_presses: 4,
    garbage_comes: 4,
    a_part_breaks: 3,
    the_loop_hangs: 1,
    supply_fails: 1,
    nothing_happens: 4,
}
"""What can happen, and how likely it is."""

IN_ONE_LIFE: dict[Action, int] = {
    action: often
    for action, often in ACTIONS.items()
    if action not in (supply_fails, the_loop_hangs)
}
"""What leads to no reset."""
