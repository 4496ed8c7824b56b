"""Each session comes into the usage log once, with the reason why it ended."""

from massager_rig import Rig
from sole.core import limits

EVENING = 9823


def begun(rig=None):
    """A session that was started at the button."""
    rig = rig or Rig()
    rig.press()
    rig.run(2000)
    return rig


def logged(rig):
    """The only session: how it ended."""
    rig.run(3000)
    (begin, end) = rig.usage.told
    assert begin[:2] == ("begin", "a")
    assert end[0] == "end"
    assert end[1] == rig.status()["ended"]
    return end[1]


def test_to_its_end():
    rig = begun()
    rig.run(60000)
    assert logged(rig) == "done"


def test_stopped_at_the_button_by_a_host_and_at_once():
    rig = begun()
    rig.press(ms=1500)
    assert logged(rig) == "stopped"
    for now in (False, True):
        rig = begun()
        rig.ask("stop", now=now)
        assert logged(rig) == "stopped"


def test_by_the_emergency_stop():
    rig = begun()
    rig.press("stop")
    assert logged(rig) == "fault"


def test_by_a_fault_while_it_fades_out():
    rig = begun()
    rig.ask("stop")
    rig.run(100)
    rig.press("stop")
    assert logged(rig) == "fault"


def test_by_a_host_that_is_gone():
    rig = Rig()
    rig.play()
    rig.run(8000)
    assert logged(rig) == "host-lost"


def test_by_bedtime():
    rig = Rig()
    rig.wall.now = (EVENING, 23 * 3600 - 20)
    rig.ask("set", bedtime={"at_min": 1380, "routine": "b"})
    begun(rig).run(20000)
    assert logged(rig) == "limit"


def test_by_a_forgotten_pause():
    rig = begun()
    rig.press()
    rig.massager.session.step(limits.PAUSE_MAX_MS)
    assert logged(rig) == "limit"


def test_a_swap_makes_no_second_session():
    rig = Rig()
    rig.play()
    rig.run(2000)
    assert "ok" in rig.ask("swap", name="b")
    rig.ask("stop")
    assert logged(rig) == "stopped"


def test_a_start_that_was_refused_is_none():
    rig = Rig()
    rig.massager.tests = lambda: "memory: bad"
    rig.press()
    assert rig.play()["err"]["code"] in ("self-test", "fault")
    rig.run(3000)
    assert rig.usage.told == []
