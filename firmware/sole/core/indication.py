"""What the massager shows and sounds in each state: one pattern of light, and a few beeps.

Everything is a table of integers, so that docs/buttons-and-lights.md and the tests read
the same numbers as the device. A level is brightness, Q15; breathing and fading follow the
square of a straight line, because eyes see ratios.
"""

from sole.core import faults, states
from sole.core.folding import const
from sole.core.limits import FULL_Q15

DARK = const(0)
STEADY = const(1)
FLASHES = const(2)
"""`count` times `on_ms` lit and `on_ms` dark, then dark to the end of the period."""
BREATHING = const(3)
FADING = const(4)

GREEN = (0, 255, 40)
AMBER = (255, 120, 0)
YELLOW = (255, 190, 0)
ORANGE = (255, 50, 0)
RED = (255, 0, 0)
WHITE = (255, 255, 255)

# shape, highest level in percent, color, period_ms, on_ms, count
LIGHTS = (
    (DARK, 0, WHITE, 1000, 0, 0),  # off
    (FLASHES, 60, WHITE, 1000, 100, 1),  # self-test
    (FLASHES, 10, GREEN, 5000, 60, 1),  # idle
    (BREATHING, 60, AMBER, 4000, 0, 0),  # armed
    (STEADY, 40, GREEN, 1000, 0, 0),  # playing
    (FLASHES, 40, YELLOW, 2000, 1000, 1),  # paused
    (FADING, 40, GREEN, 2000, 0, 0),  # winding-down
    (FLASHES, 20, ORANGE, 3000, 80, 2),  # cooling
    (FLASHES, 100, RED, 2000, 1500, 1),  # fault without a number
    (FLASHES, 100, RED, 200, 100, 1),  # safe-mode
)
"""By state, as in `sole.core.states.WORDS`."""

BLINK_MS = const(200)
"""A fault's number: so many times 0.2 s on and 0.2 s off."""
BLINK_PAUSE_MS = const(1200)
"""Between two rounds of blinks."""
QUIET_PCT = const(5)
"""What is left of every light while it is to be quiet."""

# Pairs of Hz (0: silence) and ms.
START = (880, 90, 0, 40, 1320, 120)
PAUSE = (880, 120)
RESUME = (1320, 120)
END = (1320, 90, 0, 40, 880, 180)
FAULT = (600, 150, 0, 100, 600, 150, 0, 100, 600, 150)
ALARM = (2000, 300, 0, 200, 2500, 300, 0, 200)
"""Again and again while the pad heats although it is switched off: somebody must unplug it."""
_ALARM_NUMBER = faults.HEATER_STUCK_ON + 1


class Indication:
    """What a light and a buzzer are to do now, whichever of them the board has.

    `level_q15` 0..32767 for a lamp of one color; `red`, `green`, `blue` 0..255 for one of
    three, the level included. `tone_hz` 0 is silence, `tone_pct` 0..100 how loud it is.
    `volume_pct` 0..100 is set from outside.
    """

    def __init__(self):
        self.level_q15 = 0
        self.red = 0
        self.green = 0
        self.blue = 0
        self.tone_hz = 0
        self.tone_pct = 0
        self.volume_pct = 50
        self._color = WHITE
        self._state = states.OFF
        self._fault = 0
        self._at_ms = 0
        self._tune = ()
        self._note = 0
        self._note_ms = 0

    def tick(self, dt_ms, state, fault_number, quiet):
        """One step of `dt_ms`. `state` is one of `sole.core.states`.

        `fault_number` is 0 or the number of blinks, which then shows whatever else goes on,
        safe mode excepted. `quiet`: light at a twentieth and no sound; a volume of 0: no
        sound. The alarm that asks to be unplugged knows neither quiet nor volume.
        """
        self._at_ms += dt_ms
        if state != self._state or fault_number != self._fault:
            self._begin(state, fault_number)
        alarm = fault_number == _ALARM_NUMBER
        quiet = quiet and not alarm
        if fault_number and state != states.SAFE_MODE:
            self._blink(fault_number, quiet)
        else:
            self._shine(LIGHTS[state], quiet)
        self._sound(dt_ms, alarm)
        self.tone_pct = 100 if alarm else self.volume_pct
        if quiet or self.tone_pct == 0:
            self.tone_hz = 0

    def _begin(self, state, fault_number):
        """A new state: its pattern from the start, and what it sounds."""
        if state == states.SELF_TEST:
            self._play(())  # no tick ends a note until the test is done
        elif fault_number and (fault_number != self._fault or self._state == states.SELF_TEST):
            self._play(ALARM if fault_number == _ALARM_NUMBER else FAULT)
        elif state == states.PLAYING:
            self._play(RESUME if self._state == states.PAUSED else START)
        elif state == states.PAUSED:
            self._play(PAUSE)
        elif self._state >= states.PLAYING and state <= states.COOLING:
            self._ended(state)
        self._state = state
        self._fault = fault_number
        self._at_ms = 0

    def _ended(self, state):
        """A session is over when it has faded out; cooling down ends without a sound."""
        if self._state <= states.WINDING_DOWN and state != states.WINDING_DOWN:
            self._play(END)

    def _play(self, tune):
        self._tune = tune
        self._note = 0
        self._note_ms = 0

    def _sound(self, dt_ms, again):
        """`tone_hz` from the tune, which begins anew if it is to play again."""
        tune = self._tune
        if self._note >= len(tune):
            self.tone_hz = 0
            return
        self.tone_hz = tune[self._note]
        self._note_ms += dt_ms
        if self._note_ms >= tune[self._note + 1]:
            self._note_ms = 0
            self._note += 2
            if again and self._note >= len(tune):
                self._note = 0

    def _blink(self, number, quiet):
        blinks_ms = 2 * BLINK_MS * number
        self._at_ms %= blinks_ms + BLINK_PAUSE_MS
        lit = self._at_ms < blinks_ms and self._at_ms // BLINK_MS % 2 == 0
        self._show(FULL_Q15 if lit else 0, RED, quiet)

    def _shine(self, light, quiet):
        self._at_ms %= light[3]
        self._show(_shape_q15(light, self._at_ms) * light[1] // 100, light[2], quiet)

    def _show(self, level_q15, color, quiet):
        if quiet:
            level_q15 = level_q15 * QUIET_PCT // 100
        if level_q15 == self.level_q15 and color is self._color:
            return
        self.level_q15 = level_q15
        self._color = color
        self.red = _part(color[0], level_q15)
        self.green = _part(color[1], level_q15)
        self.blue = _part(color[2], level_q15)


def _shape_q15(light, at_ms):
    """Level of a row of LIGHTS, before its highest level, `at_ms` into its period."""
    shape = light[0]
    if shape == STEADY:
        return FULL_Q15
    if shape == FLASHES:
        lit = at_ms < 2 * light[4] * light[5] and at_ms // light[4] % 2 == 0
        return FULL_Q15 if lit else 0
    if shape == BREATHING:
        half_ms = light[3] // 2
        return _squared_q15(at_ms if at_ms < half_ms else light[3] - at_ms, half_ms)
    if shape == FADING:
        return _squared_q15(light[3] - at_ms, light[3])
    return 0


def _squared_q15(part_ms, whole_ms):
    """Square of part / whole; below 2^30 for wholes up to 32 s."""
    line_q15 = part_ms * FULL_Q15 // whole_ms
    return line_q15 * line_q15 >> 15


def _part(color, level_q15):
    """One of three colors, 0..255; what shines at all does not round to dark."""
    if color == 0 or level_q15 == 0:
        return 0
    return color * level_q15 >> 15 or 1
