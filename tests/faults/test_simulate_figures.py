"""What `simulate` measures, against figures worked out by hand and by another way."""

from __future__ import annotations

import pytest
from rigs.guests import UNIX64
from rigs.nightly import NIGHTLY
from rigs.two_runtimes import require
from solewave import board, playable, shipped
from solewave.simulate.faults import Injection
from solewave.simulate.session import AFTER_MS, Wishes, simulate
from solewave.simulate.trace import columns

CONSTANT = """format = 1
[section.only]
lasts = "3min"
[[section.only.stroke]]
kind = "vibration"
level = {level}
"""
WARM = """format = 1
[section.warm]
lasts = "{lasts}"
heat = {heat}
heat_ramp = "20ms"
"""
VOLTS, MOTORS_MA, CONTROLLER_MA, PAD_W = 5, 900, 250, 12
START_PCT = 30
LASTS_MS = 180_000
HOURS = LASTS_MS / 3_600_000
AT_LEVEL = {100: 1.0, 50: (START_PCT + (100 - START_PCT) * 0.5) / 100}


def pattern(tmp_path, text, **values):
    file = tmp_path / "made.toml"
    file.write_text(text.format(**values))
    return playable.load(str(file))


@pytest.fixture
def reference():
    return board.load("esp32-devkitc")


def changed(tmp_path, *replacements):
    """The reference board with some of its file's text replaced."""
    text = (shipped.path("boards") / "esp32-devkitc.toml").read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "changed.toml"
    file.write_text(text)
    return board.load(file)


