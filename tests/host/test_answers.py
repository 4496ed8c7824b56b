"""What the host takes from a device: the table is the protocol's, and the firmware keeps to it."""

import re
from functools import cache

import pytest
from load.flood import ROUTINE, slow_bench
from load.line import BenchLine
from rigs.guests import REPOSITORY
from sole.core.frame import frame
from solewave import answers, device_clock, settings, upload
from solewave.client import Client, pages
from solewave.errors import DeviceError, SolewaveError
from solewave.pattern import loads
from solewave.shapes import text
from solewave.wire import Wire

PAGE = (REPOSITORY / "docs" / "protocol.md").read_text(encoding="utf-8")
SHORT = loads('format = 1\n[section.a]\nlasts = "4s"\n').data


# The page


def rows(title):
    """Cells of each row of the table under a heading."""
    part = PAGE.partition(f"\n{title}\n")[2].partition("\n#")[0]
    lines = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in cells] for cells in lines[1:]]


def named(cell):
    """The keys that a cell names: those in backticks that stand outside of parentheses."""
    plain = re.sub(r"\([^()]*\)", "", cell)
    return set(re.findall(r"(?:^|[,;] )`(\w+)`(?= ?(?:[:;,]|$))", plain))


STATUS = [key for row in rows("### status") for key in named(row[0])]
STATE = STATUS[: STATUS.index("fault") + 1]
ANSWERED = {row[0].strip("`"): named(row[2]) for row in rows("## Requests")}
ANSWERED |= {"status": set(STATUS), "set": ANSWERED["settings"]}
"""By request, the keys of its answer; the page says of these two where to look."""


def test_every_request_of_the_page_has_its_answer_in_the_table():
    assert len(STATUS) == 22
    assert set(ANSWERED) == set(answers.ANSWERS)


@pytest.mark.parametrize("do", ANSWERED)
def test_the_table_has_the_keys_of_the_page(do):
    assert answers.ANSWERS[do].keys == ANSWERED[do]


def test_the_table_has_the_events_of_the_page():
    told = {row[0].strip("`"): named(row[2]) for row in rows("### Other events")}
    firmwares_own = {"fw", "format", "link", "frame_max", "inflate_max"}
    told["hello"] = ANSWERED["hello"] - firmwares_own
    told["state"] = set(STATE)
    assert {name: shape.keys for name, shape in answers.EVENTS.items()} == told


# The firmware


