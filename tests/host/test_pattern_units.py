"""Times and rates as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solewave.pattern import units


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2min", 120_000),
        ("2 min", 120_000),
        ("1.5s", 1500),
        ("0.1s", 100),
        ("250ms", 250),
        ("1h", 3_600_000),
        ("1min 30s", 90_000),
        ("1min30s", 90_000),
        ("1h 1min 1s 1ms", 3_661_001),
        ("0s", 0),
        ("2.4ms", 2),
    ],
)
def test_times(text: str, ms: int) -> None:
    assert units.time_ms(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2",
        "2 minits",
        "s",
        "1,5s",
        "-1s",
        "30s 1min",
        "1s 1s",
        "1.s",
        ".5s",
        "1s\n",
        "\uff11s",
    ],
)
def test_no_times(text: str) -> None:
    assert units.time_ms(text) is None


@pytest.mark.parametrize(
    ("text", "ms"),
    [("12/min", 5000), ("12 / min", 5000), ("2/s", 500), ("2Hz", 500), ("0.5/s", 2000)],
)
def test_rates(text: str, ms: int) -> None:
    assert units.rate_period_ms(text) == ms


@pytest.mark.parametrize("text", ["12", "12/h", "fast", "/min", "0/min", "0.00/s", "0 Hz", "-1/s"])
def test_no_rates(text: str) -> None:
    assert units.rate_period_ms(text) is None


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("2 minits", "2min"),
        ("2 Minutes", "2min"),
        ("3 sec", "3s"),
        ("1,5s", "1.5s"),
        ("2m", "2min"),
        ("4 apples", None),
        ("", None),
    ],
)
def test_likely_time(text: str, likely: str | None) -> None:
    assert units.likely_time(text) == likely


@given(st.integers(0, 3_600_000))
def test_spoken_times_read_back(span_ms: int) -> None:
    assert units.time_ms(units.spoken_ms(span_ms)) == span_ms


def test_levels() -> None:
    assert [units.pct_q15(pct) for pct in (0, 50, 100)] == [0, 16384, 32767]
    assert units.spoken_cc(3850) == "38.5"
