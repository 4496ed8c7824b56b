"""The check that a device makes before it plays: every way to be refused, each with its code."""

import builder
from builder import END, PLAY, REPEAT, u16, u24
from common import raises
from sole.core import pattern

WASM = ("test_a_good_pattern_is_taken", "test_texts_and_times_are_read", "test_limits_are_inside")

KEYS = [(0, 0), (500, 32767), (900, 100)]

SEQUENCE_AT = 28
SECTION_AT = 28 + 2 * 6  # six steps


def good():
    """Two sections, a constant, a trapezoid and a curve, nested repeats, texts."""
    first = builder.section(
        2000,
        [
            builder.voice(2000, {0: 0}, low=100, high=200, fade_in_ms=500, fade_out_ms=1500),
            builder.voice(
                1500,
                {1: 0, 6: 128},
                wave=builder.TRAPEZOID,
                flags=builder.EASE,
                period_ms=600,
                shape=(100, 56, 100),
            ),
        ],
        heat_cc=3800,
        ramp_ms=2000,
        name="warm-up",
    )
    second = builder.section(
        1000, [builder.voice(1000, {9: 0}, wave=builder.CURVE, period_ms=1000, keys=KEYS)]
    )
    sequence = [(REPEAT, 2), (PLAY, 0), (REPEAT, 3), (PLAY, 1), (END, 0), (END, 0)]
    return builder.build(
        [first, second], sequence, "M\u00fcde F\u00fc\u00dfe", "Drink water.", flags=1
    )


GOOD = good()


def first_voice(index):
    """Offset of the first voice of section `index` of GOOD."""
    return pattern.u16(GOOD, SECTION_AT + 14 * index + 4)


VOICE = first_voice(0)
TRAPEZOID = VOICE + 26 + 1
CURVE = first_voice(1)
KEYFRAMES = pattern.u16(GOOD, CURVE + 20)
TITLE = pattern.u16(GOOD, 22)
END_OF_FILE = len(GOOD)

