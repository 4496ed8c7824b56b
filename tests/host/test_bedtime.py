"""Bedtimes as people write them, and when the massager will invite."""

from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sole.core import bedtime as device
from solewave import bedtime
from solewave.device_clock import EPOCH
from solewave.errors import UserError
from solewave.settings import Bedtime

MONDAY = datetime(2026, 11, 23, 12, 0)


@pytest.mark.parametrize(
    ("text", "at_min"),
    [("23:00", 1380), ("0:00", 0), ("23:59", 1439), ("7:05", 425), (" 22.30 ", 1350)],
)
def test_a_time(text, at_min):
    assert bedtime.parse_time(text) == at_min


@pytest.mark.parametrize("text", ["24:00", "23:60", "23", "11pm", "23:0", "-1:00", "", "2³:00"])
def test_no_time(text):
    with pytest.raises(UserError) as caught:
        bedtime.parse_time(text)
    assert f'"{text}" is no time of day' in caught.value.message
    assert "0:00 to 23:59" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", 0b1111111),
        ("mon-fri", 0b0011111),
        ("Weekdays", 0b0011111),
        ("weekend", 0b1100000),
        ("sat-mon", 0b1100001),
        ("sun,sun", 0b1000000),
        ("mon, Wednesday ,sat - sun", 0b1100101),
        ("tues-thurs", 0b0001110),
        ("mon-mon", 0b0000001),
        ("tue-mon", 0b1111111),
    ],
)
def test_days(text, days):
    assert bedtime.parse_days(text) == days


@pytest.mark.parametrize(
    ("text", "word"),
    [("mo-fri", "mo"), ("", ""), ("mon,", ""), ("monkey", "monkey"), ("mon-", ""), ("1", "1")],
)
def test_no_days(text, word):
    with pytest.raises(UserError) as caught:
        bedtime.parse_days(text)
    assert caught.value.message == f'"{word}" is no day'
    assert "Allowed: mon, tue, wed" in caught.value.remedy


def test_all_days_can_be_written_as_they_are_shown():
    shown = [bedtime.days_text(days) for days in range(1, 128)]
    assert [bedtime.parse_days(text) for text in shown] == list(range(1, 128))
    assert len(set(shown)) == 127


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ("mon-fri", "Mon-Fri"),
        ("tue,thu,sat-sun", "Tue, Thu, Sat, Sun"),
        ("thu,sun-tue", "Sun-Tue, Thu"),
        ("sun,mon", "Sun, Mon"),
        ("tue-mon", "daily"),
    ],
)
def test_days_are_shown_short(days, text):
    assert bedtime.days_text(bedtime.parse_days(days)) == text


@pytest.mark.parametrize(
    ("at", "days", "now", "text"),
    [
        ("23:00", "daily", MONDAY, "Monday 22:00 to 22:30"),
        ("23:00", "daily", MONDAY.replace(hour=22, minute=29), "now, until 22:30"),
        ("23:00", "daily", MONDAY.replace(hour=22, minute=30), "Tuesday 22:00 to 22:30"),
        ("23:00", "sun", MONDAY, "Sunday 22:00 to 22:30"),
        # After midnight it is still Monday's evening.
        ("0:30", "mon", MONDAY, "Monday 23:30 to 0:00"),
        ("0:45", "mon", datetime(2026, 11, 24, 0, 5), "now, until 0:15"),
        ("1:30", "mon", MONDAY, "Tuesday 0:30 to 1:00"),
    ],
)
def test_the_next_invitation(at, days, now, text):
    found = Bedtime(bedtime.parse_time(at), bedtime.parse_days(days), "better-sleep")
    assert bedtime.invitation_text(found, now) == text


def test_an_invitation_that_was_answered_is_not_the_next():
    found = Bedtime(bedtime.parse_time("23:00"), bedtime.parse_days("mon-fri"), "better-sleep")
    now = MONDAY.replace(hour=22, minute=5)
    assert bedtime.invitation_text(found, now, answered=True) == "Tuesday 22:00 to 22:30"
    assert bedtime.invitation_text(found, MONDAY, answered=True) == "Monday 22:00 to 22:30"


@pytest.mark.parametrize("at", ["23:00", "0:30", "0:45", "11:59", "12:00", "13:10"])
@pytest.mark.parametrize("days", ["daily", "mon-fri", "sun"])
def test_what_is_shown_is_what_the_massager_does(at, days):
    """Over two weeks: it invites at just the minutes that the host names."""
    found = Bedtime(bedtime.parse_time(at), bedtime.parse_days(days), "better-sleep")
    follows = device.Bedtime()
    follows.change(asdict(found))
    for minutes in range(0, 14 * 1440, 15):
        now = MONDAY + timedelta(minutes=minutes)
        begin, end = bedtime.next_invitation(found, now)
        follows.update((now - EPOCH) // timedelta(minutes=1), 0)
        assert follows.inviting == (begin <= now)
        assert now < end
        assert end - begin == timedelta(minutes=30)