class Recorded:
    """A client of the real firmware, and every object that came down the line, as it came."""

    def __init__(self, bench):
        self.line = BenchLine(bench)
        self.bench = bench
        self.client = Client(self, clock=self.line.clock)
        self.asked = {}
        self.heard = []
        self._ours, self._theirs = Wire(), Wire()
        self.name, self.time_scale = "bench", 1.0

    def write(self, data):
        for request in self._ours.feed(data):
            self.asked[request["id"]] = request["do"]
        self.line.write(data)

    def read(self, timeout_s):
        data = self.line.read(timeout_s)
        self.heard += self._theirs.feed(data)
        return data

    def wait(self, for_ms):
        """Time goes by while somebody is there."""
        for _ in range(for_ms // 500):
            self.client.ask("ping")
            self.listen(500)

    def listen(self, for_ms):
        until_s = self.line.clock() + for_ms / 1000
        while self.line.clock() < until_s:
            self.client.poll(0.1)


def all_of_it(made):
    """A conversation in which each request is answered and each event comes."""
    client = made.client
    client.hello()
    client.hello(brief=True)
    client.ask("set", favorite=ROUTINE, bedtime={"at_min": 1380, "pulse": True})
    device_clock.put_right(client)
    settings.fetch(client)
    upload.send(client, "short", SHORT)
    upload.fetch(client, ROUTINE)
    client.ask("watch", every_ms=500)
    client.start("play", name=ROUTINE)
    client.ask("scale", intensity_pct=60)
    made.wait(2000)
    client.ask("pause")
    client.ask("status")
    client.start("resume")
    upload.send(client, "other", SHORT, keep=False)
    client.ask("swap", name="other")
    upload.send(client, "third", SHORT)
    made.bench.do("inject", fault="flash-full")
    client.ask("stop")
    made.wait(7000)
    made.bench.do("mend")
    client.start("play", name="short")
    upload.send(client, "fourth", SHORT)
    made.wait(7000)
    client.ask("remove", name="short")
    made.bench.do("inject", fault="sensor-open", sensor=0)
    made.wait(2000)
    made.bench.do("mend")
    made.wait(3000)
    for do in ("list", "faults", "log"):
        list(pages(client, do))
    client.ask("hours")
    client.ask("clear", code="sensor-open")
    with pytest.raises(SolewaveError):
        client.ask("clear", code="sensor-open")
    made.bench.do("inject", fault="brown-out")
    made.listen(5000)


@cache
def conversation():
    with slow_bench() as bench:
        made = Recorded(bench)
        all_of_it(made)
    return made


def answered(do):
    """What the firmware answered to `do`, as it came."""
    made = conversation()
    return [one["ok"] for one in made.heard if "ok" in one and made.asked[one["id"]] == do]


@pytest.mark.parametrize("do", answers.ANSWERS)
def test_what_the_firmware_answers_is_what_the_table_takes(do):
    found = answered(do)
    assert found
    for one in found:
        assert answers.answered(do, one) == one, "a key that the table does not know"
    assert set(found[0]) == answers.ANSWERS[do].keys


@pytest.mark.parametrize("name", answers.EVENTS)
def test_what_the_firmware_tells_is_what_the_table_takes(name):
    found = [one for one in conversation().heard if one.get("ev") == name]
    assert found
    for one in found:
        assert answers.told(one) == one
        assert set(one) == {"ev", *answers.EVENTS[name].keys}


def test_what_the_firmware_refuses():
    (refusal,) = [one["err"] for one in conversation().heard if "err" in one]
    assert answers.refused("clear", refusal) == refusal


# What is refused

FAULTS = {"latched": [], "self_test": None, "entries": [], "next": None}
LIST = {"patterns": [], "next": None, "free": 0}


@pytest.mark.parametrize(
    ("do", "value", "said"),
    [
        ("begin", {"stored": True}, "it has no have"),
        ("begin", [], "it is a list of 0, not an object"),
        ("begin", {"have": -1, "stored": True}, "have is -1, not a whole number from 0 to 16384"),
        ("begin", {"have": True, "stored": True}, "have is true, not a whole number"),
        ("begin", {"have": 1.0, "stored": True}, "have is 1.0, not a whole number"),
        ("begin", {"have": float("nan"), "stored": True}, "have is nan, not a whole number"),
        ("begin", {"have": 10**900, "stored": True}, "have is 1" + "0" * 38 + "…, not"),
        ("begin", {"have": 1, "stored": 1}, "stored is 1, not true or false"),
        ("get", {"size": 1, "crc": 1, "b64": "a"}, 'b64 is "a", not base64'),
        ("get", {"size": 1, "crc": 1, "b64": "é"}, 'b64 is "é", not base64'),
        ("clock", {"clock": None}, "clock is null, not a time of the device (a time is written"),
        ("clock", {"clock": "2026-02-30T00:00:00"}, "the month has no such day"),
        ("faults", {**FAULTS, "latched": ["\x1b[2J"]}, 'latched[0] is "\\x1b[2J", not a word of'),
        ("log", {"sessions": [[1, "a", None]], "next": None}, "sessions[0] is a list of 3, not a"),
        ("log", {"sessions": [[]] * 17, "next": None}, "sessions is a list of 17, not a list of"),
        ("log", {"sessions": [], "next": 2001}, "next is 2001, not a whole number from 1 to 2000"),
        ("list", {**LIST, "patterns": [{"name": "a"}]}, "patterns[0] has no size"),
        ("list", {**LIST, "patterns": {}}, "patterns is an object, not a list"),
    ],
)
def test_what_makes_no_sense_is_said_with_its_place(do, value, said):
    with pytest.raises(DeviceError) as caught:
        answers.answered(do, value)
    assert caught.value.message.startswith(f"the massager's answer to {do} makes no sense: ")
    assert said in caught.value.message
    assert caught.value.message.isprintable()
    assert "`solewave update`" in caught.value.remedy


def test_a_text_may_hold_any_letter_but_give_no_orders():
    for good in ("", "Müde Füße", "足", "a\u200db", "x" * 900):
        assert text(good, "") == good
    for bad in ("\x00", "a\nb", "\x7f", "\x85", "\x9b2J", "\ud800", None, 7, ["a"]):
        with pytest.raises(ValueError, match="not a text without control characters"):
            text(bad, "it")


def test_what_a_newer_firmware_adds_is_left_out():
    told = {"have": 1, "stored": False, "and": [[[]]]}
    assert answers.answered("begin", told) == {"have": 1, "stored": False}
    session = [1, "a", None, 60, None, "done"]
    found = answers.answered("log", {"sessions": [[*session, "more"]], "next": None})
    assert found["sessions"] == [session]
    assert answers.told({"ev": "no-such-event-yet"}) is None


def test_an_older_firmware_may_lack_what_came_later():
    assert answers.answered("hello", {"fw": "0.0.1", "link": 1}) == {"fw": "0.0.1", "link": 1}


def test_another_version_of_the_link_is_told_before_anything_else():
    with pytest.raises(DeviceError, match="speaks version 2 of the link, solewave speaks 1"):
        Client(Once({"link": 2})).hello()
    with pytest.raises(DeviceError, match='link is "2", not a whole number'):
        Client(Once({"link": "2"})).hello()


class Once:
    """A line on which one answer comes."""

    name, time_scale = "once", 1.0

    def __init__(self, answer):
        self._left = [frame({"id": 1, "ok": answer})]

    def read(self, timeout_s):
        return self._left.pop() if self._left else b""

    def write(self, data):
        pass


def test_what_stands_in_each_other_too_deep_is_no_frame():
    deep = {"id": 1}
    for _ in range(answers.DEPTH_MAX):
        deep = {"ok": deep}
    wire = Wire()
    assert list(wire.feed(frame(deep) + frame(deep["ok"]))) == [deep["ok"]]
    assert wire.bad == 1
