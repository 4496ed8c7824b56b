"""Whatever a host says: the firmware answers each request, goes on, and drives nothing."""

from __future__ import annotations

import atexit
import contextlib
import functools
from base64 import b64encode
from random import Random
from typing import Any

from faults.boards import with_motors
from fuzz import mutate, seeds
from fuzz.words import NUMBERS, VALUES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rigs.nightly import NIGHTLY
from sole.core.frame import frame
from sole.core.limits import FRAME_MAX
from solewave.simulate import Bench

VERBS = (
    "hello", "ping", "status", "list", "get", "begin", "chunk", "end", "remove", "ready", "play",
    "pause", "stop", "resume", "scale", "set", "settings", "clock", "log", "hours", "swap",
    "watch", "faults", "clear", "no-such-verb",
)  # fmt: skip
KEYS = (
    "name", "size", "crc", "at", "b64", "ticket", "intensity_pct", "tempo_pct", "now", "every_ms",
    "from", "code", "local", "bedtime", "favorite", "heat_limit_cc", "volume_pct",
)  # fmt: skip
WORDS = (
    "hot", "../board.json", "a/../../x", "..", "/etc/passwd", "a\x00b", "-a", "A", "a" * 33,
    "U09MRQ==", "=", "2026-11-23T22:14:05", "2026-02-30T25:61:61", "emergency-stop",
)  # fmt: skip
BYTES_OF_FILES = {"/board.json", "/manifest.json"}
"""Files that no request may change, whatever it says."""

modest = settings(
    max_examples=3000 if NIGHTLY else 40,
    derandomize=not NIGHTLY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@functools.cache
def bench() -> Bench:
    """One massager for all examples: what one leaves behind, the next must live with."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    made = stack.enter_context(Bench(micropython=False))
    made.begin(with_motors())
    made.do("run", ms=2000)
    return made


def request(rng: Random) -> dict[str, Any]:
    """A request that may be good, with values that mostly are not."""
    made: dict[str, Any] = {"do": rng.choice((*VERBS, rng.choice(VALUES)))}
    for _ in range(rng.randint(0, 5)):
        made[rng.choice(KEYS)] = rng.choice((*WORDS, *NUMBERS, *VALUES))
    return made


def is_sendable(made: dict[str, Any]) -> bool:
    try:
        return len(frame({"id": 60000, **made})) <= FRAME_MAX
    except UnicodeEncodeError:
        return False


def nothing_is_driven() -> None:
    told = bench().do("run", ms=100)
    assert told["runs"], bench().console[-20:]
    assert not told["commanded"]
    assert not told["motors_on"]
    assert told["broken_rules"] == []


@given(rng=st.randoms(use_true_random=False))
@modest
def test_every_request_is_answered_and_none_drives_anything_without_a_ticket(rng):
    before = bench().do("memory")["files"]
    for _ in range(6):
        made = request(rng)
        if is_sendable(made):
            answer = bench().do("ask", request=made)["answer"]
            assert answer is not None, made
            assert ("ok" in answer) != ("err" in answer)
            if "err" in answer:
                assert answer["err"]["say"]
                assert len(answer["err"]["say"]) < 300
    nothing_is_driven()
    after = bench().do("memory")["files"]
    assert {path: after[path] for path in BYTES_OF_FILES} == {
        path: before[path] for path in BYTES_OF_FILES
    }
    assert all(path.count("/") <= 2 and ".." not in path for path in after)


@given(rng=st.randoms(use_true_random=False))
@modest
def test_garbage_on_the_line_drives_nothing_and_the_link_still_answers(rng):
    good = seeds.seeds("frames")
    noise = b"".join(mutate.frames(rng.choice(good), rng) for _ in range(10))
    bench().do("noise", b64=b64encode(noise + b"\n").decode())
    nothing_is_driven()
    assert "ok" in bench().ask("ping")
