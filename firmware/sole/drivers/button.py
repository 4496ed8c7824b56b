"""A push button at a pin."""

from sole.core.gesture import KINDS, Gesture


class Button:
    """`pin.value()` is 1 while it is pressed; `does` is its role in the board file."""

    def __init__(self, pin, does):
        self.does = does
        self._pin = pin
        self._gesture = Gesture(KINDS[does])

    def tick(self, dt_ms):
        """Looks at the pin, `dt_ms` after the last time; a code of `sole.core.gesture`."""
        return self._gesture.tick(self._pin.value() == 1, dt_ms)

    @property
    def pressed(self):
        """Whether it is pressed now, without waiting for it to settle."""
        return self._pin.value() == 1

    @property
    def stuck(self):
        """Whether something holds it, so that it is not listened to."""
        return self._gesture.stuck
