"""Plays a checked pattern: a time step in, ten zone levels and a heat target out.

Integers only, nothing is allocated by `step`. The same code runs on the device, in
the simulator and in the tests.
"""

from sole.core import limits, pattern
from sole.core.crossfade import Crossfade
from sole.core.folding import const
from sole.core.sequencer import END, Sequencer
from sole.core.voices import Voices
from sole.core.wave import between
from sole.core.zones import COUNT

IDLE = const(0)
PLAYING = const(1)
PAUSED = const(2)
STOPPING = const(3)

START_FADE_MS = 1500
"""From rest to what the pattern asks, so that no session begins with a jolt."""
RESUME_FADE_MS = 1000
PAUSE_FADE_MS = 500
STOP_FADE_MS = 1500
_HEAT_MS = const(100)
"""The heat target is renewed ten times a second, as often as the pad is looked at."""
_LIMIT_FADE_MS = STOP_FADE_MS + 2 * limits.TICK_MS
"""A fade of whole ticks may end a tick late, and its last level still has to be driven."""
_NEVER_MS = const(1 << 29)
_FULL = const(32767)


class Player:
    """Turns one pattern into levels.

    After each `step`: `levels` (ten of 0..32767), `heat_cc` (target, 0 is off),
    `state`, `elapsed_ms` and `section` (index) hold what applies now. `limited` tells that
    it ends or ended because of `end_in`, before the pattern would have.
    """

    def __init__(self):
        self.levels = [0] * COUNT
        self.heat_cc = 0
        self.state = IDLE
        self.elapsed_ms = 0
        self.duration_ms = 0
        self.limited = False
        self.section = 0
        self.intensity_pct = 100
        self.tempo_pct = 100
        self._data = b""
        self._sequencer = Sequencer()
        self._voices = Voices(self.levels)
        self._crossfade = Crossfade()
        self._limit_at_ms = _NEVER_MS
        self._near_end_ms = _NEVER_MS
        self._fade = 0
        self._fade_ms = START_FADE_MS
        self._section_ms = self._time_ms = self._steady_until_ms = 0
        self._stroke_ms = self._stroke_rest = 0
        self._heat_from_cc = self._heat_to_cc = 0
        self._heat_ramp_ms = self._heat_due_ms = 0

    def load(self, data):
        """Checks `data` (bytes-like, a whole compiled pattern) and makes it the one to play.

        Raises PatternError and keeps what it had. Raises nothing else for any bytes.
        The data is played in place: it must not change while it plays.
        """
        pattern.check(data)
        self._voices.reserve(data)
        self.halt()
        self._data = data
        self._limit(_NEVER_MS)

    def start(self, intensity_pct=100, tempo_pct=100):
        """Plays the loaded pattern from its beginning, softly rising, without a limit."""
        self.scale(intensity_pct, tempo_pct)
        self._sequencer.rewind(self._data)
        self._limit(_NEVER_MS)
        self._crossfade.active = False
        self.limited = False
        self._heat_to_cc = 0
        self.elapsed_ms = 0
        self._time_ms = 0
        self._fade = 0
        self._fade_ms = START_FADE_MS
        self.state = PLAYING
        self._enter(self._sequencer.next())

    def scale(self, intensity_pct, tempo_pct):
        """Sets intensity (10 to 150 %) and tempo (50 to 200 %); values outside are brought in."""
        self.intensity_pct = min(
            max(intensity_pct, limits.INTENSITY_MIN_PCT), limits.INTENSITY_MAX_PCT
        )
        self.tempo_pct = min(max(tempo_pct, limits.TEMPO_MIN_PCT), limits.TEMPO_MAX_PCT)
        self._steady_until_ms = 0

    def pause(self):
        """Fades the motors out and holds the time; heat is off at once."""
        if self.state == PLAYING:
            self.state = PAUSED
            self._fade_ms = PAUSE_FADE_MS
            self.heat_cc = 0
            self._steady_until_ms = 0

    def resume(self):
        """Goes on where `pause` held."""
        if self.state == PAUSED:
            self.state = PLAYING
            self._fade_ms = RESUME_FADE_MS
            self._heat_due_ms = 0

    def stop(self):
        """Ends with a fade of at most 1.5 s; heat is off at once."""
        if self.state == PLAYING or self.state == PAUSED:
            self.state = STOPPING
            self._fade_ms = STOP_FADE_MS
            self.heat_cc = 0
            self._steady_until_ms = 0

    def end_in(self, ms):
        """Fades out in time to be silent after `ms` more of play, unless it ends before.

        `duration_ms` shows it at once. A later call moves the end, in either direction.
        """
        self._limit(self.elapsed_ms + ms)
        if self.elapsed_ms >= self._near_end_ms:
            self._near_end()

    def _limit(self, at_ms):
        self._limit_at_ms = at_ms
        self.duration_ms = min(pattern.duration_ms(self._data), at_ms)
        self._near_end_ms = min(self.duration_ms, at_ms - _LIMIT_FADE_MS)
        self._steady_until_ms = 0

    def swap(self, data):
        """Goes over to `data`, at the time reached, in the state that it is in.

        Levels cross over within 0.4 s; a higher heat target is approached slowly. A
        pattern that would be over by now fades out. Between sessions, and while it
        stops, `data` is only checked. Raises PatternError and leaves all as it was.
        """
        pattern.check(data)
        if self.state != PLAYING and self.state != PAUSED:
            return
        self._voices.reserve(data)
        self._data = data
        self._limit(self._limit_at_ms)
        if self.elapsed_ms < self.duration_ms:
            self._crossfade.begin(self.levels, self._heat())
            self._seek(self.elapsed_ms)
        else:
            self._crossfade.begin(self.levels, 0, STOP_FADE_MS)
            self._seek(self.duration_ms - 1)
            self._voices.count = 0
            self._section_ms = _NEVER_MS
            self.elapsed_ms = self.duration_ms
            self.stop()

    def _seek(self, to_ms):
        """To where the pattern is after `to_ms` at the tempo of now, as if played until there."""
        sequencer = self._sequencer
        index = sequencer.seek(self._data, to_ms)
        self._heat_to_cc = 0
        if sequencer.before != END:
            at = pattern.section_at(self._data, sequencer.before)
            self._heat_to_cc = pattern.u16(self._data, at + 6)
        self._time_ms = to_ms - sequencer.begun_ms
        self._enter(index)

    def halt(self):
        """Everything to zero, now."""
        self.state = IDLE
        self.heat_cc = 0
        self._fade = 0
        self._steady_until_ms = 0
        for zone in range(COUNT):
            self.levels[zone] = 0

    def step(self, dt_ms):
        """Advances by `dt_ms` (1 to 1000) and renews levels and heat target."""
        time_ms = self._time_ms + dt_ms
        if time_ms < self._steady_until_ms:  # most steps: only the strokes change the levels
            self._time_ms = time_ms
            self.elapsed_ms += dt_ms
            self._stroke_ms = stroke_ms = self._stroke_ms + dt_ms
            self._voices.mix(time_ms, stroke_ms, 100)
            if time_ms >= self._heat_due_ms:
                self.heat_cc = self._heat()
        elif self.state != IDLE:
            self._step(dt_ms)

    def _step(self, dt_ms):
        """A step with all that may be due in it. Finds until when only the strokes will be;
        whatever changes that sets `_steady_until_ms` to 0."""
        if self._fade != _FULL or self.state != PLAYING:
            self._step_fade(dt_ms)
        if self.state != PAUSED and self.state != IDLE:
            self._time_ms += dt_ms
            scaled = self._stroke_rest + dt_ms * self.tempo_pct
            self._stroke_ms += scaled // 100
            self._stroke_rest = scaled % 100
            if self._time_ms >= self._section_ms:
                self._next_section()
            self.elapsed_ms += dt_ms
            if self.elapsed_ms >= self._near_end_ms:
                self._near_end()
        if self.state == IDLE:
            return
        self._voices.mix(self._time_ms, self._stroke_ms, self.tempo_pct)
        if self._fade != _FULL or self.intensity_pct != 100:
            self._scale_levels()
        if self._crossfade.active:
            self._crossfade.step(dt_ms)
            self._crossfade.mix(self.levels)
        if self._time_ms >= self._heat_due_ms and self.state == PLAYING:
            self.heat_cc = self._heat()
        fades = self._fade != _FULL or self._crossfade.active
        plain = self.intensity_pct == 100 and self.tempo_pct == 100
        if plain and not fades and self.state == PLAYING:
            near_end_ms = self._time_ms + self._near_end_ms - self.elapsed_ms
            self._steady_until_ms = min(self._section_ms, near_end_ms)

    def _near_end(self):
        """No time past the end is shown. A limit that comes before the pattern's own end
        begins its fade, a faster one if less time is left."""
        if self.elapsed_ms > self.duration_ms:
            self.elapsed_ms = self.duration_ms
        if self.state == PLAYING and self._limit_at_ms < pattern.duration_ms(self._data):
            self.limited = True
            self.stop()
            left_ms = self._limit_at_ms - limits.TICK_MS - self.elapsed_ms
            self._fade_ms = max(min(left_ms, STOP_FADE_MS), 1)

    def _step_fade(self, dt_ms):
        change = _FULL * dt_ms // self._fade_ms
        if self.state == PLAYING:
            self._fade = min(self._fade + change, _FULL)
        else:
            self._fade = max(self._fade - change, 0)
            if self._fade == 0 and self.state == STOPPING:
                self.halt()

    def _next_section(self):
        """On through as many sections as end within this step."""
        while self._time_ms >= self._section_ms:
            self._time_ms -= self._section_ms
            following = self._sequencer.next()
            if following == END:
                self.halt()
                return
            self._enter(following)

    def _enter(self, index):
        """Begins section `index` at the section time already set."""
        data = self._data
        at = pattern.section_at(data, index)
        self.section = index
        self._section_ms = pattern.u24(data, at)
        self._heat_from_cc = self._heat_to_cc
        self._heat_to_cc = pattern.u16(data, at + 6)
        self._heat_ramp_ms = pattern.u24(data, at + 8)
        self._heat_due_ms = 0
        self._stroke_ms = self._time_ms * self.tempo_pct // 100
        self._stroke_rest = 0
        self._voices.load(data, at)

    def _scale_levels(self):
        """Applies intensity and the fade of start, pause and stop."""
        gain = self.intensity_pct * 16384 // 100
        if self._fade != _FULL:
            gain = gain * self._fade >> 15
        levels = self.levels
        for zone in range(COUNT):
            level = levels[zone] * gain >> 14
            levels[zone] = level if level < _FULL else _FULL

    def _heat(self):
        """Target at this time of the section: a straight line from the section before."""
        self._heat_due_ms = self._time_ms - self._time_ms % _HEAT_MS + _HEAT_MS
        target_cc = self._heat_to_cc
        if self._time_ms < self._heat_ramp_ms and target_cc != self._heat_from_cc:
            target_cc = between(
                self._heat_from_cc or limits.HEAT_TARGET_MIN_CC,
                target_cc or limits.HEAT_TARGET_MIN_CC,
                self._time_ms,
                self._heat_ramp_ms,
            )
        return self._crossfade.heat(target_cc) if self._crossfade.active else target_cc
