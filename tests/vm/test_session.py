"""The session: liveness, and why it ended."""

from builder import build, section, voice
from common import raises
from sole.core import limits, player, states
from sole.core.pattern import FLAG_SILENT, PatternError
from sole.core.session import DONE, HOST_LOST, LIMIT, QUIET_AFTER_MS, STOPPED, Session

TICK = limits.TICK_MS


def pattern(ms=60000, heat_cc=3800):
    return build([section(ms, [voice(ms, {0: 0, 5: 0})], heat_cc)])


def run(session, ms, heard=False):
    for _ in range(ms // TICK):
        if heard:
            session.heard()
        session.step(TICK)


def idle():
    session = Session()
    session.machine.on(states.POWERED)
    session.machine.on(states.PASSED)
    return session


def started(ms=60000):
    session = idle()
    assert session.play("a", pattern(ms), 100, 100)
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
    session.pause()
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


def test_while_one_plays_none_begins():
    session = started()
    run(session, 3000)
    assert session.play("b", pattern()) is False
    assert session.name == "a"
    assert session.player.elapsed_ms == 3000


def test_nothing_begins_before_the_self_test():
    session = Session()
    assert session.play("a", pattern()) is False
    assert not session.active


def test_a_bad_pattern_leaves_everything():
    session = idle()
    error = raises(PatternError, session.play, "b", pattern()[:-1], 100, 100)
    assert error.code == "size"
    assert session.name is None
    assert session.machine.state == states.IDLE


def test_a_swap_goes_on_where_it_is_and_a_bad_one_changes_nothing():
    session = started()
    run(session, 3000)
    raises(PatternError, session.swap, "b", pattern()[:-1])
    assert session.name == "a"
    session.swap("b", pattern(30000))
    run(session, 1000, heard=True)
    assert (session.name, session.player.elapsed_ms) == ("b", 4000)
    assert session.machine.state == states.PLAYING


def test_a_swap_to_one_that_would_be_over_winds_down():
    session = started()
    run(session, 10000, heard=True)
    session.swap("b", pattern(5000))
    run(session, TICK, heard=True)
    assert session.machine.state == states.WINDING_DOWN
    run(session, 2000)
    assert not session.active


def test_a_session_that_fades_out_takes_no_other_pattern():
    session = started()
    run(session, 3000)
    session.stop(STOPPED)
    assert session.swap("b", pattern(30000)) is False
    assert (session.name, session.data) == ("a", pattern())
    run(session, 2000)
    assert session.swap("b", pattern(30000)) is False
    assert session.ended == STOPPED


def quiet_pattern():
    return build([section(60000, [voice(60000, {0: 0, 5: 0})], 0)], flags=FLAG_SILENT)


def test_it_stays_quiet_for_a_night_and_not_for_ever():
    session = idle()
    session.play("sleep", quiet_pattern(), live=False)
    run(session, 60000)
    assert (session.active, session.quiet) == (False, True)
    session.step(QUIET_AFTER_MS - TICK)
    assert session.quiet
    session.step(TICK)
    assert not session.quiet


def test_another_session_ends_the_quiet():
    session = idle()
    session.play("sleep", quiet_pattern(), live=False)
    run(session, 60000)
    session.play("a", pattern(), live=False)
    assert not session.quiet


def test_a_pause_ends_too_with_a_swap_to_one_that_would_be_over():
    session = started()
    run(session, 10000, heard=True)
    session.pause()
    run(session, 2000, heard=True)
    session.swap("b", pattern(5000))
    assert session.machine.state == states.WINDING_DOWN
    run(session, TICK, heard=True)
    assert (session.machine.state, session.ended) == (states.IDLE, DONE)


def test_it_is_silent_by_the_time_it_is_told():
    session = idle()
    session.play("a", pattern(), live=False, end_in_ms=10000)
    run(session, 9000)
    assert session.machine.state == states.WINDING_DOWN
    run(session, 1000)
    assert (session.active, session.ended) == (False, LIMIT)
    assert max(session.player.levels) == 0


def test_one_that_ends_by_itself_before_its_limit_is_done():
    session = idle()
    session.play("a", pattern(5000), live=False, end_in_ms=10000)
    run(session, 5000)
    assert session.ended == DONE


def test_a_forgotten_pause_ends():
    session = idle()
    session.play("a", pattern(), live=False)
    run(session, 1000)
    session.pause()
    run(session, limits.PAUSE_MAX_MS - TICK)
    assert session.machine.state == states.PAUSED
    run(session, 3000)
    assert (session.active, session.ended) == (False, LIMIT)


def test_pauses_do_not_make_a_session_endless():
    session = idle()
    session.play("a", pattern(limits.PATTERN_DURATION_MAX_MS), live=False)
    lasted_ms = 0
    while session.active and lasted_ms <= limits.SESSION_MAX_MS + 5000:
        if session.machine.state == states.PLAYING:
            session.pause()
        else:
            session.resume(live=False)
        run(session, 600000)
        lasted_ms += 600000
    assert session.ended == LIMIT
    assert lasted_ms <= limits.SESSION_MAX_MS + 600000
