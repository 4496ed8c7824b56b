"""A chip as slow as an ESP32 under load: what plays goes on, stop is heard, nothing is late."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from load.flood import ROUTINE, Outcome, SlowBench, flood, slow_bench
from load.line import BenchLine
from solewave import pattern, upload
from solewave.client import Client

SECONDS = 20
STOP_US = 100_000
APART_US = 40_000
"""A tick later than that would be more than a tick late."""
LINE_BYTE_US = 87
LONG = """
format = 1
[section.all]
lasts = "60s"
"""


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    with slow_bench() as bench:
        return flood(bench, SECONDS * 1000, seed=1)


@pytest.fixture
def bench() -> Iterator[SlowBench]:
    with slow_bench() as made:
        yield made


def test_a_flood_fills_the_line_and_more_than_the_board_can_take(outcome: Outcome) -> None:
    assert outcome.arrived > SECONDS * 11_000
    assert outcome.lost > 0
    assert outcome.bad > SECONDS
    assert outcome.frames > SECONDS


def test_under_a_flood_no_tick_is_late_and_every_session_plays_on(outcome: Outcome) -> None:
    assert outcome.ticks > SECONDS * 50
    assert outcome.late == 0
    assert 0 < outcome.apart_us <= APART_US
    assert outcome.still_playing == len(outcome.stops_us) == SECONDS // 10


def test_under_a_flood_stop_is_answered_at_once(outcome: Outcome) -> None:
    assert max(outcome.stops_us) <= STOP_US


def test_under_a_flood_nothing_trips(outcome: Outcome) -> None:
    assert (outcome.latched, outcome.resets) == ([], [])


def a_long_pattern() -> bytes:
    """Some kilobytes that hardly deflate."""
    draw = random.Random(3)
    text = LONG
    for _ in range(8):
        times_ms = [0, *sorted(draw.sample(range(20, 60_000), 62))]
        points = ", ".join(f'["{at_ms}ms", {draw.randrange(1001) / 10}]' for at_ms in times_ms)
        text += f'[[section.all.stroke]]\nkind = "curve"\npoints = [{points}]\n'
    return pattern.loads(text).data


def connected(bench: SlowBench) -> tuple[BenchLine, Client, dict[str, Any]]:
    """A client, and a session that the upload itself keeps alive."""
    bench.play(ROUTINE)
    bench.do("ping", on=False)
    line = BenchLine(bench)
    client = Client(line, clock=line.clock)
    return line, client, client.hello()


def test_an_upload_during_play_loses_no_byte_and_makes_no_tick_late(bench: SlowBench) -> None:
    data = a_long_pattern()
    line, client, hello = connected(bench)
    before = line.told["load"]
    done = upload.send(client, "long", data, hello["frame_max"], hello["inflate_max"])
    assert not done.stored
    assert upload.fetch(client, "long") == data
    after = line.told["load"]
    assert (after["lost"], after["bad"]) == (before["lost"], before["bad"]) == (0, 0)
    assert after["late"] == before["late"] == 0
    assert 0 < after["apart_us"] <= APART_US
    assert line.told["state"]["state"] == "playing"


def test_a_board_that_reads_slower_than_the_line_still_gets_all_of_it(bench: SlowBench) -> None:
    data = a_long_pattern()
    line, client, hello = connected(bench)
    bench.do("read", us=2 * LINE_BYTE_US)
    upload.send(client, "long", data, hello["frame_max"], hello["inflate_max"])
    assert upload.fetch(client, "long") == data
    assert line.told["load"]["lost"] > 0
    assert line.told["load"]["late"] == 0
