"""The voices of one section, mixed to one level per zone.

All fields lie in lists that are made once; a tick only reads and writes small ints.
"""

from sole.core import limits
from sole.core.pattern import (
    KEYFRAME_SIZE,
    VOICE_EASE,
    VOICE_SIZE,
    VOICE_TURNS,
    WAVE_CONSTANT,
    WAVE_TRAPEZOID,
    u16,
    u24,
)
from sole.core.wave import EASE, PHASE_MASK, PHASE_ONE, between
from sole.core.zones import COUNT

_ENVELOPE_ONE = 32767


def _voice_fields():
    return [0] * limits.VOICES_MAX


class Voices:
    """Plays a section's voices. `load` one section, then `mix` once a tick."""

    def __init__(self):
        self.count = 0
        self._data = b""
        self._at = _voice_fields()
        self._wave = _voice_fields()
        self._flags = _voice_fields()
        self._period_ms = _voice_fields()
        self._start_ms = _voice_fields()
        self._end_ms = _voice_fields()
        self._fade_in_ms = _voice_fields()
        self._fade_out_ms = _voice_fields()
        self._low = _voice_fields()
        self._span = _voice_fields()
        self._rise = _voice_fields()
        self._hold = _voice_fields()
        self._fall = _voice_fields()
        self._begun = _voice_fields()
        self._origin_ms = _voice_fields()
        self._zones_from = _voice_fields()
        self._zones_to = _voice_fields()
        self._zone = [0] * (limits.VOICES_MAX * COUNT)
        self._delay = [0] * (limits.VOICES_MAX * COUNT)

    def load(self, data, section):
        """Takes the voices of the section record at offset `section` of a checked pattern."""
        self._data = data
        self.count = data[section + 3]
        at = u16(data, section + 4)
        entry = 0
        for voice in range(self.count):
            self._load_voice(voice, at)
            entry = self._load_zones(voice, at, entry)
            at += VOICE_SIZE + self._zones_to[voice] - self._zones_from[voice]

    def _load_voice(self, voice, at):
        data = self._data
        self._at[voice] = at
        self._wave[voice] = data[at]
        self._flags[voice] = data[at + 1]
        self._period_ms[voice] = u16(data, at + 2)
        self._start_ms[voice] = u24(data, at + 4)
        self._end_ms[voice] = u24(data, at + 7)
        self._fade_in_ms[voice] = u24(data, at + 10)
        self._fade_out_ms[voice] = u24(data, at + 13)
        self._low[voice] = u16(data, at + 16)
        self._span[voice] = u16(data, at + 18) - u16(data, at + 16)
        self._rise[voice] = data[at + 20] << 6
        self._hold[voice] = data[at + 21] << 6
        self._fall[voice] = data[at + 22] << 6
        self._begun[voice] = 0

    def _load_zones(self, voice, at, entry):
        mask = u16(self._data, at + 24)
        self._zones_from[voice] = entry
        at += VOICE_SIZE
        for zone in range(COUNT):
            if mask >> zone & 1:
                self._zone[entry] = zone
                self._delay[entry] = self._data[at] << 6
                entry += 1
                at += 1
        self._zones_to[voice] = entry
        return entry

    def mix(self, levels, time_ms, stroke_ms, tempo_pct):
        """Writes the highest of all voices into each of the ten `levels` (Q15).

        `time_ms` is the section's time; `stroke_ms` the same scaled by the tempo, which
        drives the periods: a change of tempo bends their course but does not make them jump.
        """
        for zone in range(COUNT):
            levels[zone] = 0
        for voice in range(self.count):
            since_ms = time_ms - self._start_ms[voice]
            if since_ms < 0 or time_ms >= self._end_ms[voice]:
                continue
            if not self._begun[voice]:
                self._begun[voice] = 1
                self._origin_ms[voice] = stroke_ms - since_ms * tempo_pct // 100
            self._sound(voice, levels, since_ms, stroke_ms - self._origin_ms[voice])

    def _sound(self, voice, levels, since_ms, stroke_ms):
        """Adds one voice to `levels`."""
        envelope = self._envelope(voice, since_ms)
        low = self._low[voice] * envelope >> 15
        span = self._span[voice] * envelope >> 15
        period_ms = self._period_ms[voice]
        phase = 0
        if period_ms:
            phase = ((stroke_ms % period_ms) << 14) // period_ms
        if self._wave[voice] == WAVE_TRAPEZOID:
            self._sound_trapezoid(voice, levels, low, span, phase)
        else:
            self._sound_other(voice, levels, low, span, phase, since_ms)

    def _sound_trapezoid(self, voice, levels, low, span, phase):
        """The wave of most strokes, in ten zones each tick: written out, without calls."""
        zones, delays = self._zone, self._delay
        rise, hold, fall = self._rise[voice], self._hold[voice], self._fall[voice]
        top, end = rise + hold, rise + hold + fall
        flags = self._flags[voice]
        delay_before = -1
        level = 0
        for entry in range(self._zones_from[voice], self._zones_to[voice]):
            delay = delays[entry]
            if delay != delay_before:
                delay_before = delay
                here = (phase - delay) & PHASE_MASK
                if flags & VOICE_TURNS:
                    here <<= 1
                if here >= PHASE_ONE:
                    level = 0
                else:
                    if here < rise:
                        wave = here * 32767 // rise
                    elif here < top:
                        wave = 32767
                    elif here < end:
                        wave = 32767 - (here - top) * 32767 // fall
                    else:
                        wave = 0
                    if flags & VOICE_EASE:
                        wave = EASE[wave >> 7]
                    level = low + (span * wave >> 15)
            zone = zones[entry]
            if level > levels[zone]:
                levels[zone] = level

    def _sound_other(self, voice, levels, low, span, phase, since_ms):
        """A constant or a curve."""
        turns = self._flags[voice] & VOICE_TURNS
        delay_before = -1
        level = 0
        for entry in range(self._zones_from[voice], self._zones_to[voice]):
            delay = self._delay[entry]
            if delay != delay_before:
                delay_before = delay
                here = (phase - delay) & PHASE_MASK
                if turns and here >= PHASE_ONE >> 1:
                    level = 0
                else:
                    level = low + (span * self._shape(voice, here, since_ms) >> 15)
            zone = self._zone[entry]
            if level > levels[zone]:
                levels[zone] = level

    def _envelope(self, voice, since_ms):
        """0..32767: in the fade in, between, or in the fade out."""
        fade_ms = self._fade_in_ms[voice]
        if since_ms < fade_ms:
            return between(0, _ENVELOPE_ONE, since_ms, fade_ms)
        left_ms = self._end_ms[voice] - self._start_ms[voice] - since_ms
        fade_ms = self._fade_out_ms[voice]
        if left_ms < fade_ms:
            return between(0, _ENVELOPE_ONE, left_ms, fade_ms)
        return _ENVELOPE_ONE

    def _shape(self, voice, phase, since_ms):
        """A constant or a curve at `phase`, 0..32767."""
        if self._wave[voice] == WAVE_CONSTANT:
            return 32767
        if self._period_ms[voice]:
            level = self._curve(voice, phase * self._period_ms[voice] >> 14)
        else:
            level = self._curve(voice, since_ms)
        if self._flags[voice] & VOICE_EASE:
            return EASE[level >> 7]
        return level

    def _curve(self, voice, curve_ms):
        """Level of a curve `curve_ms` after its first keyframe."""
        data = self._data
        key = u16(data, self._at[voice] + 20)
        last = key + (data[self._at[voice] + 22] - 1) * KEYFRAME_SIZE
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
