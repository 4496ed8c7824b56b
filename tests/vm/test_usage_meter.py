"""What a session used: counted without allocating, at uneven times."""

from common import heap_lock, heap_unlock
from sole.core.usage_meter import UsageMeter

WASM = (
    "test_it_counts_what_runs",
    "test_a_day_of_ticks_allocates_nothing",
    "test_a_motor_that_taps_in_step_with_the_looks_is_counted_for_its_share",
)


def test_it_counts_what_runs():
    meter = UsageMeter(3)
    meter.look(20, [0, 1, 32767], 20, 3000)
    meter.look(40, [0, 0, 5], 0, 3100)
    meter.look(20, [0, 0, 0], 20, 2900)
    assert meter.motor_ms == [0, 20, 60]
    assert (meter.pad_ms, meter.length_ms, meter.highest_cc) == (40, 80, 3100)


def test_a_new_session_begins_at_zero():
    meter = UsageMeter(2)
    meter.look(20, [1, 1], 20, 4000)
    meter.begin()
    assert meter.motor_ms == [0, 0]
    assert (meter.pad_ms, meter.length_ms, meter.highest_cc) == (0, 0, None)


def test_without_a_sensor_no_temperature_is_known():
    meter = UsageMeter(1)
    meter.look(20, [1], 0, None)
    assert meter.highest_cc is None
    meter.look(20, [1], 0, -500)
    meter.look(20, [1], 0, None)
    assert meter.highest_cc == -500


def test_a_day_of_ticks_allocates_nothing():
    meter = UsageMeter(10)
    levels = [32767] * 10
    heap_lock()
    for _ in range(1440):
        meter.look(60000, levels, 60000, 4200)
    meter.begin()
    meter.look(20, levels, 0, None)
    heap_unlock()
    assert meter.motor_ms == [20] * 10


def share(period_ticks, on_ticks, phase, minutes=10):
    """Percent that the meter finds for a motor which runs `on_ticks` of each period."""
    meter = UsageMeter(1)
    levels, since_ms = [0], 0
    for tick in range(minutes * 3000):
        levels[0] = 1 if (tick + phase) % period_ticks < on_ticks else 0
        since_ms += 20
        if since_ms >= meter.next_ms:
            meter.look(since_ms, levels, 0, None)
            since_ms = 0
    return meter.motor_ms[0] * 100 // meter.length_ms


def test_a_motor_that_taps_in_step_with_the_looks_is_counted_for_its_share():
    for phase in range(5):
        assert 37 <= share(5, 2, phase) <= 43, phase
    for period_ticks in (10, 45, 50, 180, 500):
        found = share(period_ticks, period_ticks // 5, 0)
        assert 17 <= found <= 23, (period_ticks, found)


def test_it_looks_ten_times_a_second_in_the_mean():
    meter = UsageMeter(1)
    looks_ms = []
    for _ in range(5000):
        looks_ms.append(meter.next_ms)
        meter.look(meter.next_ms, [0], 0, None)
    assert (min(looks_ms), max(looks_ms)) == (20, 180)
    assert 98 <= sum(looks_ms) / len(looks_ms) <= 102
