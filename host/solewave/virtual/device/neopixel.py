# mypy: ignore-errors
"""`neopixel`, which comes with MicroPython for the ESP32: a strip of WS2812."""

from machine import bitstream

HIGH_LOW = 0
TIMING_NS = (400, 850, 800, 450)
"""A 0: high, low; a 1: high, low."""


class NeoPixel:
    """`n` LEDs at `pin`. `buf` holds what `write` will show, a byte for each color."""

    ORDER = (1, 0, 2, 3)
    """Where red, green and blue (and white) of an LED lie in `buf`."""

    def __init__(self, pin, n, bpp=3, timing=1):
        self.pin = pin
        self.n = n
        self.bpp = bpp
        self.buf = bytearray(n * bpp)
        self.timing = TIMING_NS if timing == 1 else timing
        pin.init(pin.OUT)

    def __len__(self):
        return self.n

    def __setitem__(self, index, color):
        for part in range(self.bpp):
            self.buf[index * self.bpp + self.ORDER[part]] = color[part]

    def __getitem__(self, index):
        return tuple(self.buf[index * self.bpp + self.ORDER[part]] for part in range(self.bpp))

    def fill(self, color):
        for index in range(self.n):
            self[index] = color

    def write(self):
        bitstream(self.pin, HIGH_LOW, self.timing, self.buf)
