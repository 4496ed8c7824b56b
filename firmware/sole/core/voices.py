"""The voices of one section, mixed to one level per zone.

Most strokes are trapezoids, and they are most of what a tick costs. So `Voices.mix` plays
them itself, out of local names: MicroPython takes the frame of a function with so many of
them from the heap, and that is to happen once in a tick, not once for each voice.
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

_SILENT = const(-1)
"""Phase of a voice that does not sound."""
_ELSEWHERE = const(-1)
"""Delay of a zone that a voice does not play."""
_FOOT = const(5)
_FULL = const(32767)
_PHASE_ONE = const(16384)
_PHASE_MASK = const(16383)


class Voice:
    """Made once, then loaded with one voice after the other.

    For the mixer: `delays`, the phase by which each zone comes later, of ten zones or,
    where `feet_as_one`, of five; `rise`, `top` and `fall`, the corners of a trapezoid;
    `eased`, whether EASE rounds it; `turns`, 1 where the feet take turns; and `low` and
    `span`, the levels between which it moves now.
    """

    def __init__(self):
        self._one_foot = [0] * _FOOT
        self._both_feet = [0] * COUNT

    def load(self, data, at):
        """Takes the voice record at `at` of a checked pattern; the offset behind it."""
        self._data = data
        self._at = at
        self._set_wave(data[at], data[at + 1])
        self._times(data, at)
        self._low_q15 = u16(data, at + 16)
        self._span_q15 = u16(data, at + 18) - self._low_q15
        self._set_envelope(_FULL)
        self.rise = data[at + 20] << 6
        self.top = self.rise + (data[at + 21] << 6)
        self.fall = data[at + 22] << 6
        self._origin_ms = 0
        self._begun = False
        self._fades = False
        mask = u16(data, at + 24)
        self._load_delays(mask, at + VOICE_SIZE)
        return at + VOICE_SIZE + zone_count(mask)

    def _set_wave(self, wave, flags):
        self._wave = wave
        self.is_trapezoid = wave == WAVE_TRAPEZOID
        self.eased = flags & VOICE_EASE
        self.turns = 1 if flags & VOICE_TURNS else 0

    def _times(self, data, at):
        self._period_ms = u16(data, at + 2)
        self._start_ms = u24(data, at + 4)
        self._lasts_ms = u24(data, at + 7) - self._start_ms
        self._fade_in_ms = u24(data, at + 10)
        self._fade_out_ms = u24(data, at + 13)
        self._fade_out_at_ms = self._lasts_ms - self._fade_out_ms

    def _load_delays(self, mask, at):
        delays = self._both_feet
        for zone in range(COUNT):
            if mask >> zone & 1:
                delays[zone] = self._data[at] << 6
                at += 1
            else:
                delays[zone] = _ELSEWHERE
        self.feet_as_one = True
        for zone in range(_FOOT):
            self._one_foot[zone] = delays[zone]
            if delays[zone] != delays[zone + _FOOT]:
                self.feet_as_one = False
        self.delays = self._one_foot if self.feet_as_one else delays

    def at(self, time_ms, stroke_ms, tempo_pct):
        """Phase at this time (see `Voices.mix`), 0..16383, or _SILENT; renews `low` and `span`."""
        since_ms = time_ms - self._start_ms
        if since_ms < 0 or since_ms >= self._lasts_ms:
            return _SILENT
        if not self._begun:
            self._begun = True
            self._origin_ms = stroke_ms - since_ms * tempo_pct // 100
        if since_ms < self._fade_in_ms or since_ms > self._fade_out_at_ms:
            self._fades = True
            self._set_envelope(self._envelope(since_ms))
        elif self._fades:
            self._fades = False
            self._set_envelope(_FULL)
        period_ms = self._period_ms
        if period_ms == 0:
            return 0
        return ((stroke_ms - self._origin_ms) % period_ms << 14) // period_ms

    def _set_envelope(self, envelope):
        self.low = self._low_q15 * envelope >> 15
        self.span = self._span_q15 * envelope >> 15

    def sound(self, levels, time_ms, phase):
        """Raises each of `levels` (ten, Q15) to its own where that is higher: of a constant or a
        curve at `phase`, or of none. The mixer does a trapezoid itself."""
        if phase < 0:
            return
        delay_before = _ELSEWHERE
        level = 0
        zone = -1
        for delay in self.delays:
            zone += 1
            if delay < 0:
                continue
            if delay != delay_before:
                delay_before = delay
                level = self._level(phase - delay & _PHASE_MASK, time_ms - self._start_ms)
            if level > levels[zone]:
                levels[zone] = level
            if self.feet_as_one and level > levels[zone + _FOOT]:
                levels[zone + _FOOT] = level

    def _level(self, phase, since_ms):
        if self.turns and phase >= _PHASE_ONE >> 1:
            return 0
        return self.low + (self.span * self._shape(phase, since_ms) >> 15)

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
        return EASE[level >> 7] if self.eased else level

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
    """Plays a section's voices: `reserve` for a pattern, `load` a section, `mix` once a tick."""

    def __init__(self):
        self.count = 0
        self._voices = []
        self._feet_as_one = False

    def reserve(self, data):
        """Makes as many voices as any section of a checked pattern has; `load` makes none."""
        for index in range(data[15]):
            while len(self._voices) < data[section_at(data, index) + 3]:
                self._voices.append(Voice())

    def load(self, data, section):
        """Takes the voices of the section record at offset `section` of the reserved pattern."""
        self.count = data[section + 3]
        self._feet_as_one = True
        at = u16(data, section + 4)
        for index in range(self.count):
            at = self._voices[index].load(data, at)
            if not self._voices[index].feet_as_one:
                self._feet_as_one = False

    def mix(self, levels, time_ms, stroke_ms, tempo_pct):
        """Writes the highest of all voices into each of the ten `levels` (Q15).

        `time_ms` is the section's time; `stroke_ms` the same scaled by the tempo, which
        drives the periods: a change of tempo bends their course but does not make them jump.
        """
        ease, feet_apart = EASE, not self._feet_as_one
        levels[0] = levels[1] = levels[2] = levels[3] = levels[4] = 0  # cheaper than a loop
        if feet_apart:
            levels[5] = levels[6] = levels[7] = levels[8] = levels[9] = 0
        for index in range(self.count):
            voice = self._voices[index]
            phase = voice.at(time_ms, stroke_ms, tempo_pct)
            if phase < 0 or not voice.is_trapezoid:
                voice.sound(levels, time_ms, phase)
                continue
            low, span, rise = voice.low, voice.span, voice.rise
            top, fall, turns = voice.top, voice.fall, voice.turns
            eased, both = voice.eased, feet_apart and voice.feet_as_one
            zone = -1
            for delay in voice.delays:
                zone += 1
                if delay < 0:
                    continue
                here = (phase - delay & _PHASE_MASK) << turns
                if here < rise:
                    wave = here * _FULL // rise
                elif here < top:
                    wave = _FULL
                elif here < top + fall:
                    wave = _FULL - (here - top) * _FULL // fall
                elif here < _PHASE_ONE:
                    wave = 0
                else:
                    continue  # the other foot's turn
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