# What is wrong: the code, the offset, and the bytes put there.
WRONG = (
    ("magic", 0, b"SOLD"),
    ("magic", 0, b"sole"),
    ("version", 4, [2]),
    ("version", 4, [0]),
    ("version", 5, [1]),
    ("size", 6, u16(END_OF_FILE - 1)),
    ("size", 6, u16(END_OF_FILE + 1)),
    ("section", 15, [0]),
    ("section", 15, [65]),
    ("offset", 15, [64]),
    ("reserved", 26, [2]),
    ("reserved", 26, [129]),
    ("reserved", 27, [1]),
    # texts
    ("offset", 22, u16(27)),
    ("offset", 22, u16(END_OF_FILE)),
    ("offset", 22, u16(65535)),
    ("offset", 24, u16(END_OF_FILE)),
    ("offset", TITLE, [255]),
    ("text", TITLE + 1, b"\xff"),
    ("text", TITLE + 1, b"\xc3("),
    ("offset", SECTION_AT + 12, u16(3)),
    # the sequence
    ("offset", 16, u16(0)),
    ("offset", 16, u16(END_OF_FILE - 1)),
    ("sequence", 18, u16(0)),
    ("sequence", 18, u16(256)),
    ("sequence", 18, u16(65535)),
    ("offset", 18, u16(255)),
    ("loop-endless", 18, u16(5)),
    ("sequence", SEQUENCE_AT, [0, 0]),
    ("sequence", SEQUENCE_AT, [4, 2]),
    ("sequence", SEQUENCE_AT, [END, 0]),
    ("sequence", SEQUENCE_AT + 2, [PLAY, 2]),
    ("sequence", SEQUENCE_AT + 2, [PLAY, 255]),
    ("loop-endless", SEQUENCE_AT, [REPEAT, 0]),
    ("loop-endless", SEQUENCE_AT, [REPEAT, 1]),
    ("loop-endless", SEQUENCE_AT + 4, [REPEAT, 2, REPEAT, 2]),
    ("loop-endless", SEQUENCE_AT, [REPEAT, 2, END, 0]),
    ("duration", SEQUENCE_AT, [REPEAT, 3]),
    ("duration", 12, u24(9999)),
    ("duration", 12, u24(0)),
    # sections
    ("offset", 20, u16(0)),
    ("offset", 20, u16(27)),
    ("offset", 20, u16(END_OF_FILE - 27)),
    ("time", SECTION_AT, u24(0)),
    ("time", SECTION_AT, u24(3600001)),
    ("time", SECTION_AT, u24(1999)),
    ("voice", SECTION_AT + 3, [13]),
    ("voice", SECTION_AT + 3, [255]),
    ("offset", SECTION_AT + 4, u16(0)),
    ("offset", SECTION_AT + 4, u16(END_OF_FILE - 25)),
    ("heat", SECTION_AT + 6, u16(2999)),
    ("heat", SECTION_AT + 6, u16(4201)),
    ("heat", SECTION_AT + 6, u16(65535)),
    ("time", SECTION_AT + 8, u24(2001)),
    ("reserved", SECTION_AT + 11, [1]),
    # voices
    ("voice", VOICE, [3]),
    ("voice", VOICE, [255]),
    ("voice", VOICE + 1, [4]),
    ("voice", VOICE + 23, [1]),
    ("time", VOICE + 2, u16(99)),
    ("time", VOICE + 2, u16(60001)),
    ("time", VOICE + 1, [builder.TURNS]),
    ("time", TRAPEZOID + 2, u16(0)),
    ("time", TRAPEZOID + 2, u16(99)),
    ("time", TRAPEZOID + 2, u16(60001)),
    ("time", VOICE + 4, u24(2000)),
    ("time", VOICE + 4, u24(16777215)),
    ("time", VOICE + 7, u24(2001)),
    ("time", VOICE + 10, u24(501)),
    ("time", VOICE + 13, u24(1501)),
    ("time", VOICE + 10, u24(16777215) + u24(16777215)),
    ("level", VOICE + 16, u16(32768)),
    ("level", VOICE + 18, u16(32768)),
    ("level", VOICE + 18, u16(65535)),
    ("voice", TRAPEZOID + 20, [101]),
    ("voice", TRAPEZOID + 20, [255, 255, 255]),
    ("zone", VOICE + 24, u16(0)),
    ("zone", VOICE + 24, u16(1024)),
    ("zone", VOICE + 24, u16(65535)),
    # curves
    ("curve", CURVE + 22, [0]),
    ("curve", CURVE + 22, [65]),
    ("offset", CURVE + 20, u16(0)),
    ("offset", CURVE + 20, u16(END_OF_FILE - 14)),
    ("curve", KEYFRAMES, u24(1)),
    ("curve", KEYFRAMES + 5, u24(0)),
    ("curve", KEYFRAMES + 10, u24(500)),
    ("curve", KEYFRAMES + 10, u24(3600001)),
    ("level", KEYFRAMES + 3, u16(32768)),
    ("level", KEYFRAMES + 13, u16(65535)),
)


def code_of(data):
    """Why `data` is refused; "" if it is not."""
    try:
        pattern.check(data)
    except pattern.PatternError as error:
        return error.code
    return ""


def test_a_good_pattern_is_taken():
    pattern.check(GOOD)
    pattern.check(bytearray(GOOD))
    pattern.check(memoryview(GOOD))


def test_each_mistake_has_its_code():
    for code, at, new in WRONG:
        found = code_of(builder.changed(GOOD, at, new))
        assert found == code, f"{code} expected at {at}: {bytes(new)} gives {found}"


def test_every_documented_code_occurs():
    documented = (
        "magic version size offset text section voice zone level heat time curve sequence "
        "loop-endless duration reserved"
    )
    assert {code for code, at, new in WRONG} == set(documented.split())


def test_texts_and_times_are_read():
    assert pattern.title(GOOD) == "M\u00fcde F\u00fc\u00dfe"
    assert pattern.note(GOOD) == "Drink water."
    assert pattern.duration_ms(GOOD) == 2 * (2000 + 3 * 1000)
    assert pattern.section_name(GOOD, 0) == "warm-up"
    assert pattern.section_name(GOOD, 1) == ""


