"""One light: on while a session plays; a fault is told by a number of blinks."""

HALF_TICKS = 10
"""A blink is 0.2 s on and 0.2 s off."""
PAUSE_TICKS = 60
"""1.2 s between two rounds of blinks."""


class Indicator:
    """`pin` has `on()` and `off()`."""

    def __init__(self, pin):
        self._pin = pin
        self._tick = 0

    def tick(self, playing, blinks):
        """One tick. `blinks` (0: no fault) shows whatever else goes on."""
        if blinks == 0:
            self._tick = 0
            lit = playing
        else:
            blinking = self._tick < blinks * 2 * HALF_TICKS
            lit = blinking and self._tick // HALF_TICKS % 2 == 0
            self._tick += 1
            if self._tick >= blinks * 2 * HALF_TICKS + PAUSE_TICKS:
                self._tick = 0
        if lit:
            self._pin.on()
        else:
            self._pin.off()
