"""One light: on while a session plays, blinking fast on a fault."""

BLINK_TICKS = 6
"""120 ms on, 120 ms off."""


class Indicator:
    """`pin` has `on()` and `off()`."""

    def __init__(self, pin):
        self._pin = pin
        self._ticks = 0

    def tick(self, playing, fault):
        """One tick; a fault shows whatever else goes on."""
        self._ticks = (self._ticks + 1) % (2 * BLINK_TICKS)
        lit = self._ticks < BLINK_TICKS if fault else playing
        if lit:
            self._pin.on()
        else:
            self._pin.off()
