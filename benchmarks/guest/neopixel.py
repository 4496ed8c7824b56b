"""A strip of lights that keeps what it is told, as `machine` beside it does."""


class NeoPixel:
    """Three bytes for each light."""

    def __init__(self, pin, count):
        self.buf = bytearray(3 * count)

    def write(self):
        pass
