"""A good pattern, and every way to spoil it with the code of its refusal."""

import builder
from builder import END, PLAY, REPEAT, u16, u24
from sole.core import pattern

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
    ("text", TITLE + 1, b"\x1b"),
    ("text", TITLE + 1, b"\xc2\x9b"),
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
