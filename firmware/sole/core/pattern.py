"""Compiled pattern, format 1: the layout, and the check a device makes before it plays one.

The layout is described byte by byte in docs/pattern-format.md. All numbers are
little-endian; u24 is a three-byte number. A file is never trusted: `check` walks
every byte that the player will read, so that the player itself needs no checks.
"""

from binascii import crc32

from sole.core import limits
from sole.core.zones import COUNT

MAGIC = b"SOLE"
MAJOR = 1
MINOR = 0

HEADER_SIZE = 28
CRC_AT = 8
BODY_AT = 12
SECTION_SIZE = 14
STEP_SIZE = 2
VOICE_SIZE = 26
KEYFRAME_SIZE = 5

FLAG_SILENT = 1
"""Header flag: no sound and no light at the end (for patterns that people fall asleep to)."""

STEP_PLAY = 1
STEP_REPEAT = 2
STEP_END = 3

WAVE_CONSTANT = 0
WAVE_TRAPEZOID = 1
WAVE_CURVE = 2

VOICE_EASE = 1
"""Voice flag: rounds the wave's corners with a raised cosine."""
VOICE_TURNS = 2
"""Voice flag: the wave fills the first half of its period, for feet that take turns."""


class PatternError(Exception):
    """A pattern that must not be played.

    `code` is a stable word (docs/protocol.md lists them), `say` a sentence, `at` the byte offset.
    """

    def __init__(self, code, say, at):
        super().__init__("%s at byte %d: %s" % (code, at, say))
        self.code = code
        self.say = say
        self.at = at


def u16(data, at):
    """Number of two bytes at `at`."""
    return data[at] | data[at + 1] << 8


def u24(data, at):
    """Number of three bytes at `at`."""
    return data[at] | data[at + 1] << 8 | data[at + 2] << 16


def _u32(data, at):
    return u24(data, at) | data[at + 3] << 24


def text(data, at):
    """String at `at` (a length byte, then UTF-8); "" where `at` is 0."""
    return str(bytes(data[at + 1 : at + 1 + data[at]]), "utf-8") if at else ""


def title(data):
    """What a person calls the pattern; "" if it has no title."""
    return text(data, u16(data, 22))


def note(data):
    """What the author asks the person to be told; "" if nothing."""
    return text(data, u16(data, 24))


def duration_ms(data):
    """How long it plays."""
    return u24(data, 12)


def silent_end(data):
    """Whether people fall asleep to it: no sound, and little light."""
    return data[26] & FLAG_SILENT != 0


def section_name(data, index):
    """Name of one section."""
    return text(data, u16(data, section_at(data, index) + 12))


def section_at(data, index):
    """Offset of one section's record."""
    return u16(data, 20) + index * SECTION_SIZE


def zone_count(mask):
    """How many of the ten zones a mask names."""
    count = 0
    while mask:
        count += mask & 1
        mask >>= 1
    return count


def check(data):
    """Raises PatternError unless `data` (bytes-like, whole file) is safe to play.

    Format 1.x with a minor version newer than this firmware's is refused too: it
    may hold what this player does not know.
    """
    _check_header(data)
    _check_text(data, u16(data, 22))
    _check_text(data, u16(data, 24))
    for index in range(data[15]):
        _check_section(data, section_at(data, index))
    total_ms = _sequence_ms(data)
    if total_ms != duration_ms(data):
        raise PatternError("duration", "plays %d ms, says %d" % (total_ms, duration_ms(data)), 12)


def _check_header(data):
    size = len(data)
    if size < HEADER_SIZE:
        raise PatternError("size", "%d bytes, a header alone has %d" % (size, HEADER_SIZE), 0)
    if bytes(data[:4]) != MAGIC:
        raise PatternError("magic", "not a compiled pattern", 0)
    if data[4] != MAJOR or data[5] > MINOR:
        say = "format %d.%d, this firmware plays %d.%d" % (data[4], data[5], MAJOR, MINOR)
        raise PatternError("version", say, 4)
    if size != u16(data, 6) or size > limits.PATTERN_SIZE_MAX:
        raise PatternError("size", "%d bytes, header says %d" % (size, u16(data, 6)), 6)
    if crc32(memoryview(data)[BODY_AT:]) != _u32(data, CRC_AT):
        raise PatternError("crc", "CRC-32 does not match", CRC_AT)
    if not 1 <= data[15] <= limits.SECTIONS_MAX:
        raise PatternError("section", "%d sections" % data[15], 15)
    if data[27] or data[26] & ~FLAG_SILENT:
        raise PatternError("reserved", "unknown flags", 26)
    _inside(data, section_at(data, 0), data[15] * SECTION_SIZE)


def _inside(data, at, size):
    if at < HEADER_SIZE or at + size > len(data):
        raise PatternError("offset", "%d bytes at %d lie outside the file" % (size, at), at)


def _check_text(data, at):
    if at == 0:
        return
    _inside(data, at, 1)
    _inside(data, at, 1 + data[at])
    try:
        found = text(data, at)
    except ValueError:  # UnicodeError is a ValueError in both Pythons
        raise PatternError("text", "not UTF-8", at)
    for char in found:
        if ord(char) < 32 or 127 <= ord(char) < 160:  # a terminal would obey them
            raise PatternError("text", "has control characters", at)


