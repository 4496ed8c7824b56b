"""What is said of a simulated session: verdict, limits, summary, comparison, trace file."""

from __future__ import annotations

import csv
import struct

import msgspec
import pytest
from solewave.errors import UserError
from solewave.simulate import comparison, summary, trace, trace_file
from solewave.simulate.report import Limit, Moment, Report
from solewave.simulate.verdict import sentence
from solewave.virtual.device import trial_trace as layout

GOOD = Report(
    pattern="calm", board="mine", interpreter="CPython", intensity_pct=100, tempo_pct=100,
    room_c=22, duration_ms=600_000, session_ms=599_980, ended="done", refused=None, faults=[],
    latched=[], resets=[], limits=[Limit("heat-ramp", 60_000, "it warms slowly")], late_ticks=0,
    pad_wh=1.0, motors_wh=0.5, controller_wh=0.2, peak_ma=3000, peak_at_ms=1000, mean_ma=1500,
    supply_ma=4000, motors_on_ms={"left_heel": 61_000, "right_toes": 0}, heat_ended_ms=500_000,
    heating=False, fuse_open=False, heat_on_ms=300_000, heat_asked_c=38.5, pad_peak_c=38.0,
    skin_peak_c=34.5, pad_above_40_ms=0, pad_above_43_ms=0, skin_above_40_ms=0, skin_above_43_ms=0,
)  # fmt: skip
OPEN = Moment("sensor-open", 90_000)
REST = Limit("heat-rest", 30_000, "heat rests after 30 min of it")


def but(**changed):
    """A good session with something else about it."""
    return msgspec.structs.replace(GOOD, **changed)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (GOOD, "It plays to its end within every limit, with 1000 mA of the supply to spare."),
        (but(refused="the board has no motors"), "It does not play: the board has no motors."),
        (but(heating=True, latched=[OPEN]), "DANGER: the pad is heated on after the end."),
        (
            but(ended="fault", session_ms=90_020, latched=[OPEN]),
            "It ends in a fault after 1:30: sensor-open.",
        ),
        (but(ended="host-lost", session_ms=65_000), "after 1:05 of 10:00: the host fell silent."),
        (but(ended=None, resets=[Moment("watchdog", 1)]), "10:00 of 10:00: the chip was reset."),
        (but(latched=[OPEN]), "but not without a fault: sensor-open at 1:30."),
        (but(peak_ma=4100), "but takes 100 mA more than the supply gives."),
        (but(pad_peak_c=37.4), "but not as written: the pad comes to 37.4 °C, not to 38.5 °C"),
        (but(pad_peak_c=31.0, heat_asked_c=None), "within every limit"),
        (but(limits=[REST]), "but not as written: heat rests after 30 min of it."),
    ],
)
def test_the_verdict_names_what_matters_most(report, said):
    assert said in sentence(report)


def test_a_summary_leaves_out_what_never_was():
    found = dict(summary.rows(GOOD))
    assert found["session"] == "10:00 of 10:00 min, ended: done"
    assert found["latched"] == "nothing"
    assert found["limits"] == "it warms slowly (1:00)"
    assert "fault" not in found
    assert [text for name, text in summary.rows(GOOD) if name in ("motors", "")] == [
        "left: heel 1:01",
        "right: toes 0:00",
    ]
    assert dict(summary.rows(but(refused="busy"))) == {"session": "refused: busy"}
    assert found["highest"] == "pad 38.0 °C (38.5 °C asked for), skin 34.5 °C"
    assert dict(summary.rows(but(heat_asked_c=None)))["highest"] == "pad 38.0 °C, skin 34.5 °C"
    assert dict(summary.rows(but(heating=True)))["heat"] == "GOES ON: unplug it"
    assert "thermal fuse" in dict(summary.rows(but(fuse_open=True)))["heat"]


