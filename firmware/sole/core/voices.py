"""The voices of one section, mixed to one level per zone.

Most strokes are trapezoids, and they are most of what a tick costs. So the mixer plays them
itself, out of local names. MicroPython takes the frame of a function with so many of them
from the heap, and to look for room there takes longer than to mix. So the mixer is a
generator: its frame is made once for a pattern, and kept.
"""

from sole.core.folding import const
from sole.core.pattern import (
    KEYFRAME_SIZE,
    VOICE_EASE,
    VOICE_SIZE,
    VOICE_TURNS,
    WAVE_CONSTANT,
    WAVE_TRAPEZOID,
    section_at,
    u16,
    u24,
    zone_count,
)
from sole.core.wave import EASE, between
from sole.core.zones import COUNT

_ELSEWHERE = const(1 << 20)
"""Lead of a zone that a voice does not play: a bit above all phases, which stays in the sum."""
_FOOT = const(5)
_FULL = const(32767)
_PHASE_ONE = const(16384)
_PHASE_MASK = const(16383)

_ZERO_MS = const(0)
_LAP_MS = const(1)
_TURNS = const(2)

_MASK = const(0)
_OVER = const(1)
_RISE = const(2)
_TOP = const(3)
_REST = const(4)
_FALL = const(5)
_LOW = const(6)
_SPAN = const(7)
_EASED = const(8)


class Voice:
    """Made once, then loaded with one voice after the other.

    For the mixer: `leads`, the phase by which each zone is ahead of the voice, or _ELSEWHERE,
    of ten zones or, where `feet_as_one`, of five; `due_ms`, the time from which on it is to
    be renewed; and two lists, as to unpack a list is cheaper than to look up attributes:

    - `clock`: the stroke time at which the phase is 0; the period, 1 where there is none; and
      1 where the feet take turns: then all phases are doubled, and those from _PHASE_ONE on
      are the other foot's.
    - `course`: the mask for such phases, which lets _ELSEWHERE through; the phase from which
      on nothing sounds; the corners of a trapezoid, `rise`, `top` and `rest`, with `fall`
      from `top` to `rest`; the levels between which it moves now, `low` and the `span` above
      it; and whether EASE rounds it.
    """

    def __init__(self):
        self._one_foot = [0] * _FOOT
        self._both_feet = [0] * COUNT
        self.clock = [0] * (_TURNS + 1)
        self.course = [0] * (_EASED + 1)

    def load(self, data, at):
        """Takes the voice record at `at` of a checked pattern; the offset behind it."""
        self._data = data
        self._at = at
        self._set_wave(data, at)
        self._times(data, at)
        self._low_q15 = u16(data, at + 16)
        self._span_q15 = u16(data, at + 18) - self._low_q15
        self._begun = False
        self.due_ms = 0
        mask = u16(data, at + 24)
        self._load_leads(mask, at + VOICE_SIZE)
        return at + VOICE_SIZE + zone_count(mask)

    def _set_wave(self, data, at):
        course, wave, flags = self.course, data[at], data[at + 1]
        turns = 1 if flags & VOICE_TURNS else 0
        self._wave = wave
        self.is_trapezoid = wave == WAVE_TRAPEZOID
        self.clock[_TURNS] = turns
        course[_EASED] = flags & VOICE_EASE
        course[_MASK] = _PHASE_MASK << turns | _ELSEWHERE
        course[_RISE] = data[at + 20] << 6
        course[_TOP] = course[_RISE] + (data[at + 21] << 6)
        course[_FALL] = data[at + 22] << 6
        course[_REST] = course[_TOP] + course[_FALL]

    def _times(self, data, at):
        self._period_ms = u16(data, at + 2)
        self.clock[_LAP_MS] = self._period_ms or 1
        self._start_ms = u24(data, at + 4)
        self._lasts_ms = u24(data, at + 7) - self._start_ms
        self._fade_in_ms = u24(data, at + 10)
        self._fade_out_ms = u24(data, at + 13)
        self._fade_out_at_ms = self._lasts_ms - self._fade_out_ms

    def _load_leads(self, mask, at):
        leads, turns = self._both_feet, self.clock[_TURNS]
        for zone in range(COUNT):
            leads[zone] = _ELSEWHERE
            if mask >> zone & 1:
                leads[zone] = (-(self._data[at] << 6) & _PHASE_MASK) << turns
                at += 1
        self.feet_as_one = True
        for zone in range(_FOOT):
            self._one_foot[zone] = leads[zone]
            if leads[zone] != leads[zone + _FOOT]:
                self.feet_as_one = False
        self.leads = self._one_foot if self.feet_as_one else leads

    def renew(self, time_ms, stroke_ms, tempo_pct):
        """Whether it sounds at this time (see `Voices.mix`); makes it as loud as it then is.

        Both hold until `due_ms`, which lies in the past while it fades or is silent.
        """
        since_ms = time_ms - self._start_ms
        if since_ms < 0 or since_ms >= self._lasts_ms:
            return False
        if not self._begun:
            self._begun = True
            self.clock[_ZERO_MS] = stroke_ms - since_ms * tempo_pct // 100
        if self._fade_in_ms <= since_ms <= self._fade_out_at_ms:
            self.due_ms = self._start_ms + min(self._fade_out_at_ms + 1, self._lasts_ms)
        course, envelope = self.course, self._envelope(since_ms)
        course[_LOW] = self._low_q15 * envelope >> 15
        course[_SPAN] = self._span_q15 * envelope >> 15
        course[_OVER] = _PHASE_ONE if course[_LOW] else course[_REST]
        return True

    def sound(self, levels, time_ms, phase):
        """Raises each of `levels` (ten, Q15) to its own where that is higher: of a constant or a
        curve at `phase`. The mixer does a trapezoid itself."""
        mask = self.course[_MASK]
        lead_before = level = zone = -1
        for lead in self.leads:
            zone += 1
            if lead == _ELSEWHERE:
                continue
            if lead != lead_before:
                lead_before = lead
                level = self._level(phase + lead & mask, time_ms - self._start_ms)
            if level > levels[zone]:
                levels[zone] = level
            if self.feet_as_one and level > levels[zone + _FOOT]:
                levels[zone + _FOOT] = level

    def _level(self, phase, since_ms):
        if phase >= _PHASE_ONE:
            return 0
        wave = self._shape(phase >> self.clock[_TURNS], since_ms)
        return self.course[_LOW] + (self.course[_SPAN] * wave >> 15)

    def _envelope(self, since_ms):
        """0..32767: in the fade in, between, or in the fade out."""
        if since_ms < self._fade_in_ms:
            return between(0, _FULL, since_ms, self._fade_in_ms)
        left_ms = self._lasts_ms - since_ms
        if left_ms < self._fade_out_ms:
            return between(0, _FULL, left_ms, self._fade_out_ms)
        return _FULL

    def _shape(self, phase, since_ms):
        """A constant or a curve at `phase`, 0..32767."""
        if self._wave == WAVE_CONSTANT:
            return _FULL
        if self._period_ms:
            level = self._curve(phase * self._period_ms >> 14)
        else:
            level = self._curve(since_ms)
        return EASE[level >> 7] if self.course[_EASED] else level

    def _curve(self, curve_ms):
        """Level of a curve `curve_ms` after its first keyframe."""
        data = self._data
        key = u16(data, self._at + 20)
        last = key + (data[self._at + 22] - 1) * KEYFRAME_SIZE
        while key < last and u24(data, key + KEYFRAME_SIZE) <= curve_ms:
            key += KEYFRAME_SIZE
        if key == last:
            return u16(data, key + 3)
        key_ms = u24(data, key)
        following = key + KEYFRAME_SIZE
        return between(
            u16(data, key + 3),
            u16(data, following + 3),
            curve_ms - key_ms,
            u24(data, following) - key_ms,
        )


