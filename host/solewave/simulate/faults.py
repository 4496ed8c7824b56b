"""The faults that can be injected: what happens, in words for people, and when.

`solewave/virtual/device/injected.py` and `trial.py` do it; a test holds the names together.
"""

import re
from dataclasses import dataclass

from solewave.board import Board
from solewave.errors import UserError
from solewave.pattern import units
from solewave.problems import nearest

FAULTS = {
    "sensor-open": "the first thermistor's wire breaks",
    "sensor-short": "the first thermistor's wires touch",
    "sensor-drift": "the first thermistor reads ever lower, 1 °C a minute",
    "sensor-frozen": "the first thermistor's reading never changes again",
    "sensor-noise": "the first thermistor's reading strays by 200 LSB",
    "sensor-contact": "the first thermistor has a loose contact",
    "sensor-detached": "the first thermistor comes off the pad",
    "wrong-thermistor": "the first thermistor has a beta of 3435 K",
    "wrong-thermistor-100k": "the first thermistor has 100 kilohm at 25 °C",
    "adc-stuck": "every thermistor's reading never changes again",
    "heater-stuck-on": "the switch at heater.pin is shorted",
    "enable-stuck-on": "the switch at heater.enable_pin is shorted",
    "heater-open": "the pad gets no power, whatever is commanded",
    "pad-overheated": "something heats the pad to 45.5 °C at once",
    "hot-bottle": "something of 44.5 °C lies on the pad",
    "foot-lifted": "the feet leave the pad",
    "blanket": "a blanket lies over the pad",
    "cold-room": "the room has 5 °C",
    "hot-room": "the room has 35 °C",
    "loop-hang-python": "the firmware's loop hangs, timers still run",
    "loop-hang-below": "nothing runs but the watchdog",
    "loop-error": "the loop ends with an error",
    "flash-full": "nothing more can be written to flash",
    "brown-out": "the supply fails for a moment",
    "host-gone": "the host falls silent",
    "cable-pulled": "the cable is pulled in the middle of a frame",
    "clock-wrap": "the device's milliseconds wrap at 2^30",
    "emergency-stop": "a person presses the stop button",
}
AT = re.compile(r"(?P<name>[^@]+)(?:@(?P<time>.+))?")


@dataclass(frozen=True)
class Injection:
    """Fault `name`, `at_ms` after the session began."""

    name: str
    at_ms: int


def parse(text: str) -> Injection:
    """`heater-stuck-on@5min`, or a name alone: at once. Raises UserError."""
    found = AT.fullmatch(text)
    name, time = (found["name"], found["time"]) if found else (text, None)
    if name not in FAULTS:
        close = nearest(name.replace("-", "_"), [fault.replace("-", "_") for fault in FAULTS])
        hint = f"Did you mean {close.replace('_', '-')}? " if close else ""
        raise UserError(f'there is no fault "{name}"', f"{hint}There are: {', '.join(FAULTS)}.")
    if time is None:
        return Injection(name, 0)
    at_ms = units.time_ms(time)
    if at_ms is None:
        likely = units.likely_time(time) or "5min"
        raise UserError(f'"{time}" is no time', f"Write it like {name}@{likely}.")
    return Injection(name, at_ms)


def check(injection: Injection, board: Board, watched_ms: int) -> None:
    """Raises UserError if `board` lacks what is to break, or nobody looks any more by then."""
    heater, name = board.heater, injection.name
    if injection.at_ms > watched_ms:
        raise UserError(
            f"{name} at {units.spoken_ms(injection.at_ms)} comes too late",
            f"What is simulated ends after {units.spoken_ms(watched_ms)}.",
        )
    if name == "emergency-stop" and not any(one.does == "stop" for one in board.buttons):
        raise UserError(f"{board.name} has no stop button")
    if name == "enable-stuck-on" and heater and heater.enable_pin is None:
        raise UserError(f"{board.name} has no enable_pin")
    part = name.startswith(("sensor-", "wrong-", "heater-", "enable-", "adc-"))
    if part and heater is None:
        raise UserError(f"{board.name} has no heater")
