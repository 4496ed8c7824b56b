"""The session: liveness, and why it ended."""

from builder import build, section, voice
from common import raises
from sole.core import limits, player
from sole.core.pattern import PatternError
from sole.core.session import DONE, HOST_LOST, STOPPED, Session

TICK = limits.TICK_MS


def pattern(ms=60000, heat_cc=3800):
    return build([section(ms, [voice(ms, {0: 0, 5: 0})], heat_cc)])


def run(session, ms, heard=False):
    for _ in range(ms // TICK):
        if heard:
            session.heard()
        session.step(TICK)


def started(ms=60000):
    session = Session()
    session.play("a", pattern(ms), 100, 100)
    return session


def test_it_plays_to_its_end():
    session = started(6000)
    run(session, 6000 - TICK, heard=True)
    assert session.active
    run(session, TICK, heard=True)
    assert not session.active
    assert session.ended == DONE
    assert not session.live


def test_a_silent_host_ends_a_live_session():
    session = started()
    run(session, limits.HOST_LOST_MS - TICK)
    assert session.player.state == player.PLAYING
    run(session, TICK)
    assert session.player.state == player.STOPPING
    assert session.player.heat_cc == 0
    run(session, 2000)
    assert (session.active, session.ended) == (False, HOST_LOST)


def test_a_host_that_is_heard_keeps_it_alive():
    session = started()
    run(session, 20000, heard=True)
    assert session.player.state == player.PLAYING


def test_a_paused_session_ends_too_when_the_host_is_lost():
    session = started()
    run(session, 1000)
    session.player.pause()
    run(session, 10000)
    assert (session.active, session.ended) == (False, HOST_LOST)


def test_stop_fades_within_two_seconds():
    session = started()
    run(session, 3000)
    session.stop(STOPPED)
    session.step(TICK)
    assert session.player.heat_cc == 0
    run(session, 2000)
    assert (session.active, session.ended) == (False, STOPPED)
    assert max(session.player.levels) == 0


def test_the_first_reason_to_stop_is_kept():
    session = started()
    run(session, 3000)
    session.stop(STOPPED)
    run(session, 200)
    session.stop(HOST_LOST)
    run(session, 2000)
    assert session.ended == STOPPED


def test_a_bad_pattern_leaves_what_plays():
    session = started()
    run(session, 3000)
    elapsed_ms = session.player.elapsed_ms
    error = raises(PatternError, session.play, "b", pattern()[:-1], 100, 100)
    assert error.code == "size"
    assert session.name == "a"
    run(session, 1000)
    assert session.player.elapsed_ms == elapsed_ms + 1000
