"""Devices at a `fuzz.cable`: one that answers well, one that spoils it, one that replays bytes."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import mistakes
from fuzz import mutate
from rigs.fake_massager import FakeMassager
from rigs.massager_tells import IDLE, PLAYING, SETTINGS
from sole.core.frame import frame

HUM = {**PLAYING, "name": "hum", "duration_ms": 3000, "elapsed_ms": 0}
SESSION = (
    HUM,
    {**HUM, "elapsed_ms": 1000, "temp_cc": 3200, "section": None},
    {**IDLE, "ended": "done", "elapsed_ms": 3000, "duration_ms": 3000},
)
BEDTIME = {"at_min": 1380, "days": 31, "routine": "hum", "pulse": True}


class Massager(FakeMassager):
    """One that remembers a lot, so that every command finds something.

    `mood`: `faulty` (a fault is latched), `well`, `playing` or `paused`.
    """

    def __init__(self, mood: str) -> None:
        super().__init__()
        self._line = bytearray()
        self.patterns = dict.fromkeys(("hum", "one", "two", "three", "four"), mistakes.GOOD)
        self.hello |= {
            "mpy": "1.24.1", "platform": "esp32", "chip": "esp32", "reset": "power-on",
            "zones": [0, 1, 2, 3, 4] * 2, "heater": True, "board_crc": 0, "update": "finished",
        }  # fmt: skip
        self.settings = {**SETTINGS, "bedtime": BEDTIME, "favorite": "hum"}
        self.clock = "2026-11-23T21:40:00"
        self.latched = ["sensor-open"] if mood == "faulty" else []
        self.entries = [["sensor-open", 61, None, "hum"], ["watchdog", 5, 2500, None]] * 6
        self.sessions = [
            [number, "hum", 848_526_000, 300, 3810, "done"] for number in range(9, 0, -1)
        ]
        self.hours = {"sessions": 9, "motors_s": [2700] * 5, "pad_s": 2400}
        self.script = list(SESSION)
        if mood in ("playing", "paused"):
            self.state.update({**HUM, "state": mood})

    def _do_status(self, request: dict[str, Any]) -> dict[str, Any]:
        self.counts["uptime_ms"] += 1500  # what the doctor waits
        return dict(super()._do_status(request))

    def give(self) -> bytes:
        """The next line of what it has said."""
        end = self._line.find(b"\n") + 1 or len(self._line)
        line = bytes(self._line[:end])
        del self._line[:end]
        return line

    def write(self, data: bytes) -> None:
        self._line += data

    def _handle(self, request: dict[str, Any]) -> None:
        super()._handle(request)
        wakes = "resume" if self.state["state"] == "paused" else "watch"
        if request["do"] == wakes and self.state["name"]:
            for changes in self.script:
                self.event(**changes)


class Recorder(Massager):
    """Keeps all that it gave, for a `Replayed` that gives it again to the same command."""

    def __init__(self, mood: str) -> None:
        super().__init__(mood)
        self.given = b""

    def give(self) -> bytes:
        line = super().give()
        self.given += line
        return line


class Replayed:
    """Gives the lines of `data` one by one, whatever it is asked."""

    def __init__(self, data: bytes) -> None:
        self._lines = lines(data)

    def feed(self, data: bytes) -> None:
        pass

    def give(self) -> bytes:
        return next(self._lines, b"")


def lines(data: bytes) -> Iterator[bytes]:
    """Parts that end at LF; the last one may not."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield data[at:end]
        at = end


class Spoiler(Massager):
    """Answers well as a rule, and now and then in a way that no massager does."""

    def __init__(self, mood: str, rng: Random, share: float) -> None:
        super().__init__(mood)
        self._rng = rng
        self._share = share

    def told(self, value: dict[str, Any]) -> bytes:
        if self._rng.random() >= self._share:
            return frame(value)
        return mutate.spoiled_answer(value, self._rng)
