"""Frames: what a serial line does to them, and what comes out."""

import json
from binascii import crc32

from common import frames_read as read
from common import heap_lock, heap_unlock, raises
from sole.core import frame

WASM = (
    "test_a_frame_survives_the_way",
    "test_seal_is_readable",
    "test_noise_around_frames_is_ignored",
    "test_cr_before_lf_is_ignored",
    "test_a_new_start_drops_half_a_frame",
    "test_feed_allocates_nothing",
)


def good(reader, data):
    """All objects in `data`, without catching anything (for the 32-bit interpreter)."""
    return [reader.take() for byte in data if reader.feed(byte)]


def sealed(body):
    return b"\x1e" + body + b"#%08x\n" % crc32(body)


def test_seal_is_readable():
    assert frame.seal({"a": 1}) == b'{"a":1}#561bacaf'
    assert frame.frame({"a": 1}) == b'\x1e{"a":1}#561bacaf\n'


def test_a_frame_survives_the_way():
    value = {"id": 65535, "do": "play", "x": [1, None, True, "\u00e4 \u2014 #"], "n": -5}
    assert frame.unseal(frame.seal(value)) == value
    assert good(frame.FrameReader(200), frame.frame(value)) == [value]


def test_a_crc_of_high_bits_is_eight_digits():
    # 32-bit interpreters have no small int for these; a sign or a lost zero would show.
    for number in range(200):
        body = json.dumps({"n": number}).encode()
        assert frame.unseal(body + b"#%08x" % crc32(body)) == {"n": number}


def test_noise_around_frames_is_ignored():
    one, two = frame.frame({"id": 1}), frame.frame({"id": 2})
    noise = b'MPY: soft reboot\r\n>>> {"id":9}\n'
    assert good(frame.FrameReader(64), noise + one + noise + two + noise) == [{"id": 1}, {"id": 2}]


def test_frames_follow_without_a_gap():
    data = b"".join([frame.frame({"id": number}) for number in range(50)])
    assert read(frame.FrameReader(64), data) == [{"id": number} for number in range(50)]


def test_cr_before_lf_is_ignored():
    data = frame.frame({"id": 1})[:-1] + b"\r\n"
    assert good(frame.FrameReader(64), data) == [{"id": 1}]


def test_only_one_cr_is_ignored():
    data = frame.frame({"id": 1})[:-1] + b"\r\r\n"
    assert read(frame.FrameReader(64), data) == ["bad-crc"]


def test_a_frame_may_come_in_any_pieces():
    data = frame.frame({"id": 1, "do": "status"})
    for cut in range(len(data)):
        reader = frame.FrameReader(64)
        assert read(reader, data[:cut]) == []
        assert read(reader, data[cut:]) == [{"id": 1, "do": "status"}]


def test_a_new_start_drops_half_a_frame():
    data = frame.frame({"id": 1})[:9] + frame.frame({"id": 2})
    assert good(frame.FrameReader(64), data) == [{"id": 2}]


def test_a_frame_of_the_full_size_is_taken():
    value = {"x": "a" * 47}
    body = frame.frame(value)
    size = len(body) - 2  # between RS and LF
    assert read(frame.FrameReader(size), body) == [value]
    assert read(frame.FrameReader(size - 1), body) == ["too-long"]


def test_an_over_long_frame_is_one_error_and_the_next_is_read():
    data = b"\x1e" + b"x" * 5000 + b"\n" + frame.frame({"id": 2})
    assert read(frame.FrameReader(64), data) == ["too-long", {"id": 2}]


def test_what_ends_never_is_no_error_yet():
    reader = frame.FrameReader(64)
    assert read(reader, b"\x1e" + b"x" * 5000) == []
    assert read(reader, frame.frame({"id": 2})) == [{"id": 2}]


def test_a_lost_or_changed_byte_is_a_bad_crc():
    data = frame.frame({"id": 1, "do": "stop"})
    for place in range(1, len(data) - 1):
        assert read(frame.FrameReader(64), data[:place] + data[place + 1 :]) == ["bad-crc"]
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert read(frame.FrameReader(64), changed) == ["bad-crc"]


def test_every_single_bit_of_the_body_is_guarded():
    whole = frame.seal({"id": 1})
    for place in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            assert raises(frame.FrameError, frame.unseal, changed).code == "bad-crc"


def test_an_empty_frame_is_a_bad_crc():
    assert read(frame.FrameReader(64), b"\x1e\n") == ["bad-crc"]
    assert read(frame.FrameReader(64), b"\x1e\r\n") == ["bad-crc"]
    assert raises(frame.FrameError, frame.unseal, b"").code == "bad-crc"
    assert raises(frame.FrameError, frame.unseal, b"#00000000x").code == "bad-crc"


def test_what_is_no_json_object_is_refused():
    for body in (b"", b"nonsense", b"[1,2]", b"7", b"null", b'"x"', b"{"):
        assert read(frame.FrameReader(64), sealed(body)) == ["not-json"], body


def test_what_is_nested_too_deep_is_refused():
    body = b"[" * 3000 + b"]" * 3000
    error = raises(frame.FrameError, frame.unseal, body + b"#%08x" % crc32(body))
    assert error.code == "not-json"


def test_bytes_that_are_no_text_are_refused():
    for body in (b"\xff\xfe", b'{"a":"\xc3"}', b'{"a":"\xff"}', b"\x00"):
        assert read(frame.FrameReader(64), sealed(body)) == ["not-json"], body


def test_an_error_tells_code_and_sentence():
    error = raises(frame.FrameError, frame.unseal, b"x")
    assert error.code == "bad-crc"
    assert str(error) == error.say


def test_feed_allocates_nothing():
    reader = frame.FrameReader(64)
    data = frame.frame({"id": 1, "do": "status"})
    last = len(data) - 1
    heap_lock()
    for place in range(last):
        reader.feed(data[place])
    heap_unlock()
    assert reader.feed(data[last])
    assert reader.take() == {"id": 1, "do": "status"}
