"""A push button, debounced in ticks."""

SETTLE_TICKS = 2
"""The level must stay for 40 ms: contacts bounce for 5 to 20 ms."""
HOLD_TICKS = 250
"""5 s: nobody does that by mistake."""


class Button:
    """`pin.value()` is 1 while it is pressed; `does` is its role in the board file.

    A button that stops reacts to the first tick that sees it pressed: what looks like a
    press and is none can only switch something off.
    """

    def __init__(self, pin, does="play"):
        self.does = does
        self._pin = pin
        self._settle_ticks = 1 if does == "stop" else SETTLE_TICKS
        self._pressed = False
        self._ticks = 0
        self._held = 0

    def tick(self):
        """True once for each press, in the tick in which it has settled."""
        pressed = self._pin.value() == 1
        if pressed == self._pressed:
            self._ticks = 0
            return False
        self._ticks += 1
        if self._ticks < self._settle_ticks:
            return False
        self._ticks = 0
        self._held = 0
        self._pressed = pressed
        return pressed

    @property
    def pressed(self):
        """Whether it is pressed now, without waiting for it to settle."""
        return self._pin.value() == 1

    def held(self):
        """True once for each press, when it has lasted for 5 s; call it after `tick`."""
        if not self._pressed or self._held > HOLD_TICKS:
            return False
        self._held += 1
        return self._held > HOLD_TICKS
