"""Builds compiled patterns for the two-runtime tests, byte by byte as docs/pattern-format.md says.

It does not use the host's compiler, which does not run on MicroPython, and does not
import `sole.core.pattern`: what is tested is not built with itself. It checks nothing,
so that tests can build what is wrong.
"""

from binascii import crc32

FULL = 32767
CONSTANT, TRAPEZOID, CURVE = 0, 1, 2
EASE, TURNS = 1, 2
PLAY, REPEAT, END = 1, 2, 3


def u16(number):
    """Two bytes, little-endian."""
    return bytes([number & 255, number >> 8 & 255])


def u24(number):
    """Three bytes, little-endian."""
    return bytes([number & 255, number >> 8 & 255, number >> 16 & 255])


def voice(end_ms, zones, **settings):
    """A voice: `zones` maps zone to delay (1/256 of the period); other fields by name."""
    made = {
        "wave": CONSTANT,
        "flags": 0,
        "period_ms": 0,
        "start_ms": 0,
        "end_ms": end_ms,
        "fade_in_ms": 0,
        "fade_out_ms": 0,
        "low": 0,
        "high": FULL,
        "shape": (0, 0, 0),  # rise, hold, fall in 1/256
        "keys": None,  # [(time_ms, level)] of a curve
        "zones": zones,
    }
    made.update(settings)
    return made


def section(duration_ms, voices, heat_cc=0, ramp_ms=0, name=""):
    """A section of `voices`."""
    return {
        "ms": duration_ms,
        "voices": voices,
        "heat_cc": heat_cc,
        "ramp_ms": ramp_ms,
        "name": name,
    }


def build(sections, sequence=None, title="", note="", *, flags=0, duration_ms=None):
    """bytes: the compiled pattern. `sequence` is a list of (code, argument); default: in order."""
    if sequence is None:
        sequence = [(PLAY, index) for index in range(len(sections))]
    if duration_ms is None:
        duration_ms = length_ms(sections, sequence)
    steps = b"".join([bytes(step) for step in sequence])
    tail = _Tail(28 + len(steps) + 14 * len(sections))
    records = b"".join([_section(made, tail) for made in sections])
    title_at, note_at = tail.text(title), tail.text(note)
    body = (
        u24(duration_ms)
        + bytes([len(sections)])
        + u16(28)
        + u16(len(sequence))
        + u16(28 + len(steps))
        + u16(title_at)
        + u16(note_at)
        + bytes([flags, 0])
        + steps
        + records
        + tail.data
    )
    head = b"SOLE\x01\x00" + u16(12 + len(body))
    return reseal(head + b"0000" + body)


def reseal(data):
    """`data` with its CRC-32 made right."""
    crc = crc32(data[12:])
    return data[:8] + bytes([crc >> shift & 255 for shift in (0, 8, 16, 24)]) + data[12:]


def changed(data, at, new):
    """`data` with the bytes `new` at `at`, and a right CRC."""
    return reseal(data[:at] + bytes(new) + data[at + len(new) :])


def length_ms(sections, sequence):
    """What the sequence plays."""
    sums, times = [0], []
    for op, argument in sequence:
        if op == PLAY:
            sums[-1] += sections[argument]["ms"]
        elif op == REPEAT:
            sums.append(0)
            times.append(argument)
        else:
            inner = sums.pop() * times.pop()
            sums[-1] += inner
    return sums[0]


class _Tail:
    """What follows the tables: voices, keyframes, texts."""

    def __init__(self, begin):
        self.begin = begin
        self.data = b""

    def put(self, data):
        at = self.begin + len(self.data)
        self.data += data
        return at

    def text(self, text):
        raw = text.encode()
        return self.put(bytes([len(raw)]) + raw) if raw else 0


def _section(made, tail):
    keys_at = []
    for one in made["voices"]:
        keys = one["keys"] or []
        keys_at.append(tail.put(b"".join([u24(ms) + u16(level) for ms, level in keys])))
    name_at = tail.text(made["name"])
    voices = [_voice(one, at) for one, at in zip(made["voices"], keys_at)]
    voices_at = tail.put(b"".join(voices))
    return (
        u24(made["ms"])
        + bytes([len(voices)])
        + u16(voices_at)
        + u16(made["heat_cc"])
        + u24(made["ramp_ms"])
        + b"\x00"
        + u16(name_at)
    )


def _voice(made, keys_at):
    if made["keys"] is None:
        shape = bytes(made["shape"])
    else:
        shape = u16(keys_at) + bytes([len(made["keys"])])
    mask = 0
    for zone in made["zones"]:
        mask |= 1 << zone
    return (
        bytes([made["wave"], made["flags"]])
        + u16(made["period_ms"])
        + u24(made["start_ms"])
        + u24(made["end_ms"])
        + u24(made["fade_in_ms"])
        + u24(made["fade_out_ms"])
        + u16(made["low"])
        + u16(made["high"])
        + shape
        + b"\x00"
        + u16(mask)
        + bytes([made["zones"][zone] for zone in sorted(made["zones"])])
    )
