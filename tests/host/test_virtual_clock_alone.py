"""The virtual board's clock alone, with a wall's clock and a processor that obey the test."""

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from solewave.virtual.process import DEVICE

MOVE_US = 100_000


class Wall:
    """What `utime` shows: time that passes, and what of it the processor gave to the board."""

    def __init__(self) -> None:
        self.now_us = 5_000_000
        self.cpu_us = 300_000

    def compute(self, us: int) -> None:
        self.now_us += us
        self.cpu_us += us

    def sleep(self, us: float) -> None:
        self.now_us += int(us)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()
    utime = ModuleType("utime")
    utime.__dict__.update(
        ticks_us=lambda: wall.now_us, clock=lambda: wall.cpu_us / 1e6, sleep_us=wall.sleep
    )
    monkeypatch.setitem(sys.modules, "utime", utime)
    monkeypatch.setitem(sys.modules, "micropython", SimpleNamespace(const=lambda value: value))
    return wall


@pytest.fixture
def device_clock(wall: Wall) -> Any:
    spec = importlib.util.spec_from_file_location("device_clock", Path(DEVICE) / "clock.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Alarm:
    """Comes every `period_us`; notes when it was due and when it came."""

    is_timer = True

    def __init__(self, clock: Any, period_us: int) -> None:
        self.came: list[tuple[int, int]] = []
        self._period_us = period_us
        self.due_us = clock.read() + period_us
        clock.alarms.append(self)
        clock.expect(self.due_us)

    def fire(self, now_us: int) -> None:
        self.came.append((self.due_us, now_us))
        self.due_us += self._period_us


def live(rng: random.Random, clock: Any, wall: Wall, alarm: Alarm) -> None:
    """One thing that happens to a clock; `alarm` may be set anew."""
    kind = rng.randrange(9)
    if kind == 0:
        clock.wait(rng.choice((0, 1, 300, 19_000, 250_000)))
    elif kind == 1:
        clock.wait(rng.randrange(30_000), lambda _wall_ms: rng.random() < 0.3)
    elif kind == 2:
        clock.busy(rng.randrange(60_000))
    elif kind == 3:
        wall.sleep(rng.randrange(80_000))  # the processor belonged to others
    elif kind == 4:
        clock.poke()
    elif kind == 5:
        alarm.due_us = clock.read() + rng.randrange(1, 9_000)
        clock.expect(alarm.due_us)
    else:
        wall.compute(rng.choice((0, 1, 40, 900, 1100, 30_000)))


@pytest.mark.parametrize("speed", [0, 1, 30])
@pytest.mark.parametrize("seed", range(6))
def test_time_goes_on_and_every_alarm_comes_once_when_it_is_due(
    device_clock: Any, wall: Wall, speed: int, seed: int
) -> None:
    rng = random.Random(seed)
    clock = device_clock.Clock(speed, 1_000_000, MOVE_US)
    moves: list[int] = []
    clock.on_move = moves.append
    alarms = [Alarm(clock, period_us) for period_us in (7_000, 100_000)]
    last_us = clock.read()
    for step in range(600):
        live(rng, clock, wall, alarms[1])
        now_us = clock.read()
        assert now_us >= last_us
        assert all(alarm.due_us > now_us for alarm in alarms)
        assert now_us - (moves[-1] if moves else 1_000_000) < MOVE_US
        last_us = now_us
        if step == 300:
            alarms.append(Alarm(clock, 3_000))
    for alarm in alarms:
        assert alarm.came
        assert all(came_us >= due_us for due_us, came_us in alarm.came)


def test_computing_takes_the_processors_time_and_no_more(device_clock: Any, wall: Wall) -> None:
    """At speed 0: what others did with the processor meanwhile is no time of the board's."""
    clock = device_clock.Clock(0, 0, MOVE_US)
    begun_us, cpu_us = clock.read(), wall.cpu_us
    for tick in range(1, 2001):
        for _ in range(5):
            wall.compute(14)
            clock.read()
        if tick % 7 == 0:
            wall.compute(5000)
        clock.wait(20_000)
        assert clock.read() - begun_us == wall.cpu_us - cpu_us + tick * 20_000
    begun_us, cpu_us = clock.read(), wall.cpu_us
    for thefts in range(1, 51):
        wall.compute(500)
        clock.read()
        clock.wait(20_000)
        wall.sleep(30_000)
        clock.read()
        over_us = clock.read() - begun_us - (wall.cpu_us - cpu_us) - thefts * 20_000
        assert 0 <= over_us <= thefts * 1000, "a grain for each"


def test_waiting_at_speed_0_takes_what_was_asked_and_nothing_of_the_walls(
    device_clock: Any, wall: Wall
) -> None:
    clock = device_clock.Clock(0, 0, MOVE_US)
    begun_us, wall_us = clock.read(), wall.now_us
    asked = []

    def ready(wall_ms: int) -> bool:
        asked.append(wall_ms)
        return False

    assert clock.wait(20_000, ready) is False
    assert (clock.read() - begun_us, wall.now_us - wall_us) == (20_000, 0)
    assert asked == [0]


def test_a_ctrl_c_that_a_poke_met_is_raised_by_the_next_wait(
    device_clock: Any, wall: Wall
) -> None:
    """A scheduled call must not raise it: MicroPython would swallow it."""
    clock = device_clock.Clock(0, 0, MOVE_US)
    clock.read()

    def interrupted(_now_us: int) -> None:
        raise KeyboardInterrupt

    clock.on_move = interrupted
    wall.compute(2 * MOVE_US)
    clock.poke()
    clock.on_move = None
    with pytest.raises(KeyboardInterrupt):
        clock.wait(20_000)
    before_us = clock.read()
    clock.wait(20_000)
    assert clock.read() - before_us == 20_000, "once, and nothing is stuck"


def test_nothing_comes_while_the_boards_own_parts_are_at_work(
    device_clock: Any, wall: Wall
) -> None:
    clock = device_clock.Clock(0, 0, MOVE_US)
    alarm = Alarm(clock, 5_000)
    wall.compute(6_000)
    clock.inside += 1
    clock.poke()
    assert alarm.came == []
    clock.inside -= 1
    clock.poke()
    assert [due_us for due_us, _ in alarm.came] == [5_000]
