"""What is tested at power-on, and again before heat. docs/safety.md tells what it cannot find.

Each test gives None or a sentence that names what failed.
"""

from sole.checksum import file_crc
from sole.core.frame import FrameError, unseal

MANIFEST = "/manifest.json"
"""Sealed: path -> CRC-32 of every file of the firmware, written by whoever installs it."""
PLAUSIBLE_CC = (-1000, 5500)
"""A pad that has been standing somewhere is between -10 and 55 C."""
HOT_CC = 4300
APART_CC = 400
LEASE_WAIT_MS = 350
LEASE_FIRED_MIN = 2
LEASE_FIRED_MAX = 5
PATTERNS = (0x55, 0xAA, 0x00, 0xFF)


def clock(ticks, sleep_ms):
    """Whether milliseconds and microseconds go on, and go on alike."""
    begun_ms, begun_us = ticks.ticks_ms(), ticks.ticks_us()
    sleep_ms(10)
    passed_ms = ticks.diff(ticks.ticks_ms(), begun_ms)
    passed_us = ticks.diff(ticks.ticks_us(), begun_us)
    if passed_ms < 8 or abs(passed_us - passed_ms * 1000) > 3000:
        return "clock: 10 ms took %d ms or %d us" % (passed_ms, passed_us)
    return None


def lease(held, sleep_ms):
    """Whether the timer that must open the heater's switches fires, and at its pace.

    It did not on the ESP32-C6 before MicroPython 1.27 (issues 16438 and 17577). `held` is a
    `sole.hal.Lease`, or None on a board without a heater.
    """
    if held is None:
        return None
    before = held.fired
    sleep_ms(LEASE_WAIT_MS)
    fired = (held.fired - before) & 0xFFFF
    if not LEASE_FIRED_MIN <= fired <= LEASE_FIRED_MAX:
        return "lease: its timer fired %d times in %d ms, not 3" % (fired, LEASE_WAIT_MS)
    return None


def memory(size=1024):
    """Whether a piece of the heap holds what is written to it."""
    block = bytearray(size)
    for pattern in PATTERNS:
        for index in range(size):
            block[index] = pattern
        for index in range(size):
            if block[index] != pattern:
                return "memory: byte %d holds %d, not %d" % (index, block[index], pattern)
    return None


def flash(root, feed):
    """Whether every file of the firmware is what was installed; `feed` is called between them."""
    try:
        with open(root + MANIFEST, "rb") as file:
            manifest = unseal(file.read())
        for path in sorted(manifest):
            feed()
            if file_crc(root + "/" + path) != manifest[path]:
                return "flash: %s is not what was installed" % path
    except OSError:
        return "flash: a file of the firmware is missing"
    except FrameError:
        return "flash: the list of files is broken"
    return None


def pad(sensors):
    """Whether the thermistors, just read, are believable and the pad is not hot already."""
    warmest = coldest = None
    for sensor in sensors:
        if sensor.fault is not None:
            return "pad: %s" % sensor.fault
        if not PLAUSIBLE_CC[0] <= sensor.cc <= PLAUSIBLE_CC[1]:
            return "pad: %d hundredths of a degree is no room's temperature" % sensor.cc
        warmest = sensor.cc if warmest is None else max(warmest, sensor.cc)
        coldest = sensor.cc if coldest is None else min(coldest, sensor.cc)
    if warmest is not None and warmest - coldest > APART_CC:
        return "pad: the thermistors are %d hundredths of a degree apart" % (warmest - coldest)
    if warmest is not None and warmest >= HOT_CC:
        return "pad: hot already, %d.%02d C" % (warmest // 100, warmest % 100)
    return None
