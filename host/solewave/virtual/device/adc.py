# mypy: ignore-errors
"""`machine.ADC` of an ESP32, with its noise."""

import view
from chips import ADC_HIGH_MV, ADC_LOW_MV, ADC_PINS, of_chip
from gpio import Pin
from world import world


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
        self._atten = atten
        self._noise = 12345 + self._id
        world.view.pin(self._id, view.ADC, 0, 0, 0)

    def init(self, *, atten=0):
        self._atten = atten

    def atten(self, atten):
        self._atten = atten

    def width(self, bits):
        pass

    def _raw(self):
        """0 to 4095. The noise has a triangular distribution."""
        full_mv = ADC._FULL_MV[self._atten]
        spread = world.noise_lsb
        self._noise = (self._noise * 1103515245 + 12345) & 0x3FFFFFFF
        noise = ((self._noise >> 8) % 2001 + (self._noise >> 18) % 2001 - 2000) / 1000
        raw = int(world.millivolts(self._id) * 4095 / full_mv + noise * spread + 0.5)
        return world.converted(self._id, max(0, min(4095, raw)))

    def read(self):
        return self._raw()

    def read_u16(self):
        raw = self._raw()
        return raw << 4 | raw >> 8

    def read_uv(self):
        mv = self._raw() * ADC._FULL_MV[self._atten] / 4095
        return int(1000 * max(of_chip(ADC_LOW_MV, 0), min(ADC_HIGH_MV, mv)))