def test_cut_short_at_any_byte_is_refused():
    for size in range(len(GOOD)):
        assert code_of(GOOD[:size]) == "size", size
    assert code_of(GOOD + b"\x00") == "size"
    assert code_of(b"") == "size"


def test_every_flipped_bit_is_refused():
    for at in range(len(GOOD)):
        for bit in range(8):
            data = bytearray(GOOD)
            data[at] ^= 1 << bit
            expected = "crc"
            if at < 8:
                expected = (
                    "magic",
                    "magic",
                    "magic",
                    "magic",
                    "version",
                    "version",
                    "size",
                    "size",
                )[at]
            assert code_of(data) == expected, (at, bit)


def nested(depth):
    """A pattern with repeats `depth` deep."""
    sequence = [(REPEAT, 2)] * depth + [(PLAY, 0)] + [(END, 0)] * depth
    return builder.build([builder.section(100, [])], sequence)


def test_repeats_nest_eight_deep():
    assert code_of(nested(8)) == ""
    assert code_of(nested(9)) == "loop-deep"
    assert code_of(nested(100)) == "loop-deep"


def test_an_hour_is_the_longest():
    def hours(section_ms, times):
        sections = [builder.section(section_ms, [])]
        return builder.build(sections, [(REPEAT, times), (PLAY, 0), (END, 0)])

    assert code_of(hours(1800000, 2)) == ""
    assert code_of(hours(1800001, 2)) == "duration"
    assert code_of(hours(3600000, 255)) == "duration"


def test_a_product_of_repeats_cannot_hide_in_an_overflow():
    sections = [builder.section(3600000, [])]
    sequence = [(REPEAT, 255)] * 8 + [(PLAY, 0)] + [(END, 0)] * 8
    assert code_of(builder.build(sections, sequence, duration_ms=3600000)) == "duration"


def test_limits_are_inside():
    """Every field at its limit, accepted."""
    twelve = [
        builder.voice(
            3600000,
            dict.fromkeys(range(10), 255),
            wave=builder.TRAPEZOID,
            flags=builder.EASE | builder.TURNS,
            period_ms=60000,
            fade_in_ms=1800000,
            fade_out_ms=1800000,
            high=32767,
            shape=(0, 255, 1),
        )
        for _ in range(12)
    ]
    hot = builder.section(3600000, twelve, heat_cc=4200, ramp_ms=3600000, name="n" * 255)
    pattern.check(builder.build([hot]))
    keys = [(ms * 50000, 32767) for ms in range(64)]
    once = builder.voice(1, {0: 0}, wave=builder.CURVE, keys=keys)
    short = builder.section(1, [], heat_cc=3000)
    last = builder.section(1, [once], heat_cc=3000)
    pattern.check(builder.build([short] * 63 + [last], [(PLAY, 63)] * 255))


def test_a_file_has_at_most_16_kib():
    def sized(count):
        keys = [(ms, 0) for ms in range(64)]
        voices = [builder.voice(100, {0: 0}, wave=builder.CURVE, keys=keys) for _ in range(count)]
        return builder.section(100, voices)

    small = builder.build([sized(11)] * 4 + [sized(2)])
    assert len(small) <= 16384
    assert code_of(small) == ""
    big = builder.build([sized(11)] * 4 + [sized(4)])
    assert len(big) > 16384
    assert code_of(big) == "size"


def test_voices_may_not_run_out_of_the_file():
    # The last voice names one zone more than bytes follow.
    data = builder.build([builder.section(100, [builder.voice(100, {0: 0})])])
    voice = len(data) - 27
    assert code_of(builder.changed(data, voice + 24, u16(3))) == "offset"


def test_an_error_tells_place_and_reason():
    error = raises(
        pattern.PatternError, pattern.check, builder.changed(GOOD, VOICE + 18, u16(40000))
    )
    assert error.code == "level"
    assert error.at == VOICE + 16
    assert error.say == "level above 32767"
    assert str(error) == f"level at byte {VOICE + 16}: level above 32767"
