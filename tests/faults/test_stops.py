"""What ends a session at once: the stop button, `stop` with now, and every way out of the loop."""

from __future__ import annotations

import pytest
from faults.boards import setup

STEP_MS = 20
STOP_MS = 50


@pytest.fixture(params=["cpython", "micropython"])
def bench(request):
    """A bench of either interpreter."""
    return request.getfixturevalue(f"on_{request.param}")


def play(bench):
    """A session with motors and heat, at a moment when the pad has power."""
    bench.begin(setup("motors", 22.0))
    bench.do("run", ms=1000)
    assert "ok" in bench.play("moving")
    bench.do("run", ms=20_000)
    told = bench.do("run", ms=5000, until="heating")
    assert told["heating"]
    assert told["motors_on"]
    return told["now_ms"]


def off_after_ms(bench, begun_ms):
    """Milliseconds until neither pad nor motors have current."""
    told = bench.do("state")
    while (told["power"] or told["motors_on"]) and told["now_ms"] < begun_ms + 1000:
        told = bench.do("run", ms=STEP_MS)
    return told["now_ms"] - begun_ms


def test_the_stop_button_ends_everything_and_latches(bench):
    begun_ms = play(bench)
    bench.do("press", does="stop", ms=200)
    assert off_after_ms(bench, begun_ms) <= STOP_MS
    told = bench.do("run", ms=1000)
    assert [code for code, _ in told["latched"]] == ["emergency-stop"]
    assert bench.play("moving")["err"]["code"] == "fault"


def test_a_pad_that_heats_by_itself_ends_everything(bench):
    play(bench)
    for fault in ("heater-stuck-on", "enable-stuck-on"):
        bench.do("inject", fault=fault)
    told = bench.do("run", ms=600_000, until="latch")
    while "heater-stuck-on" not in told["mask"]:
        assert told["now_ms"] < 600_000, told["latched"]
        assert (told["state"]["state"], told["motors_on"]) == ("playing", True)
        told = bench.do("run", ms=STEP_MS)
    told = bench.do("run", ms=STOP_MS)
    assert (told["state"]["state"], told["state"]["ended"]) == ("fault", "fault")
    assert not told["motors_on"]
    assert told["commanded"] == 0


def test_stop_now_ends_everything(bench):
    begun_ms = play(bench)
    assert "ok" in bench.ask("stop", now=True)
    assert off_after_ms(bench, begun_ms) <= STOP_MS
    assert "ok" in bench.play("moving")


@pytest.mark.parametrize("fault", ["brown-out", "loop-error"])
def test_a_reset_and_an_error_leave_everything_off(bench, fault):
    begun_ms = play(bench)
    bench.do("inject", fault=fault)
    told = bench.do("run", ms=60_000)
    assert told["cut_ms"] - begun_ms <= STOP_MS
    assert not told["motors_on"]
    assert told["motors_ms"] - begun_ms <= STOP_MS


def test_three_watchdog_resets_in_a_row_start_safe_mode(bench):
    play(bench)
    for _ in range(3):
        bench.do("inject", fault="loop-hang-below")
        bench.do("run", ms=8000)
    told = bench.do("state")
    assert [cause for cause, _ in told["resets"]] == [3, 3, 3]
    assert told["mask"] == ["safe-mode"]
    assert "err" in bench.play("moving")
    told = bench.do("run", ms=5000)
    assert not told["motors_on"]
    assert told["power"] == 0


def test_a_latched_fault_cannot_be_cleared_while_it_lasts(bench):
    play(bench)
    bench.do("inject", fault="sensor-open")
    bench.do("run", ms=1000)
    assert bench.ask("clear", code="sensor-open")["err"]["code"] == "fault-lasts"
    bench.do("mend")
    bench.do("run", ms=2000)
    assert "ok" in bench.ask("clear", code="sensor-open")
    assert bench.do("state")["mask"] == []
