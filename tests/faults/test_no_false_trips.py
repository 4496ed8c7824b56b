"""A massager in good order plays to the end: every routine, in every room, on every pad.

With the ADC's noise, and bent as an ESP32's is: the data sheet's total error after calibration
lies within 60 mV at 11 dB; here a bow of 1.5 % of the middle and an offset.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import replace

import msgspec
import pytest
from faults.boards import setup
from rigs.guests import REPOSITORY
from rigs.nightly import NIGHTLY
from solewave import pattern

ROUTINES = sorted(path.stem for path in (REPOSITORY / "routines").glob("*.toml"))
ROOMS_C = (5.0, 22.0, 35.0)
WATTS = (5.0, 12.0, 24.0)
ADC = ((1.5, 10.0), (-1.5, -10.0))
"""Bow in percent and offset in millivolts, in turn."""
AFTER_MS = 180_000
"""Watched beyond the end: a pad that cools must not look like one that heats by itself."""
HOUR_MS = 3_600_000


def combinations() -> list[tuple[str, float, float, tuple[float, float]]]:
    """All 45; in CI every routine in every room once, the pads in turn."""
    found = []
    for index, (routine, room_c, watts) in enumerate(itertools.product(ROUTINES, ROOMS_C, WATTS)):
        row, column = divmod(index, len(WATTS))
        if NIGHTLY or row % len(WATTS) == column:
            found.append((routine, room_c, watts, ADC[index % 2]))
    return found


@functools.cache
def without_strokes(routine: str) -> bytes:
    """The routine's heat alone: what the motors do does not matter to it, and takes time."""
    made = pattern.load(REPOSITORY / "routines" / f"{routine}.toml").pattern
    silent = [msgspec.structs.replace(section, strokes=()) for section in made.sections]
    return pattern.compile_model(msgspec.structs.replace(made, sections=tuple(silent)))


@pytest.mark.parametrize(("routine", "room_c", "watts", "adc"), combinations())
def test_a_good_massager_plays_to_the_end(on_cpython, routine, room_c, watts, adc):
    made = setup("reference", room_c, watts)
    bench = on_cpython
    bench.begin(
        replace(
            made,
            patterns={routine: without_strokes(routine)},
            pad_c=room_c,
            adc_bow_pct=adc[0],
            adc_offset_mv=adc[1],
        )
    )
    bench.do("run", ms=1000)
    assert "ok" in bench.play(routine)
    told = bench.do("run", ms=HOUR_MS, until="idle")
    assert told["state"]["ended"] == "done"
    told = bench.do("run", ms=AFTER_MS)
    assert told["latched"] == []
    assert told["broken_rules"] == []
    assert told["resets"] == []
    assert told["skin_43_ms"] == 0


def test_the_clock_may_wrap_in_the_middle_of_a_session(on_cpython, on_micropython):
    """Milliseconds wrap at 2^30 on the device; nothing may be different then."""
    wrap_ms = (1 << 30) - 60_000
    for bench in (on_cpython, on_micropython):
        results = []
        for start_ms in (0, wrap_ms):
            bench.begin(replace(setup("reference", 22.0), start_ms=start_ms))
            bench.do("run", ms=1000)
            assert "ok" in bench.play("hot")
            results.append(bench.do("run", ms=180_000))
        straight, wrapped = results
        assert wrapped["latched"] == []
        for key in ("now_ms", "heat_ms", "cut_ms", "pad_c", "skin_c", "state"):
            assert wrapped[key] == straight[key]
        assert wrapped["heat_ms"] > 30_000