def test_differences_are_those_of_the_figures_as_written():
    other = but(pattern="lively", pad_wh=1.004, motors_wh=0.496, mean_ma=1400, pad_peak_c=36.96)
    rows = {row[0]: row[1:] for row in comparison.rows([GOOD, other])}
    assert comparison.headings([GOOD, other]) == ["", "calm", "lively"]
    assert rows["energy of the pad, Wh"] == ["1.00", "1.00"]
    assert rows["energy of the motors, Wh"] == ["0.50", "0.50"]
    assert rows["mean current, mA"] == ["1500", "1400 (-100)"]
    assert rows["highest of the pad, °C"] == ["38.0", "37.0 (-1.0)"]
    assert rows["limits"] == ["heat-ramp", "heat-ramp"]


def test_columns_are_named_by_what_differs():
    elsewhere, lively = but(board="other"), but(pattern="lively", board="other")
    assert comparison.headings([GOOD, elsewhere]) == ["", "mine", "other"]
    assert comparison.headings([GOOD, lively]) == ["", "calm, mine", "lively, other"]


def rows_of(*rows):
    """A trace of one motor, packed as the rig packs it."""
    return b"".join(struct.pack(layout.row_format(1), *row) for row in rows)


def test_a_trace_is_read_back_in_units_for_people():
    packed = rows_of(
        (0, 4, 1, layout.NONE, 3800, 3650, 16384, 2231, 3100, -150, 430, *[32767] * 10, 65535),
        (100, 8, layout.NONE, 0, 0, 0, 0, 2231, 3100, layout.NO_READING, 250, *[0] * 10, 0),
    )
    table = trace.columns(packed, ["left_heel"], ["warm", "tap"])
    assert table["time_ms"] == [0, 100]
    assert table["state"] == ["playing", "fault"]
    assert table["section"] == ["tap", None]
    assert table["level_right_heel_pct"] == [100.0, 0.0]
    assert table["duty_left_heel_pct"] == [100.0, 0.0]
    assert table["heat_target_c"] == [38.0, None]
    assert table["heat_permitted_c"] == [36.5, None]
    assert table["heat_duty_pct"] == [50.0, 0.0]
    assert (table["pad_c"], table["skin_c"]) == ([22.31, 22.31], [31.0, 31.0])
    assert table["sensor_c"] == [-1.5, None]
    assert table["current_ma"] == [430, 250]
    assert table["fault"][0] is None
    assert isinstance(table["fault"][1], str)


def test_a_trace_without_rows_has_its_columns():
    table = trace.columns(b"", ["left_heel"], [])
    assert len(table) == 3 + 10 + 1 + 8
    assert not any(table.values())


def test_csv_leaves_a_field_empty_where_there_is_no_value(tmp_path):
    out = tmp_path / "trace.CSV"
    trace_file.check(out)
    trace_file.write(out, {"time_ms": [0, 100], "fault": [None, 'a "b", c']})
    with out.open(newline="") as opened:
        assert list(csv.reader(opened)) == [["time_ms", "fault"], ["0", ""], ["100", 'a "b", c']]


def test_parquet_keeps_types_and_missing_values(tmp_path):
    pytest.importorskip("pyarrow", reason="the extra solewave[parquet] is not installed")
    from pyarrow import parquet  # noqa: PLC0415

    out = tmp_path / "trace.parquet"
    trace_file.check(out)
    columns = {"time_ms": [0, 100], "pad_c": [22.5, None], "fault": [None, None]}
    trace_file.write(out, columns)
    table = parquet.read_table(out)
    assert table.to_pydict() == columns
    assert [str(kind) for kind in table.schema.types] == ["int32", "double", "string"]


def test_parquet_without_pyarrow_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(trace_file, "find_spec", lambda _name: None)
    with pytest.raises(UserError, match="not installed") as raised:
        trace_file.check(tmp_path / "trace.parquet")
    assert "pip install pyarrow" in raised.value.remedy