def _check_section(data, at):
    if not 1 <= u24(data, at) <= limits.PATTERN_DURATION_MAX_MS:
        raise PatternError("time", "section of %d ms" % u24(data, at), at)
    heat_cc = u16(data, at + 6)
    if heat_cc and not limits.HEAT_TARGET_MIN_CC <= heat_cc <= limits.HEAT_TARGET_MAX_CC:
        raise PatternError("heat", "target of %d hundredths of a degree" % heat_cc, at + 6)
    if u24(data, at + 8) > u24(data, at):
        raise PatternError("time", "heat ramp longer than its section", at + 8)
    if data[at + 11]:
        raise PatternError("reserved", "must be 0", at + 11)
    _check_text(data, u16(data, at + 12))
    if data[at + 3] > limits.VOICES_MAX:
        raise PatternError("voice", "%d strokes at once" % data[at + 3], at + 3)
    voice = u16(data, at + 4)
    for _ in range(data[at + 3]):
        _inside(data, voice, VOICE_SIZE)
        _check_voice(data, voice, u24(data, at))
        voice += VOICE_SIZE + zone_count(u16(data, voice + 24))


def _check_voice(data, at, section_ms):
    if data[at] > WAVE_CURVE or data[at + 1] & ~(VOICE_EASE | VOICE_TURNS) or data[at + 23]:
        raise PatternError("voice", "unknown wave or flag", at)
    _check_voice_times(data, at, section_ms)
    if u16(data, at + 16) > limits.FULL_Q15 or u16(data, at + 18) > limits.FULL_Q15:
        raise PatternError("level", "level above %d" % limits.FULL_Q15, at + 16)
    mask = u16(data, at + 24)
    if not 0 < mask < 1 << COUNT:
        raise PatternError("zone", "zone mask %d" % mask, at + 24)
    _inside(data, at + VOICE_SIZE, zone_count(mask))
    if data[at] == WAVE_TRAPEZOID and data[at + 20] + data[at + 21] + data[at + 22] > 256:
        raise PatternError("voice", "rise, hold and fall exceed the period", at + 20)
    if data[at] == WAVE_CURVE:
        _check_curve(data, u16(data, at + 20), data[at + 22])


def _check_voice_times(data, at, section_ms):
    period_ms = u16(data, at + 2)
    steady = data[at] != WAVE_TRAPEZOID and period_ms == 0 and not data[at + 1] & VOICE_TURNS
    if not steady and not limits.PERIOD_MIN_MS <= period_ms <= limits.PERIOD_MAX_MS:
        raise PatternError("time", "period of %d ms" % period_ms, at + 2)
    start_ms, end_ms = u24(data, at + 4), u24(data, at + 7)
    if not start_ms < end_ms <= section_ms:
        raise PatternError("time", "stroke from %d to %d ms" % (start_ms, end_ms), at + 4)
    if u24(data, at + 10) + u24(data, at + 13) > end_ms - start_ms:
        raise PatternError("time", "fades longer than their stroke", at + 10)


def _check_curve(data, at, count):
    if not 1 <= count <= limits.KEYFRAMES_MAX:
        raise PatternError("curve", "%d keyframes" % count, at)
    _inside(data, at, count * KEYFRAME_SIZE)
    before_ms = -1
    for key in range(at, at + count * KEYFRAME_SIZE, KEYFRAME_SIZE):
        if u24(data, key) <= before_ms:
            raise PatternError("curve", "keyframes out of order", key)
        if u16(data, key + 3) > limits.FULL_Q15:
            raise PatternError("level", "level above %d" % limits.FULL_Q15, key + 3)
        before_ms = u24(data, key)
    if u24(data, at) or before_ms > limits.PATTERN_DURATION_MAX_MS:
        raise PatternError("curve", "keyframes must start at 0 and end within the hour", at)


def _sequence_ms(data):
    """Duration of the whole sequence; raises PatternError where it could not end."""
    at, count = u16(data, 16), u16(data, 18)
    if not 1 <= count <= limits.STEPS_MAX:
        raise PatternError("sequence", "%d steps" % count, 18)
    _inside(data, at, count * STEP_SIZE)
    total_ms = 0
    outer = []
    for step in range(at, at + count * STEP_SIZE, STEP_SIZE):
        op, arg = data[step], data[step + 1]
        if op == STEP_PLAY and arg < data[15]:
            total_ms += u24(data, section_at(data, arg))
        elif op == STEP_REPEAT:
            _check_repeat(arg, len(outer), step)
            outer.append((total_ms, arg))
            total_ms = 0
        elif op == STEP_END and outer:
            before_ms, times = outer.pop()
            if total_ms == 0:
                raise PatternError("loop-endless", "a repeat that plays nothing", step)
            total_ms = before_ms + total_ms * times
        else:
            raise PatternError("sequence", "step %d %d" % (op, arg), step)
        if total_ms > limits.PATTERN_DURATION_MAX_MS:
            raise PatternError("duration", "longer than an hour", step)
    if outer:
        raise PatternError("loop-endless", "a repeat without an end", at)
    return total_ms


def _check_repeat(times, depth, step):
    if times < 2:
        raise PatternError("loop-endless", "repeats %d times, at least 2" % times, step)
    if depth >= limits.REPEAT_DEPTH_MAX:
        raise PatternError("loop-deep", "more than %d deep" % limits.REPEAT_DEPTH_MAX, step)
