"""What a push button means: from one look at its contact in each tick to a gesture.

Times count in steps of the loop. A contact bounces for 5 to 20 ms, so a level counts once
two looks in a row saw it (20 to 40 ms). Presses are counted until the button has been
released for 300 ms, the time in which Android too waits for a second tap
(`ViewConfiguration.DOUBLE_TAP_TIMEOUT`); one is a PRESS, two are a DOUBLE, more are a
contact that chatters and mean nothing. docs/buttons-and-lights.md has the table.
"""

from sole.core.folding import const

NONE = const(0)
PRESS = const(1)
DOUBLE = const(2)
LONG = const(3)
VERY_LONG = const(4)
WORDS = ("none", "press", "double", "long", "very-long")

FULL = const(0)
"""Knows all gestures."""
PLAIN = const(1)
"""Only PRESS: at once, and again and again while it is held."""
STOP = const(2)
"""Only PRESS, at the first look that sees it: what is no press can only switch off."""
KINDS = {"play": FULL, "stop": STOP, "intensity-down": PLAIN, "intensity-up": PLAIN}
"""What a button does, as in the board file, and the kind that this takes."""

SETTLE_TICKS = const(2)
DOUBLE_MS = const(300)
LONG_MS = const(1000)
VERY_LONG_MS = const(5000)
REPEAT_MS = const(400)
REPEAT_MAX_MS = const(10000)
STUCK_MS = const(30000)
"""Nobody holds a button that long: something lies on it, or its contact is welded."""
UNSTUCK_MS = const(1000)
_STEP_MAX_MS = const(100)
"""Of a step that took longer, nobody knows whether the button was held all the time."""


class Gesture:
    """One button. `pressed` is its settled level.

    `stuck`: it was pressed when the power came, or for 30 s, and reports nothing until it
    has been released for a second. A STOP button is never stuck: one that latches stays
    pressed for as long as people want.
    """

    def __init__(self, kind=FULL):
        self.pressed = False
        self.stuck = False
        self._kind = kind
        self._begun = False
        self._differs = 0
        self._since_ms = 0
        self._presses = 0
        self._told = NONE
        self._next_ms = 0

    def tick(self, pressed, dt_ms):
        """One look at the contact, `dt_ms` after the last; the gesture that is complete now."""
        if dt_ms > _STEP_MAX_MS:
            dt_ms = _STEP_MAX_MS
        if not self._begun:
            return self._begin(pressed)
        if pressed == self.pressed:
            self._differs = 0
        elif self._settles():
            self._since_ms = dt_ms
            return self._turned()
        if self._since_ms <= STUCK_MS:
            self._since_ms += dt_ms
        if self._kind == STOP:
            return NONE
        return self._held() if self.pressed else self._released()

    def _begin(self, pressed):
        self._begun = True
        self.pressed = pressed
        if not pressed:
            return NONE
        if self._kind == STOP:
            return PRESS
        self.stuck = True
        return NONE

    def _settles(self):
        """True in the tick in which the level is believed to have changed."""
        self._differs += 1
        if self._differs < SETTLE_TICKS and (self.pressed or self._kind != STOP):
            return False
        self._differs = 0
        self.pressed = not self.pressed
        return True

    def _turned(self):
        if not self.pressed or self.stuck:
            return NONE
        self._told = NONE
        self._next_ms = REPEAT_MS
        if self._kind != FULL:
            return PRESS
        self._presses += 1
        return NONE

    def _held(self):
        if self._since_ms >= STUCK_MS:
            self.stuck = True
        if self.stuck:
            return NONE
        return self._repeated() if self._kind == PLAIN else self._long()

    def _repeated(self):
        if self._since_ms < self._next_ms or self._since_ms > REPEAT_MAX_MS:
            return NONE
        self._next_ms += REPEAT_MS
        return PRESS

    def _long(self):
        """LONG and VERY_LONG do not wait for the release; presses before them are forgotten."""
        if self._told == NONE and self._since_ms >= LONG_MS:
            self._told = LONG
            self._presses = 0
            return LONG
        if self._told == LONG and self._since_ms >= VERY_LONG_MS:
            self._told = VERY_LONG
            return VERY_LONG
        return NONE

    def _released(self):
        if self.stuck:
            if self._since_ms >= UNSTUCK_MS:
                self.stuck = False
                self._presses = 0
            return NONE
        if self._presses == 0 or self._since_ms < DOUBLE_MS:
            return NONE
        presses = self._presses
        self._presses = 0
        return presses if presses <= DOUBLE else NONE
