# mypy: ignore-errors
"""`machine.ADC` of an ESP32, with its noise."""

import view
from chips import ADC_HIGH_MV, ADC_LOW_MV, ADC_PINS, of_chip
from gpio import Pin
from world import world

_LOW_MV = of_chip(ADC_LOW_MV, 0)
_RAW_MAX = 4095


class ADC:
    ATTN_0DB = 0
    ATTN_2_5DB = 1
    ATTN_6DB = 2
    ATTN_11DB = 3
    WIDTH_12BIT = 12
    _FULL_MV = (1100, 1500, 2200, 3300)

    def __init__(self, pin, atten=0):
        self._id = pin._id if isinstance(pin, Pin) else Pin(pin)._id
        if self._id not in of_chip(ADC_PINS, range(49)):
            raise ValueError("invalid pin")
        self.atten(atten)
        self._noise = 12345 + self._id
        world.view.pin(self._id, view.ADC, 0, 0, 0)

    def init(self, *, atten=0):
        self.atten(atten)

    def atten(self, atten):
        self._full_mv = ADC._FULL_MV[atten]

    def width(self, bits):
        pass

    def _raw(self):
        """0 to 4095. The noise has a triangular distribution."""
        self._noise = bits = (self._noise * 1103515245 + 12345) & 0x3FFFFFFF
        noise_lsb = ((bits >> 8) % 2001 + (bits >> 18) % 2001 - 2000) / 1000 * world.noise_lsb
        raw = int(world.millivolts(self._id) * _RAW_MAX / self._full_mv + noise_lsb + 0.5)
        return world.converted(self._id, _within(raw, 0, _RAW_MAX))

    def read(self):
        return self._raw()

    def read_u16(self):
        raw = self._raw()
        return raw << 4 | raw >> 8

    def read_uv(self):
        mv = self._raw() * self._full_mv / _RAW_MAX
        return int(1000 * _within(mv, _LOW_MV, ADC_HIGH_MV))


def _within(value, low, high):
    return low if value < low else high if value > high else value
