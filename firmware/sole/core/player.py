"""Plays a checked pattern: a time step in, ten zone levels and a heat target out.

Integers only, nothing is allocated by `step`. The same code runs on the device, in
the simulator and in the tests.
"""

from sole.core import limits, pattern
from sole.core.sequencer import END, Sequencer
from sole.core.voices import Voices
from sole.core.wave import between
from sole.core.zones import COUNT

IDLE = 0
PLAYING = 1
PAUSED = 2
STOPPING = 3
STATES = ("idle", "playing", "paused", "stopping")

GAIN_ONE = 16384
"""Levels as the pattern has them."""

START_FADE_MS = 1500
"""From rest to what the pattern asks, so that no session begins with a jolt."""
RESUME_FADE_MS = 1000
PAUSE_FADE_MS = 500
STOP_FADE_MS = 1500


class Player:
    """Turns one pattern into levels.

    After each `step`: `levels` (ten of 0..32767), `heat_cc` (target, 0 is off),
    `state`, `elapsed_ms` and `section` (index) hold what applies now.
    """

    def __init__(self):
        self.levels = [0] * COUNT
        self.heat_cc = 0
        self.state = IDLE
        self.elapsed_ms = 0
        self.duration_ms = 0
        self.section = 0
        self.intensity_pct = 100
        self.tempo_pct = 100
        self._data = b""
        self._sequencer = Sequencer()
        self._voices = Voices()
        self._fade = 0
        self._fade_ms = START_FADE_MS
        self._section_ms = 0
        self._time_ms = 0
        self._stroke_ms = 0
        self._stroke_rest = 0
        self._heat_from_cc = 0
        self._heat_to_cc = 0
        self._heat_ramp_ms = 0

    def load(self, data):
        """Checks `data` (bytes-like, a whole compiled pattern) and makes it the one to play.

        Raises PatternError and keeps what it had. Raises nothing else for any bytes.
        The data is played in place: it must not change while it plays.
        """
        pattern.check(data)
        self.halt()
        self._data = data
        self.duration_ms = pattern.duration_ms(data)

    def start(self, intensity_pct=100, tempo_pct=100):
        """Plays the loaded pattern from its beginning, softly rising."""
        self.scale(intensity_pct, tempo_pct)
        self._sequencer.rewind(self._data)
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

    def pause(self):
        """Fades the motors out and holds the time; heat is off at once."""
        if self.state == PLAYING:
            self.state = PAUSED
            self._fade_ms = PAUSE_FADE_MS
            self.heat_cc = 0

    def resume(self):
        """Goes on where `pause` held."""
        if self.state == PAUSED:
            self.state = PLAYING
            self._fade_ms = RESUME_FADE_MS

    def stop(self):
        """Ends with a fade of at most 1.5 s; heat is off at once."""
        if self.state == PLAYING or self.state == PAUSED:
            self.state = STOPPING
            self._fade_ms = STOP_FADE_MS
            self.heat_cc = 0

    def halt(self):
        """Everything to zero, now."""
        self.state = IDLE
        self.heat_cc = 0
        self._fade = 0
        for zone in range(COUNT):
            self.levels[zone] = 0

    def step(self, dt_ms):
        """Advances by `dt_ms` (1 to 1000) and renews levels and heat target."""
        if self.state == IDLE:
            return
        self._step_fade(dt_ms)
        if self.state == STOPPING and self._fade == 0:
            self.halt()
            return
        if self.state != PAUSED:
            self._advance(dt_ms)
            if self.state == IDLE:
                return
        self._voices.mix(self.levels, self._time_ms, self._stroke_ms, self.tempo_pct)
        self._scale_levels()
        if self.state == PLAYING:
            self.heat_cc = self._heat()

    def _step_fade(self, dt_ms):
        change = 32767 * dt_ms // self._fade_ms
        if self.state == PLAYING:
            self._fade = min(self._fade + change, 32767)
        else:
            self._fade = max(self._fade - change, 0)

    def _advance(self, dt_ms):
        """Moves the clocks on, through as many sections as end within this step."""
        self.elapsed_ms += dt_ms
        self._time_ms += dt_ms
        scaled = self._stroke_rest + dt_ms * self.tempo_pct
        self._stroke_ms += scaled // 100
        self._stroke_rest = scaled % 100
        while self._time_ms >= self._section_ms:
            self._time_ms -= self._section_ms
            following = self._sequencer.next()
            if following == END:
                self.elapsed_ms = self.duration_ms
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
        self._stroke_ms = self._time_ms * self.tempo_pct // 100
        self._stroke_rest = 0
        self._voices.load(data, at)

    def _scale_levels(self):
        """Applies intensity and the fade of start, pause and stop."""
        gain = self.intensity_pct * 16384 // 100
        if self._fade < 32767:
            gain = gain * self._fade >> 15
        if gain == GAIN_ONE:
            return
        levels = self.levels
        for zone in range(COUNT):
            level = levels[zone] * gain >> 14
            levels[zone] = level if level < 32767 else 32767

    def _heat(self):
        """Target at this time of the section: a straight line from the section before."""
        if self._time_ms >= self._heat_ramp_ms or self._heat_from_cc == self._heat_to_cc:
            return self._heat_to_cc
        return between(
            self._heat_from_cc or limits.HEAT_TARGET_MIN_CC,
            self._heat_to_cc or limits.HEAT_TARGET_MIN_CC,
            self._time_ms,
            self._heat_ramp_ms,
        )
