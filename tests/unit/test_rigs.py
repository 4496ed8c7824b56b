"""The rigs themselves: what fails on another interpreter must fail here."""

import pytest
from rigs.guests import FIRMWARE, UNIX64, WASM32
from rigs.two_runtimes import require, with_source
from unit.stubs.clock import FakeClock, ticks_add, ticks_diff

GUESTS = pytest.mark.parametrize("guest", [UNIX64, WASM32], ids=lambda guest: guest.name)
LOCKED_SUM = (
    "import micropython\n"
    "def add(x):\n"
    "    micropython.heap_lock()\n"
    "    x += 1\n"
    "    micropython.heap_unlock()\n"
    "add((1 << 30) - 1)\n"
)


class Absent:
    name = "absent"

    def missing(self):
        return "no wheel"


@GUESTS
def test_a_failed_assert_tells_file_and_line(guest, tmp_path):
    require(guest)
    module = tmp_path / "wrong.py"
    module.write_text("def check():\n    assert 1 == 2, 'not equal'\n")
    outcome = guest.run("import wrong\nwrong.check()\n", [tmp_path])
    printed = with_source(outcome.out + outcome.err)
    assert outcome.code == 1
    assert f'File "{module}", line 2, in check\n    assert 1 == 2' in printed
    assert printed.endswith("AssertionError: not equal")


@GUESTS
def test_what_passes_passes(guest):
    require(guest)
    outcome = guest.run("from sole.core import zones\nprint(zones.COUNT)\n", [FIRMWARE])
    assert (outcome.code, outcome.out) == (0, "10\n")


def test_only_the_32_bit_guest_sees_a_31_bit_overflow():
    require(UNIX64)
    require(WASM32)
    assert UNIX64.run(LOCKED_SUM, []).code == 0
    outcome = WASM32.run(LOCKED_SUM, [])
    assert outcome.code == 1
    assert "heap is locked" in outcome.err


def test_a_guest_that_dies_is_a_failure():
    require(WASM32)
    outcome = WASM32.run("def f():\n    f()\n\nf()\n", [])
    assert outcome.code != 0
    assert outcome.err


def test_a_missing_guest_skips_but_fails_on_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no wheel"):
        require(Absent())
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no wheel"):
        require(Absent())


def test_ticks_wrap_as_micropythons():
    last = (1 << 30) - 1
    assert ticks_add(last, 1) == 0
    assert ticks_add(0, -1) == last
    assert ticks_diff(0, last) == 1
    assert ticks_diff(last, 0) == -1
    assert ticks_diff(1 << 29, 0) == -(1 << 29)


def test_the_fake_clock_calls_in_order_and_passes_on_what_is_raised():
    clock = FakeClock()
    seen = []
    clock.call_at(30, lambda: seen.append(30))
    clock.call_at(10, lambda: clock.call_in(5, lambda: seen.append(clock.now_ms)))
    clock.advance(29)
    assert seen == [15]
    clock.advance(1)
    assert seen == [15, 30]

    def stop():
        raise KeyboardInterrupt

    clock.call_in(5, stop)
    with pytest.raises(KeyboardInterrupt):
        clock.advance(10)
    assert clock.now_ms == 35
