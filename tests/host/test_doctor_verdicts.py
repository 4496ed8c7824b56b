"""What `solewave doctor` makes of what a massager tells, where no virtual board could tell it."""

from typing import Any

import pytest
from rigs.massager_tells import SETTINGS
from solewave.doctor import massager
from solewave.doctor.findings import Findings

HELLO = {"fw": "0.1.0", "mpy": "1.24.0", "reset": "power-on", "platform": "esp32",
         "board": "mine", "title": "Mine", "chip": "esp32"}  # fmt: skip
STATUS = {"uptime_ms": 60_000, "free": 90_000, "late": 3, "ticks": 3000, "longest_us": 9000,
          "frames": 500, "bad": 0}  # fmt: skip


class Answers:
    """A massager that is asked through a client's methods; `passes_ms` between two answers."""

    def __init__(self, passes_ms: int = 2000, **status: int) -> None:
        self.line = type("Line", (), {"time_scale": 1.0})
        self.wire = type("Wire", (), {"bad": 0})
        self._status = {**STATUS, **status}
        self._passes_ms = passes_ms

    def ask(self, do: str, **args: Any) -> dict[str, Any]:
        if do == "faults":
            return {"latched": [], "self_test": None, "entries": [], "next": None}
        if do == "list":
            return {"patterns": [], "free": 900_000, "next": None}
        if do == "clock":
            return {"clock": args["local"]}
        if do == "settings":
            return {**SETTINGS, "stored": True, "broken": False, "clock": None}
        self._status["uptime_ms"] += self._passes_ms
        return dict(self._status)


def looked(answers: Answers, monkeypatch: pytest.MonkeyPatch, **hello: str) -> list[str]:
    """What is wrong or noted, on a chip whose two answers are 2 s apart."""
    times = iter((10.0, 10.5, 12.0))
    monkeypatch.setattr(massager.Clock, "now", lambda: next(times))
    monkeypatch.setattr(massager.Clock, "sleep", lambda _s: None)
    monkeypatch.setattr(massager, "CLOCK_OFF_MAX", 0.1)
    found = Findings()
    massager.look(found, answers, {**HELLO, **hello})  # type: ignore[arg-type]
    return [f"{one.state} {one.about}: {one.text}" for one in found.all if one.state != "ok"]


@pytest.mark.parametrize(
    ("answers", "hello", "said"),
    [
        (Answers(), {}, []),
        (Answers(1500), {}, ["WRONG clock: runs at 0.75 times this computer's"]),
        (
            Answers(1500),
            {"platform": "linux"},
            ["note clock: this computer gives the virtual board 0.75 of its speed"],
        ),
        (Answers(2100), {}, []),
        (Answers(late=31), {}, ["WRONG ticks: 31 of 3000 late, the longest 9.0 ms"]),
        (Answers(free=19_999), {}, ["WRONG heap: 19999 bytes free"]),
        (Answers(bad=6), {}, ["note line: 500 good frames, 6 bad"]),
        (Answers(), {"reset": "watchdog"}, ["note last start: watchdog"]),
        (Answers(), {"mpy": "1.23.0"}, ["WRONG MicroPython: 1.23.0, needed is 1.24 or newer"]),
        (Answers(), {"fw": "0.2.0"}, ["WRONG firmware: 0.2.0 there, 0.1.0 in this solewave"]),
    ],
)
def test_what_a_massager_tells(
    answers: Answers, hello: dict[str, str], said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looked(answers, monkeypatch, **hello) == said
