"""Commands, buttons, faults and time, mixed at random: what must hold after each of them."""

from __future__ import annotations

import atexit
import contextlib
import functools

from faults import promises
from faults.boards import setup
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from rigs.nightly import NIGHTLY
from sole.core import faults
from solewave.simulate import Bench
from solewave.simulate.faults import FAULTS

SEQUENCES = 1000 if NIGHTLY else 100
STEPS = 25
STOP_MS = 40
"""Two ticks: 50 ms are allowed."""
ENDS_THE_LOOP = {"loop-error", "loop-hang-below", "loop-hang-python"}
HARDWARE = sorted(set(FAULTS) - ENDS_THE_LOOP - {"brown-out", "clock-wrap", "emergency-stop"})
COLD_C, MILD_C, HOT_C = 5.0, 22.0, 35.0


@functools.cache
def bench() -> Bench:
    """One interpreter for all sequences."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(Bench(micropython=False))


class Massager(RuleBasedStateMachine):
    """One massager in the hands of many people."""

    def __init__(self):
        super().__init__()
        self.told = {}
        self.hangs_until_ms = 0

    @initialize(
        room_c=st.sampled_from([COLD_C, MILD_C, HOT_C]),
        name=st.sampled_from(["moving", "hot", "none"]),
    )
    def power_on_and_most_often_play(self, room_c, name):
        """So most of what follows strikes a session that heats."""
        bench().begin(setup("motors", room_c))
        bench().do("run", ms=1000)
        bench().play(name)
        self.told = bench().do("run", ms=15_000)

    def loop_runs(self):
        """Whether the firmware's loop turns, as far as we know."""
        return self.told.get("runs") and self.told["now_ms"] >= self.hangs_until_ms

    @rule(ms=st.sampled_from([20, 100, 400, 1000, 3000, 8000]))
    def time_passes(self, ms):
        self.told = bench().do("run", ms=ms)

    @rule(pad_c=st.floats(10, 44), foot_c=st.floats(20, 36))
    def pad_and_foot_have_another_temperature(self, pad_c, foot_c):
        bench().do("warm", pad_c=pad_c, foot_c=foot_c)
        self.told = bench().do("run", ms=1000)

    @rule(name=st.sampled_from(["moving", "hot", "mild", "none"]))
    def host_plays(self, name):
        bench().play(name)
        self.told = bench().do("run", ms=1000)

    @rule(verb=st.sampled_from(["pause", "resume", "stop", "status", "ready", "faults"]))
    def host_asks(self, verb):
        bench().ask(verb)
        self.told = bench().do("state")

    @rule(intensity_pct=st.integers(-10, 400), tempo_pct=st.integers(-10, 400))
    def host_scales(self, intensity_pct, tempo_pct):
        bench().ask("scale", intensity_pct=intensity_pct, tempo_pct=tempo_pct)
        self.told = bench().do("state")

    @rule(code=st.sampled_from(faults.CODES))
    def host_clears(self, code):
        bench().ask("clear", code=code)
        self.told = bench().do("state")

    @rule(on=st.booleans())
    def host_pings_or_falls_silent(self, on):
        self.told = bench().do("ping", on=on)

    @rule()
    def host_stops_now(self):
        runs = self.loop_runs()
        if "ok" in bench().ask("stop", now=True) and runs:
            self.all_is_off(bench().do("run", ms=STOP_MS))
        self.told = bench().do("state")

    @rule(ms=st.sampled_from([60, 300, 6000]))
    def person_presses_play(self, ms):
        bench().do("press", does="play", ms=ms)
        self.told = bench().do("run", ms=ms + 100)

    @rule()
    def person_presses_stop(self):
        runs = self.loop_runs()
        bench().do("press", does="stop", ms=100)
        self.told = bench().do("run", ms=STOP_MS)
        if runs:
            self.all_is_off(self.told)
            assert "emergency-stop" in self.told["mask"]
        self.told = bench().do("run", ms=200)

    @rule(fault=st.sampled_from(HARDWARE), sensor=st.integers(0, 1))
    def a_part_breaks(self, fault, sensor):
        bench().do("inject", fault=fault, sensor=sensor)
        self.told = bench().do("run", ms=500)

    @rule()
    def every_part_is_mended(self):
        self.told = bench().do("mend")

    @rule(fault=st.sampled_from(["loop-hang-python", "loop-hang-below"]), ms=st.integers(50, 4000))
    def the_loop_hangs(self, fault, ms):
        bench().do("inject", fault=fault, for_ms=ms)
        self.hangs_until_ms = self.told["now_ms"] + ms + 1000
        self.told = bench().do("run", ms=600)
        assert self.told["commanded"] == 0 or ms < 600 or fault == "loop-hang-below"

    @precondition(lambda self: self.told["runs"])
    @rule()
    def the_loop_ends_with_an_error(self):
        bench().do("inject", fault="loop-error")
        self.told = bench().do("run", ms=100)

    @rule()
    def the_supply_fails(self):
        bench().do("inject", fault="brown-out")
        self.told = bench().do("run", ms=2000)

    def all_is_off(self, told):
        assert told["commanded"] == 0
        assert not told["motors_on"]

    @invariant()
    def every_promise_holds(self):
        assert not self.told or promises.broken(self.told, turns=self.loop_runs()) is None


TestMassager = Massager.TestCase
TestMassager.settings = settings(
    max_examples=SEQUENCES, stateful_step_count=STEPS, derandomize=not NIGHTLY
)
