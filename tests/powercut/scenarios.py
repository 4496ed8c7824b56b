"""What is written to flash when: each scenario is something that people or hosts do.

`act` is done with a board that `prepare` left behind; the files that it changes must afterwards
be as they were before or as they would be without a power cut.
"""

from __future__ import annotations

from base64 import b64encode
from binascii import crc32
from collections.abc import Callable
from dataclasses import dataclass

from fuzz import seeds
from solewave.simulate import Bench

CHUNK_BYTES = 300


def nothing(_bench: Bench) -> None:
    """Needs no preparation."""


@dataclass(frozen=True)
class Scenario:
    """`writes` are the files that `act` makes, changes or removes."""

    name: str
    act: Callable[[Bench], None]
    writes: tuple[str, ...]
    prepare: Callable[[Bench], None] = nothing


def upload(name: str, which: int) -> Callable[[Bench], None]:
    """A host uploads a pattern."""

    def act(bench: Bench) -> None:
        data = seeds.seeds("compiled-pattern")[which]
        bench.ask("begin", name=name, size=len(data), crc=crc32(data))
        for at in range(0, len(data), CHUNK_BYTES):
            bench.ask("chunk", at=at, b64=b64encode(data[at : at + CHUNK_BYTES]).decode())
        bench.ask("end")

    return act


def while_playing(act: Callable[[Bench], None]) -> Callable[[Bench], None]:
    """In a session; what came meanwhile is written when it ends."""

    def both(bench: Bench) -> None:
        bench.play("moving")
        bench.do("run", ms=100)
        act(bench)
        bench.ask("stop", now=True)
        bench.do("run", ms=100)

    return both


def remove(bench: Bench) -> None:
    """A host removes a pattern."""
    bench.ask("remove", name="mild")


def press_stop(bench: Bench) -> None:
    """A fault is latched and kept."""
    bench.do("press", does="stop", ms=200)
    bench.do("run", ms=400)


def break_a_sensor(bench: Bench) -> None:
    """Another fault."""
    bench.do("inject", fault="sensor-open")
    bench.do("run", ms=600)
    bench.do("mend")


def set_favorite(name: str) -> Callable[[Bench], None]:
    """A setting changes."""

    def act(bench: Bench) -> None:
        bench.ask("set", favorite=name)

    return act


def session(bench: Bench) -> None:
    """One begins and ends."""
    bench.play("moving")
    bench.do("run", ms=1000)
    bench.ask("stop", now=True)
    bench.do("run", ms=100)


NEW, OLD = "/patterns/new.sole", "/patterns/mild.sole"
FAULTS, SETTINGS, LOG = "/faults.json", "/settings.json", "/usage/1.log"
ALL = (
    Scenario("upload of a new pattern", upload("new", 0), (NEW,)),
    Scenario("upload over an old pattern", upload("mild", 1), (OLD,)),
    Scenario("upload while one plays", while_playing(upload("new", 0)), (NEW, LOG)),
    Scenario("removing a pattern", remove, (OLD,)),
    Scenario("the first fault", press_stop, (FAULTS,)),
    Scenario("a second fault", break_a_sensor, (FAULTS,), press_stop),
    Scenario("a setting", set_favorite("mild"), (SETTINGS,), set_favorite("hot")),
    Scenario("a session for the log", session, (LOG,)),
)
