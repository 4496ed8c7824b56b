"""Bedtime at the device: it invites, a person starts."""

from builder import build, section
from massager_rig import Rig
from sole.core import faults, states
from sole.core.limits import FULL_Q15
from sole.core.pattern import FLAG_SILENT

EVENING = 9823
"""2026-11-23, a Monday."""


def at(rig, hour, minute):
    rig.wall.now = (EVENING, hour * 3600 + minute * 60)
    rig.run(2000)


def bedtime_rig(pulse=False):
    rig = Rig()
    rig.settings.values["bedtime"] = {
        "at_min": 23 * 60,
        "days": 127,
        "routine": "b",
        "pulse": pulse,
    }
    return rig


def moving(rig):
    return max(rig.massager._motors.running) > 0


def test_it_invites_and_never_starts_by_itself():
    rig = bedtime_rig()
    at(rig, 21, 59)
    assert rig.status()["state"] == "idle"
    at(rig, 22, 0)
    assert rig.status()["state"] == "armed"
    rig.run(60000)
    assert rig.status()["state"] == "armed"
    assert not moving(rig)
    assert not rig.pin.is_on
    at(rig, 22, 31)
    assert rig.status()["state"] == "idle"
    assert rig.usage.told == []


def test_one_press_starts_the_routine_of_the_evening_which_ends_before_bedtime():
    rig = bedtime_rig()
    at(rig, 22, 29)
    rig.press()
    status = rig.status()
    assert (status["name"], status["state"]) == ("b", "playing")
    assert rig.keeper.left_ms == 31 * 60 * 1000
    rig.ask("stop", now=True)
    rig.run(2000)
    assert rig.status()["state"] == "idle", "it was answered"


def test_a_session_that_begins_shortly_before_bedtime_is_shortened():
    rig = bedtime_rig()
    rig.wall.now = (EVENING, 23 * 3600 - 40)
    rig.run(2000)
    rig.press()
    assert rig.status()["duration_ms"] == 40000
    rig.run(40000)
    assert (rig.status()["state"], rig.status()["ended"]) == ("idle", "limit")


def test_a_long_press_waves_it_off():
    rig = bedtime_rig()
    at(rig, 22, 5)
    rig.press(ms=1500)
    assert rig.status()["state"] == "idle"
    rig.run(10000)
    assert rig.status()["state"] == "idle"


def test_without_a_clock_it_does_nothing_and_says_why():
    rig = bedtime_rig()
    rig.run(5000)
    assert rig.status()["state"] == "idle"
    assert "clock" in rig.keeper.why


def test_the_pulse_that_was_wished_is_soft_cold_and_comes_once():
    rig = bedtime_rig(pulse=True)
    throttles = []
    rig.wall.now = (EVENING, 22 * 3600)
    for _ in range(6000 // 20):
        rig.run(20)
        throttles.append(rig.motors[0].throttle or 0)
        assert not rig.pin.is_on
    kicks = [throttle for throttle in throttles if throttle == 1]
    assert len(kicks) <= 3, "60 ms, without which no motor would start"
    highest = max([throttle for throttle in throttles if throttle < 1])
    assert 0.4 < highest <= 0.3 + 0.7 / 3 + 0.03
    assert throttles[-1] == 0
    rig.run(60000)
    assert not moving(rig)


def pulsing():
    """A massager in the middle of its pulse."""
    rig = bedtime_rig(pulse=True)
    rig.run(40)
    rig.wall.now = (EVENING, 22 * 3600)
    rig.run(1600)
    assert moving(rig)
    return rig


def still_at_once(rig):
    rig.run(140)  # from a soft level to rest within the slew of 100 ms
    return not moving(rig)


def test_whatever_ends_the_invitation_ends_its_pulse():
    rig = pulsing()
    rig.stop_switch.level = 1
    rig.run(40)
    assert not moving(rig)
    rig = pulsing()
    rig.ask("stop", now=True)
    assert still_at_once(rig)
    rig = pulsing()
    rig.ask("set", bedtime=None)
    assert still_at_once(rig)
    rig = pulsing()
    rig.play()
    rig.run(140)
    assert rig.status()["state"] == "playing"
    assert rig.massager._motors.running[1] == 0, "only what the pattern moves"


def test_no_motor_is_held_while_the_self_test_runs():
    rig = pulsing()
    seen = []
    rig.massager.tests = lambda: seen.append(moving(rig))
    rig.press()
    assert seen == [False]


def test_the_invitation_is_bright_though_the_last_evening_was_quiet():
    rig = bedtime_rig()
    rig.patterns.load = lambda _name: build([section(4000, [])], flags=FLAG_SILENT)
    rig.press()
    rig.run(5000)
    assert rig.massager.session.quiet
    at(rig, 22, 0)
    highest = 0
    for _ in range(4000 // 20):
        rig.run(20)
        highest = max(highest, rig.massager.indication.level_q15)
    assert highest > FULL_Q15 // 2
    assert rig.massager.session.quiet, "as it stays if nobody answers"


def test_a_fault_that_is_held_away_leaves_the_invitation():
    rig = bedtime_rig()
    rig.massager.supervisor.latch.set(faults.LEASE_EXPIRED)
    at(rig, 22, 5)
    assert rig.status()["state"] == "fault"
    rig.press(ms=5500)
    assert rig.status()["state"] == "armed", "nobody has seen it, so nobody declined it"


def test_a_double_press_takes_another_routine_and_is_an_answer():
    rig = bedtime_rig()
    at(rig, 22, 5)
    rig.press(then_ms=100)
    rig.press()
    assert rig.status()["name"] == "a"
    rig.ask("stop", now=True)
    rig.run(2000)
    assert rig.status()["state"] == "idle"


def test_a_press_after_waving_it_off_starts_the_favorite():
    rig = bedtime_rig()
    rig.settings.values["favorite"] = "c"
    at(rig, 22, 5)
    rig.press(ms=1500)
    rig.press()
    assert rig.status()["name"] == "c"


def test_a_routine_that_was_removed_is_passed_over():
    rig = bedtime_rig()
    del rig.patterns.catalog["b"]
    at(rig, 22, 5)
    rig.press()
    assert rig.status()["name"] == "a"


def test_a_fault_is_not_hidden_by_an_invitation():
    rig = bedtime_rig(pulse=True)
    rig.pad.uv = 3300000
    rig.run(1000)
    at(rig, 22, 5)
    assert rig.status()["state"] == "fault"
    assert not moving(rig)
    rig.press()
    assert rig.massager.state_index == states.FAULT


def test_a_session_that_goes_on_when_the_hour_comes_is_the_answer():
    rig = bedtime_rig()
    at(rig, 21, 59)
    rig.press()
    at(rig, 22, 0)
    rig.ask("stop")
    rig.run(3000)
    assert rig.status()["state"] == "idle"
