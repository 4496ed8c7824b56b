"""A push button, debounced in ticks."""

SETTLE_TICKS = 2
"""The level must stay for 40 ms: contacts bounce for 5 to 20 ms."""


class Button:
    """`pin.value()` is 1 while it is pressed."""

    def __init__(self, pin):
        self._pin = pin
        self._pressed = False
        self._ticks = 0

    def tick(self):
        """True once for each press, in the tick in which it has settled."""
        pressed = self._pin.value() == 1
        if pressed == self._pressed:
            self._ticks = 0
            return False
        self._ticks += 1
        if self._ticks < SETTLE_TICKS:
            return False
        self._ticks = 0
        self._pressed = pressed
        return pressed
