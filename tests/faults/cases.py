"""Every fault that is injected, at its worst moment, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass

REFERENCE, ONE_SWITCH, ONE_THERMISTOR = "reference", "one-switch", "one-thermistor"
MILD_C, HOT_C = 22.0, 35.0
"""Rooms. In the hot one the pad cools more slowly; in the mild one it is noticed later that
something warms or does not."""
BOTH_C = (MILD_C, HOT_C)


@dataclass(frozen=True)
class Case:
    """One fault on one board.

    `seen_as`: the codes of which one must be latched first; none if nothing is to be latched.
    `within_s` is design.md's time (0: none is required). It counts from `since`: "fault", as
    soon as the part is broken; "off", since the heater's duty is 0 while the pad is warmer
    than foot or room can make it; "high", since the duty is high and the pad far below its
    target; "over", since the pad is warmer than its target and hysteresis; "ping", since the
    host's last one. It ends with the latch, or (`until_cut`, and where nothing is latched)
    with the end of all heat. `phases`: how many moments between two samples are tried.
    `watch_s`: how long what follows is watched; `wait_s`: how long the fault may take.
    """

    fault: str
    seen_as: tuple[str, ...] = ()
    within_s: float = 0.0
    board: str = REFERENCE
    since: str = "fault"
    until_cut: bool = False
    phases: int = 1
    rooms_c: tuple[float, ...] = (HOT_C,)
    wait_s: int = 700
    watch_s: int = 60
    pattern: str = "hot"
    pad_c: float = 41.9
    foot_c: float = 37.8
    settle_ms: int = 30_000
    for_ms: int | None = None
    also: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """What the table calls it."""
        return self.title or self.fault


ON_THE_REFERENCE = (
    Case("sensor-open", ("sensor-open",), 0.4, phases=5),
    Case("sensor-short", ("sensor-short",), 0.4, phases=5),
    Case("pad-overheated", ("over-temperature",), 0.1, phases=5, watch_s=180),
    Case("sensor-contact", ("implausible-jump",), 0.5, phases=5),
    Case("heater-open", ("heating-failed",), 61.0, since="high", rooms_c=BOTH_C),
    Case(
        "heater-open", ("heating-failed",), 91.0, since="high", rooms_c=BOTH_C, pattern="mild",
        pad_c=25.0, foot_c=25.0, settle_ms=1000, title="heater-open, pad never warmed",
    ),
    Case("hot-bottle", ("thermal-runaway",), 120.0, since="over", rooms_c=BOTH_C),
    Case(
        "heater-stuck-on", ("heater-stuck-on",), 60.0, since="off", rooms_c=BOTH_C, watch_s=180
    ),
    Case(
        "heater-stuck-on", ("heater-stuck-on",), 60.0, since="off", rooms_c=BOTH_C,
        pattern="mild", pad_c=36.0, foot_c=34.5, title="heater-stuck-on at 36 °C",
    ),
    Case("sensor-frozen", ("sensor-frozen",), 60.0, wait_s=120),
    Case("adc-stuck", ("sensor-frozen",), 60.0, wait_s=120),
    Case(
        "adc-stuck", ("sensor-frozen",), 60.0, wait_s=120, watch_s=180, pad_c=41.0,
        settle_ms=10_000, title="adc-stuck, pad still warming",
    ),
    Case("sensor-noise", ("over-temperature", "implausible-jump"), wait_s=120),
    Case("sensor-detached", ("sensor-disagree",), rooms_c=BOTH_C),
    Case("sensor-drift", ("sensor-disagree",)),
    Case(
        "flash-full", ("sensor-open",), 0.4, phases=5, also="sensor-open",
        title="flash-full, then sensor-open",
    ),
    Case("wrong-thermistor", wait_s=300),
    Case("enable-stuck-on", wait_s=300),
    Case("foot-lifted", wait_s=300),
    Case("blanket", wait_s=300),
    Case("cold-room", wait_s=300),
    Case("hot-room", wait_s=300),
)  # fmt: skip
"""Faults of pad, room and electronics. None may burn the skin."""

LOOP_AND_HOST = (
    Case(
        "loop-hang-python", ("lease-expired",), 0.5, until_cut=True, phases=5, for_ms=1500,
        wait_s=10, title="loop-hang-python for 1.5 s",
    ),
    Case("loop-hang-python", (), 0.5, phases=5, wait_s=10),
    Case("loop-hang-below", (), 3.0, phases=5, wait_s=10),
    Case("loop-error", (), 0.1, wait_s=10),
    Case("brown-out", (), 0.1, wait_s=10),
    Case("host-gone", (), 5.0, since="ping", phases=5, wait_s=10),
    Case("cable-pulled", (), 5.0, since="ping", phases=5, wait_s=10),
)  # fmt: skip
"""Faults that end the session or the loop: the heat must end in time."""

WITH_LESS = (
    Case(
        "heater-stuck-on", ("heater-stuck-on",), 60.0, ONE_SWITCH, since="off", watch_s=1800
    ),
    Case(
        "heater-stuck-on", ("heater-stuck-on",), 60.0, ONE_SWITCH, since="off", watch_s=1800,
        also="foot-lifted", title="heater-stuck-on, no foot",
    ),
    Case("sensor-detached", ("heating-failed",), 61.0, ONE_THERMISTOR, "high", rooms_c=BOTH_C),
    Case("sensor-frozen", ("sensor-frozen",), 60.0, ONE_THERMISTOR, wait_s=120),
    Case("sensor-drift", board=ONE_THERMISTOR, wait_s=1800),
    Case("wrong-thermistor", board=ONE_THERMISTOR, wait_s=1400),
)  # fmt: skip
"""What happens on a board with one switch, or with one thermistor: measured, whatever it is."""

ALL = ON_THE_REFERENCE + LOOP_AND_HOST + WITH_LESS
