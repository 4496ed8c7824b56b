"""The check that a device makes before it plays: every way to be refused, each with its code."""

import builder
from builder import END, PLAY, REPEAT, u16
from common import raises
from mistakes import GOOD, VOICE, WRONG
from sole.core import pattern

WASM = ("test_a_good_pattern_is_taken", "test_texts_and_times_are_read", "test_limits_are_inside")


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
