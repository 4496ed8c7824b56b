"""Bytes of a line, parted into frames and console text."""

from sole.core.frame import frame
from solewave.wire import Wire


def test_wire_parts_frames_from_console_text_and_counts_bad_ones():
    wire = Wire()
    good = frame({"id": 1, "ok": {}})
    bad = good.replace(b'"ok"', b'"oh"')
    found = list(wire.feed(b"boot\r\n" + good + b"hi " + bad + b"there\n" + good))
    assert found == [{"id": 1, "ok": {}}] * 2
    assert wire.bad == 1
    assert wire.console == "boot\r\nhi there\n"
    assert wire.last_words == "hi there"


def test_wire_keeps_only_the_newest_console_text():
    wire = Wire()
    list(wire.feed(b"a" * 9000 + b"end"))
    assert len(wire.console) == 8192
    assert wire.console.endswith("end")


def test_frames_of_1024_bytes_are_taken_and_longer_ones_counted():
    wire = Wire()
    assert len(list(wire.feed(frame({"id": 1, "ok": {"b64": "A" * 980}})))) == 1
    assert list(wire.feed(frame({"id": 1, "ok": {"b64": "A" * 1100}}))) == []
    assert wire.bad == 1