def balanced_wh(table, model, end_ms):
    """Heat that the trace says went into pad and foot, to the air and to the body, in Wh."""
    pad, skin = table["pad_c"], table["skin_c"]
    steps = range(end_ms // 100)
    to_air = sum(pad[i] - model.ambient_c for i in steps) * 0.1 * model.pad_to_air_w_per_k
    to_body = sum(skin[i] - model.body_c for i in steps) * 0.1 * model.foot_to_body_w_per_k
    kept = (pad[len(steps)] - pad[0]) * model.pad_j_per_k
    kept += (skin[len(steps)] - skin[0]) * model.foot_j_per_k
    return (to_air + to_body + kept) / 3600


@pytest.mark.parametrize("level", AT_LEVEL)
@pytest.mark.parametrize("micropython", [False, True], ids=["cpython", "micropython"])
def test_a_constant_pattern_takes_power_times_time(tmp_path, reference, level, micropython):
    if micropython:
        require(UNIX64)
    made = pattern(tmp_path, CONSTANT, level=level)
    report = simulate(made, reference, [], micropython)
    motors_ma = MOTORS_MA * AT_LEVEL[level]
    assert report.motors_wh == pytest.approx(VOLTS * motors_ma / 1000 * HOURS, rel=0.01)
    assert report.controller_wh == pytest.approx(VOLTS * CONTROLLER_MA / 1000 * HOURS, rel=0.01)
    assert report.pad_wh == 0
    assert report.mean_ma == pytest.approx(CONTROLLER_MA + motors_ma, rel=0.01)
    assert report.peak_ma == CONTROLLER_MA + MOTORS_MA  # all of them, in the kick from rest
    assert report.peak_at_ms < 1000
    assert list(report.motors_on_ms) == list(reference.served)
    for on_ms in report.motors_on_ms.values():
        assert on_ms == pytest.approx(LASTS_MS, rel=0.01)
    assert (report.limits, report.late_ticks) == ([], 0)


def test_half_the_intensity_takes_less(tmp_path, reference):
    made = pattern(tmp_path, CONSTANT, level=100)
    report = simulate(made, reference, [], False, wishes=Wishes(intensity_pct=50))
    taken_ma = MOTORS_MA * AT_LEVEL[50]
    assert report.motors_wh == pytest.approx(VOLTS * taken_ma / 1000 * HOURS, rel=0.01)
    assert report.intensity_pct == 50


def test_the_energy_of_the_pad_is_found_again_in_pad_foot_and_room(tmp_path, reference):
    rows = bytearray()
    made = pattern(tmp_path, WARM, lasts="6min", heat=38)
    report = simulate(made, reference, [], False, rows=rows)
    table = columns(bytes(rows), reference.served, made.sections)
    assert report.pad_wh == pytest.approx(
        balanced_wh(table, reference.model, report.session_ms), rel=0.01
    )
    assert report.pad_wh == pytest.approx(PAD_W * report.heat_on_ms / 3_600_000, rel=0.01)
    assert report.peak_ma == CONTROLLER_MA + PAD_W * 1000 / VOLTS


def test_a_warm_room_saves_heat(tmp_path, reference):
    made = pattern(tmp_path, WARM, lasts="4min", heat=30)
    cold = simulate(made, reference, [], False, wishes=Wishes(room_c=15))
    warm = simulate(made, reference, [], False, wishes=Wishes(room_c=30))
    assert (cold.room_c, warm.room_c) == (15, 30)
    assert cold.pad_wh > warm.pad_wh + 0.3


def test_motors_share_what_the_supply_leaves_them(tmp_path):
    scarce = changed(tmp_path, ("current_ma = 4000", "current_ma = 3000"))
    report = simulate(pattern(tmp_path, CONSTANT, level=100), scarce, [], False)
    (limit,) = report.limits
    assert limit.what == "motor-current"
    assert limit.for_ms == pytest.approx(LASTS_MS, rel=0.01)
    left_ma = 3000 - CONTROLLER_MA - PAD_W * 1000 / VOLTS
    assert f"{left_ma:.0f} mA" in limit.say
    assert report.peak_ma == pytest.approx(CONTROLLER_MA + left_ma, abs=5)
    assert report.verdict.startswith("It plays to its end, but not as written: motors are")


def test_limits_of_heat_are_told_with_the_boards_own_values(tmp_path):
    mild = changed(
        tmp_path,
        ("target_c = 42", "target_c = 33"),
        ("ramp_c_per_min = 3", "ramp_c_per_min = 2"),
        ("heat_min = 30", "heat_min = 2"),
    )
    made = pattern(tmp_path, WARM, lasts="3min", heat=42)
    report = simulate(made, mild, [], False, wishes=Wishes(room_c=31))
    found = {limit.what: limit for limit in report.limits}
    assert list(found) == ["heat-target", "heat-ramp", "heat-rest"]
    assert found["heat-target"].for_ms == pytest.approx(120_000, abs=200)
    assert found["heat-rest"].for_ms == pytest.approx(60_000, abs=200)
    assert "held at 33 °C" in found["heat-target"].say
    assert "2 °C a minute" in found["heat-ramp"].say
    assert "after 2 min" in found["heat-rest"].say


@pytest.mark.skipif(not NIGHTLY, reason="half an hour on the model: SOLEWAVE_NIGHTLY=1")
def test_a_dose_of_heat_is_told_apart_from_its_time(tmp_path, reference):
    made = pattern(tmp_path, WARM, lasts="30min", heat=42)
    (limit,) = [one for one in simulate(made, reference, [], False).limits if "rest" in one.what]
    assert "enough of it above 40 °C" in limit.say


@pytest.mark.parametrize("fault", ["sensor-open", "loop-hang-below", "brown-out"])
def test_the_trace_has_ten_rows_a_second_whatever_happens(tmp_path, reference, fault):
    rows = bytearray()
    made = pattern(tmp_path, WARM, lasts="30s", heat=36)
    report = simulate(made, reference, [Injection(fault, 10_000)], False, rows=rows)
    table = columns(bytes(rows), reference.served, made.sections)
    whole = (report.session_ms + AFTER_MS) // 100
    assert table["time_ms"] == [index * 100 for index in range(len(table["time_ms"]))]
    assert len(table["time_ms"]) == pytest.approx(whole, abs=1)
    assert table["state"][50] == "playing"
    assert table["section"][50] == "warm"
    assert table["section"][-1] is None
    codes = {code for code in table["fault"] if code}
    assert codes == {one.what for one in report.latched}


def test_both_interpreters_give_the_same_trace(tmp_path, reference):
    require(UNIX64)
    made = playable.load("examples/first-pattern.toml")
    tables = []
    for micropython in (False, True):
        rows = bytearray()
        simulate(made, reference, [], micropython, rows=rows)
        tables.append(columns(bytes(rows), reference.served, made.sections))
    first, second = tables
    assert list(first) == list(second)
    assert len(first) == 3 + 10 + 10 + 8
    for name in first:
        assert first[name] == second[name], name
