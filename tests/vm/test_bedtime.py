"""The invitation before bed: when, on which evenings, and never twice."""

from sole.core.bedtime import Bedtime, next_bedtime_min
from sole.core.calendar import parse

WASM = (
    "test_it_invites_from_an_hour_to_half_an_hour_before",
    "test_after_midnight_belongs_to_the_evening_before",
    "test_a_month_on_32_bits",
)

MONDAY = 9823
"""2026-11-23."""
DAY_MIN = 1440
DAILY = 127


def setting(at_min=23 * 60, days=DAILY, pulse=False):
    return {"at_min": at_min, "days": days, "routine": "better-sleep", "pulse": pulse}


def at(hour, minute=0, day=MONDAY):
    return day * DAY_MIN + hour * 60 + minute


def keeping(**changes):
    bedtime = Bedtime()
    bedtime.change(setting(**changes))
    return bedtime


def invited(bedtime, begin_min, minutes):
    """Minutes, counted from `begin_min`, at which it invites."""
    found = []
    for minute in range(minutes):
        bedtime.update(begin_min + minute, 0)
        if bedtime.inviting:
            found.append(minute)
    return found


def test_it_invites_from_an_hour_to_half_an_hour_before():
    assert invited(keeping(), at(0), DAY_MIN) == list(range(22 * 60, 22 * 60 + 30))


def test_without_a_bedtime_or_a_clock_nothing_happens():
    bedtime = Bedtime()
    bedtime.update(at(22, 10), 0)
    assert (bedtime.inviting, bedtime.left_ms) == (False, None)
    bedtime.change(setting(pulse=True))
    bedtime.update(at(22, 10), 0)
    assert bedtime.inviting
    bedtime.update(None, 0)
    assert (bedtime.inviting, bedtime.pulse_due, bedtime.left_ms) == (False, False, None)


def test_the_days_are_those_of_the_evenings():
    for name in range(7):
        bedtime = keeping(days=1 << name)
        found = invited(bedtime, at(0), 7 * DAY_MIN)
        assert found == list(range(name * DAY_MIN + 22 * 60, name * DAY_MIN + 22 * 60 + 30))


def test_after_midnight_belongs_to_the_evening_before():
    for at_min, first in (
        (30, 23 * 60 + 30),
        (60, 24 * 60),
        (45, 23 * 60 + 45),
        (719, 24 * 60 + 659),
    ):
        found = invited(keeping(at_min=at_min, days=1), at(0), 7 * DAY_MIN)
        assert found == list(range(first, first + 30)), at_min
    assert invited(keeping(at_min=720, days=1), at(0), 7 * DAY_MIN)[0] == 11 * 60


def test_what_is_left_until_bedtime():
    bedtime = keeping()
    for now_min, second, left_ms in (
        (at(21, 59), 59, None),
        (at(22), 0, 3600000),
        (at(22), 1, 3599000),
        (at(22, 45), 30, 14 * 60000 + 30000),
        (at(22, 59), 59, 1000),
        (at(23), 0, None),
        (at(23, 1), 0, None),
    ):
        bedtime.update(now_min, second)
        assert bedtime.left_ms == left_ms, (now_min, second)


def test_an_answer_is_the_end_of_it():
    bedtime = keeping()
    assert invited(bedtime, at(22), 10) == list(range(10))
    bedtime.answer()
    assert not bedtime.inviting
    assert invited(bedtime, at(22, 10), 60) == []
    assert len(invited(bedtime, at(22, 0, MONDAY + 1), 60)) == 30


def test_an_answer_to_nothing_changes_nothing():
    bedtime = keeping()
    bedtime.update(at(21), 0)
    bedtime.answer()
    assert len(invited(bedtime, at(21), 180)) == 30


def test_a_session_before_a_clock_that_was_set_back_is_no_answer():
    bedtime = keeping()
    bedtime.update(at(22), 0)
    bedtime.update(at(12), 0)
    bedtime.answer()
    assert len(invited(bedtime, at(21), 180)) == 30


def test_a_clock_set_back_does_not_invite_again():
    bedtime = keeping()
    invited(bedtime, at(21), 120)
    assert invited(bedtime, at(21), 120) == []
    assert invited(bedtime, at(0), DAY_MIN) == []
    for day in range(1, 8):
        assert len(invited(bedtime, at(0, 0, MONDAY + day), DAY_MIN)) == 30
    assert invited(bedtime, at(0), 8 * DAY_MIN) == []


def test_a_clock_set_forward_past_it_loses_it():
    bedtime = keeping()
    assert invited(bedtime, at(21, 50), 5) == []
    assert invited(bedtime, at(22, 30), 300) == []
    bedtime = keeping()
    assert len(invited(bedtime, at(22), 5)) == 5
    assert invited(bedtime, at(22, 40), 60) == []
    assert invited(bedtime, at(21), 180) == []


def test_a_clock_put_right_by_a_minute_does_not_end_it():
    bedtime = keeping()
    bedtime.update(at(22), 0)
    assert invited(bedtime, at(21, 58), 60) == list(range(2, 32))


def test_another_time_is_another_bedtime():
    bedtime = keeping()
    invited(bedtime, at(22), 5)
    bedtime.answer()
    bedtime.change(setting(at_min=23 * 60 + 10))
    assert invited(bedtime, at(22, 6), 60) == list(range(4, 34))
    bedtime.change(setting())
    assert invited(bedtime, at(22, 6), 60) == []
    bedtime.change(None)
    assert invited(bedtime, at(22, 0, MONDAY + 1), 10) == []


def test_one_pulse_if_it_is_wished():
    bedtime = keeping(pulse=True)
    bedtime.update(at(21, 59), 0)
    assert not bedtime.pulse_due
    bedtime.update(at(22), 0)
    assert bedtime.pulse_due
    bedtime.pulsed()
    for minute in range(30):
        bedtime.update(at(22, minute), 0)
        assert not bedtime.pulse_due
    bedtime.update(at(22, 0, MONDAY + 1), 0)
    assert bedtime.pulse_due
    bedtime.answer()
    assert not bedtime.pulse_due
    bedtime = keeping()
    bedtime.update(at(22), 0)
    assert not bedtime.pulse_due


def test_the_last_session_on_flash_was_the_answer():
    for start_min, minutes in (
        (at(22), 0),
        (at(22, 29), 0),
        (at(21, 59), 29),
        (at(22, 30), 29),
        (at(22, 10, MONDAY - 1), 29),
        (None, 29),
    ):
        bedtime = keeping()
        bedtime.answered_at(start_min)
        assert (bedtime.inviting, bedtime.left_ms) == (False, None)
        assert len(invited(bedtime, at(22, 1), 60)) == minutes, start_min


def test_the_next_one():
    daily, monday = setting(), setting(days=1)
    assert next_bedtime_min(daily, at(12)) == at(23)
    assert next_bedtime_min(daily, at(22, 29)) == at(23)
    assert next_bedtime_min(daily, at(22, 30)) == at(23, 0, MONDAY + 1)
    assert next_bedtime_min(daily, at(23)) == at(23, 0, MONDAY + 1)
    assert next_bedtime_min(monday, at(22, 30)) == at(23, 0, MONDAY + 7)
    assert next_bedtime_min(setting(at_min=30, days=1), at(12)) == at(0, 30, MONDAY + 1)


def test_a_month_on_32_bits():
    bedtime = keeping(at_min=15)
    begin_min = parse("2099-12-01T00:00:00")[0] * DAY_MIN
    found = 0
    for step in range(31 * 24 * 4):
        bedtime.update(begin_min + step * 15, 59)
        found += bedtime.inviting
    assert found == 31 * 2
