"""The motors of the preview are those of the firmware, tick by tick; so is its heat."""

from __future__ import annotations

import numpy as np
import preview_patterns
import pytest
from sole.core.frame import unseal
from sole.core.limits import FULL_Q15, TICK_MS
from sole.drivers.motor import Motor, Motors
from solewave import board, pattern, playable
from solewave.preview.course import STEPS_MAX, play
from solewave.preview.drive import drive
from solewave.preview.scene import binned, compose

REFERENCE = unseal(board.load("esp32-devkitc").compiled())
FOUR_MOTORS = unseal(board.load("xiao-esp32s3").compiled())
STEP_Q15 = FULL_Q15 // 32
"""The driver rounds to steps of this, and once more when it scales; the preview does not."""
LIVELY = """\
format = 1
[section.tap]
lasts = "6s"
heat = 40
[[section.tap.stroke]]
kind = "tapotement"
rate = "3/s"
feet = "alternate"
level = 90
[[section.tap.stroke]]
kind = "petrissage"
zones = ["heel", "ball"]
rate = "40/min"
low = 5
level = 60
start = "2s"
"""


class Throttle:
    """In place of a DCMotor: what was last written to it."""

    throttle = None


def changed(compiled, **motor):
    """A board whose motors all differ in this."""
    motors = [{**one, **motor} for one in compiled["motors"]]
    return {**compiled, "motors": motors}


BOARDS = {
    "reference": REFERENCE,
    "four motors": FOUR_MOTORS,
    "small supply": {**REFERENCE, "motor_budget_ma": 250},
    "no slew": changed(REFERENCE, slew_ms=0, kick_ms=0),
    "slow": changed({**FOUR_MOTORS, "motor_budget_ma": 100}, slew_ms=1000, kick_ms=190),
}


def driven(levels, compiled):
    """Duties (ticks, motors) that the firmware's driver writes, 0 to 32767."""
    wheels = [Throttle() for _ in compiled["motors"]]
    keys = ("start_pct", "kick_ms", "slew_ms", "run_ma")
    motors = [
        Motor(wheel, *[one[key] for key in keys], brake=False)
        for wheel, one in zip(wheels, compiled["motors"], strict=True)
    ]
    zone_motors = drive(levels, TICK_MS, compiled).zone_motors
    whole = Motors(motors, zone_motors, compiled["motor_budget_ma"])
    rows = []
    for row in levels.tolist():
        whole.drive(row, TICK_MS)
        rows.append([round((wheel.throttle or 0) * FULL_Q15) for wheel in wheels])
    return np.array(rows)


@pytest.mark.parametrize("name", BOARDS)
@pytest.mark.parametrize("lively", [True, False])
def test_duties_are_those_of_the_driver(name, lively):
    data = pattern.loads(LIVELY).data if lively else preview_patterns.made(5).data
    levels = play(data).levels_q15[:400]
    found = drive(levels, TICK_MS, BOARDS[name])
    apart = np.abs(found.duty_q15 - driven(levels, BOARDS[name]))
    assert (apart > 2 * STEP_Q15).mean() < 0.02  # a slow motor may come to rest a tick later
    assert apart.mean() < STEP_Q15
    assert found.duty_q15.any()
    assert found.total_ma.max() <= BOARDS[name]["motor_budget_ma"]


def test_the_course_is_the_player_at_its_own_pace_until_it_would_take_too_long():
    short = play(pattern.loads(LIVELY).data)
    assert short.step_ms == TICK_MS
    assert len(short.levels_q15) == 6000 // TICK_MS
    longest = play(preview_patterns.made(preview_patterns.COUNT - 1).data)
    assert len(longest.levels_q15) <= STEPS_MAX
    assert len(longest.levels_q15) * longest.step_ms == pytest.approx(3_600_000, abs=100)


def test_heat_rises_no_faster_than_the_board_allows_and_reaches_its_target():
    scene = compose(playable.load("stress-relief"))
    warmth = scene.warmth
    per_minute = 60_000 // warmth.step_ms
    gained = warmth.pad_c[per_minute:] - warmth.pad_c[:-per_minute]
    assert gained.max() < 3.2
    assert np.nanmax(warmth.target_c) - 0.5 < warmth.pad_c.max() < np.nanmax(warmth.target_c) + 0.5
    assert warmth.cut_ms is None


def test_heat_that_lasts_too_long_is_cut_off_and_marked():
    text = 'format = 1\n[section.a]\nlasts = "40min"\nheat = 36\n'
    made = pattern.loads(text)
    found = playable.of_bytes("long", made.data, "long.toml")
    scene = compose(found)
    assert scene.warmth.cut_ms == pytest.approx(30 * 60_000, abs=1000)
    assert [mark.at_ms for mark in scene.marks] == [scene.warmth.cut_ms]
    assert "heat is cut off here" in scene.marks[0].text


def test_a_board_without_motors_or_heater_can_be_looked_at():
    bare = board.load("esp32-devkitc")
    kept = {name: getattr(bare, name) for name in bare.__struct_fields__}
    scene = compose(
        playable.load("circulation"), board.Board(**{**kept, "motors": (), "heater": None})
    )
    assert scene.warmth is None
    assert not scene.lanes_pct.any()
    assert "heat: the board has no heater" in scene.summary


def test_bins_keep_every_peak_and_the_mean():
    values = np.array([0, 9, 0, 0, 0, 3, 1], dtype=float)
    peak, mean = binned(values, 3)
    assert peak.tolist() == [9, 0, 3]
    assert (mean * [2, 2, 3]).sum() == values.sum()
    assert binned(values, 100)[0].tolist() == values.tolist()
