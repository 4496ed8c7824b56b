"""What the interpreter writes, made into what a serial line carries."""

from solewave.virtual.stream import FRIENDLY_PROMPT, MARK, RAW_PROMPT, Stream

FRAME = b'\x1e{"ev":"state"}#01234567\n'


def in_pieces(made: Stream, data: bytes, size: int) -> bytes:
    return b"".join(made.feed(data[at : at + size]) for at in range(0, len(data), size))


def test_console_text_gets_carriage_returns_and_frames_stay_as_they_are():
    for size in (1, 2, 5, 1000):
        made = in_pieces(Stream(), b"one\ntwo\r\n" + FRAME + b"three\n", size)
        assert made == b"one\r\ntwo\r\n" + FRAME + b"three\r\n"


def test_the_mark_is_never_seen_however_the_stream_is_cut():
    for size in (1, 3, 1000):
        assert in_pieces(Stream(), b"a" + MARK + FRIENDLY_PROMPT, size) == b"a" + FRIENDLY_PROMPT


def test_what_only_looks_like_the_mark_passes():
    made = Stream()
    assert made.feed(b"\x1b[0mred" + MARK[:4]) + made.feed(b"x") == b"\x1b[0mred" + MARK[:4] + b"x"


def test_prompts_are_followed_also_when_cut():
    made = Stream()
    in_pieces(made, MARK + FRIENDLY_PROMPT, 1)
    assert not made.raw
    in_pieces(made, b"\r\n" + RAW_PROMPT, 7)
    assert made.raw
    assert made.feed(b"OK1\n\x04\x04>") == b"OK1\n\x04\x04>"
    in_pieces(made, b"\r\nMicroPython\r\n" + FRIENDLY_PROMPT, 3)
    assert not made.raw


def test_a_soft_reset_in_the_raw_prompt_hides_the_friendly_one():
    made = Stream()
    made.feed(MARK + RAW_PROMPT)
    made.restart(stay_raw=True)
    after = b"boot\n" + MARK + b"MicroPython\r\n" + FRIENDLY_PROMPT + b"\r\n" + RAW_PROMPT
    assert in_pieces(made, after, 4) == b"boot\r\n" + RAW_PROMPT
    assert made.raw
