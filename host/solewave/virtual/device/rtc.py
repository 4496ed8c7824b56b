# mypy: ignore-errors
"""`machine.RTC`: a clock and a memory that every reset leaves alone but the one at power-on.

The world's `rtc_file` holds the memory's size (two bytes), the memory, and the clock: eight bytes,
microseconds from what it showed at power-on (2000-01-01) to what it was set to.
"""

import struct
import time

from world import world

CLOCK = "<q"
EPOCH_S = 946684800
"""2000-01-01 in seconds since 1970."""
_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


class RTC:
    SIZE = 2048

    def memory(self, data=None):
        file = world.rtc_file
        file.seek(0)
        if data is None:
            size = int.from_bytes(file.read(2), "little")
            return file.read(size)
        if len(data) > RTC.SIZE:
            raise ValueError("buffer too long")
        file.write(len(data).to_bytes(2, "little") + bytes(data))
        return None

    def datetime(self, value=None):
        """(year, month, day, weekday, hours, minutes, seconds, microseconds); the weekday of
        `value` is ignored, as on an ESP32."""
        if value is not None:
            self._set(_since_2000_us(value) - world.powered_us)
            return None
        now_us = self._set_by_us() + world.powered_us
        now = time.gmtime(EPOCH_S + now_us // 1_000_000)
        return (now[0], now[1], now[2], now[6], now[3], now[4], now[5], now_us % 1_000_000)

    init = datetime

    def _set_by_us(self):
        world.rtc_file.seek(2 + RTC.SIZE)
        data = world.rtc_file.read(struct.calcsize(CLOCK))
        return struct.unpack(CLOCK, data)[0] if data else 0

    def _set(self, by_us):
        world.rtc_file.seek(2 + RTC.SIZE)
        world.rtc_file.write(struct.pack(CLOCK, by_us))


def _since_2000_us(value):
    """Microseconds from 2000-01-01 to a tuple as `datetime` takes it."""
    years = value[0] - 2000
    leap = 1 if years % 4 == 0 and value[1] > 2 else 0
    days = years * 365 + (years + 3) // 4 + _BEFORE_MONTH[value[1] - 1] + leap + value[2] - 1
    seconds = ((days * 24 + value[4]) * 60 + value[5]) * 60 + value[6]
    return seconds * 1_000_000 + value[7]