class Voices:
    """Plays a section's voices: `reserve` for a pattern, `load` a section, `mix` once a tick.

    `levels`, ten, are what `mix` writes.
    """

    def __init__(self, levels):
        self.count = 0
        self.levels = levels
        self._time_ms = 0
        self._stroke_ms = 0
        self.tempo_pct = 100
        self._voices = []
        self._feet_as_one = False

    def reserve(self, data):
        """Makes as many voices as any section of a checked pattern has; `load` makes none."""
        for index in range(data[15]):
            while len(self._voices) < data[section_at(data, index) + 3]:
                self._voices.append(Voice())
        self._mixing = self._mixer(self.levels, EASE)

    def load(self, data, section):
        """Takes the voices of the section record at offset `section` of the reserved pattern."""
        self.count = data[section + 3]
        self._feet_as_one = True
        at = u16(data, section + 4)
        for index in range(self.count):
            at = self._voices[index].load(data, at)
            if not self._voices[index].feet_as_one:
                self._feet_as_one = False

    def mix(self, time_ms, stroke_ms, tempo_pct):
        """Writes the highest of all voices into each of the ten levels (Q15).

        `time_ms` is the section's time; `stroke_ms` the same scaled by the tempo, which
        drives the periods: a change of tempo bends their course but does not make them jump.
        """
        self._time_ms = time_ms
        self._stroke_ms = stroke_ms
        self.tempo_pct = tempo_pct
        next(self._mixing)

    def _mixer(self, levels, ease):
        """`mix`, once for each `next`."""
        while True:
            time_ms, stroke_ms, feet_apart = self._time_ms, self._stroke_ms, not self._feet_as_one
            levels[0] = levels[1] = levels[2] = levels[3] = levels[4] = 0  # cheaper than a loop
            if feet_apart:
                levels[5] = levels[6] = levels[7] = levels[8] = levels[9] = 0
            for index in range(self.count):
                voice = self._voices[index]
                steady = time_ms < voice.due_ms
                if not steady and not voice.renew(time_ms, stroke_ms, self.tempo_pct):
                    continue
                zero_ms, lap_ms, turns = voice.clock
                phase = ((stroke_ms - zero_ms) % lap_ms << 14) // lap_ms << turns
                if not voice.is_trapezoid:
                    voice.sound(levels, time_ms, phase)
                    continue
                mask, over, rise, top, rest, fall, low, span, eased = voice.course
                both = feet_apart and voice.feet_as_one
                zone = -1
                for lead in voice.leads:
                    zone += 1
                    here = phase + lead & mask
                    if here >= over:
                        continue
                    if here < rise:
                        wave = here * _FULL // rise
                    elif here < top:
                        wave = _FULL
                    elif here < rest:
                        wave = _FULL - (here - top) * _FULL // fall
                    else:
                        wave = 0
                    if eased:
                        wave = ease[wave >> 7]
                    level = low + (span * wave >> 15)
                    if level > levels[zone]:
                        levels[zone] = level
                    if both and level > levels[zone + _FOOT]:
                        levels[zone + _FOOT] = level
            if not feet_apart:
                levels[5], levels[6], levels[7] = levels[0], levels[1], levels[2]
                levels[8], levels[9] = levels[3], levels[4]
            yield
