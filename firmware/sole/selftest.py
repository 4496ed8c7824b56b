"""What is tested at power-on, and again before heat. docs/safety.md tells what it cannot find.

Each test gives None or a sentence that names what failed.
"""

from sole.checksum import file_crc
from sole.core.folding import const
from sole.core.frame import FrameError, unseal

MANIFEST = "/manifest.json"
"""Sealed: path -> CRC-32 of every file of the firmware, written by whoever installs it."""
PLAUSIBLE_CC = (-1000, 5500)
"""A pad that has been standing somewhere is between -10 and 55 C."""
_HOT_CC = const(4300)
_APART_CC = const(400)
_LEASE_WAIT_MS = const(350)
_LEASE_FIRED_MIN = const(2)
PATTERNS = (0x55, 0xAA, 0x00, 0xFF)
_LOOK_MS = const(10)
"""Of these the waits are whole multiples."""


class AtPowerOn:
    """The tests at power-on, to be repeated before heat.

    They look at the emergency stop all the time, as a tick would. `feed()` feeds the
    watchdog, `ticks` is the clock, `root` is where the files lie.
    """

    def __init__(self, massager, feed, ticks, sleep_ms, root):
        self._massager = massager
        self._feed_dog = feed
        self._ticks = ticks
        self._sleep_ms = sleep_ms
        self._root = root

    def run(self):
        """None, or a sentence that names what failed."""
        return (
            clock(self._ticks, self._wait)
            or lease(self._massager.lease, self._ticks, self._wait)
            or memory()
            or flash(self._root, self._feed)
        )

    def _feed(self):
        self._feed_dog()
        self._massager.buttons.look_for_stop()

    def _wait(self, ms):
        for _ in range(ms // _LOOK_MS):
            self._sleep_ms(_LOOK_MS)
            self._feed()


def clock(ticks, sleep_ms):
    """Whether milliseconds and microseconds go on, and go on alike.

    Microseconds are read before and after milliseconds: what interrupts takes between two
    readings must not look like a clock that is wrong.
    """
    before_us, begun_ms, after_us = ticks.ticks_us(), ticks.ticks_ms(), ticks.ticks_us()
    sleep_ms(10)
    inner_us = ticks.diff(ticks.ticks_us(), after_us)
    passed_ms = ticks.diff(ticks.ticks_ms(), begun_ms)
    outer_us = ticks.diff(ticks.ticks_us(), before_us)
    if passed_ms < 8 or not inner_us - 2000 <= passed_ms * 1000 <= outer_us + 2000:
        return "clock: 10 ms took %d ms or %d us" % (passed_ms, inner_us)
    return None


def lease(held, ticks, sleep_ms):
    """Whether the timer that must open the heater's switches fires, and at its pace.

    It did not on the ESP32-C6 before MicroPython 1.27 (issues 16438 and 17577). `held` is a
    `sole.hal.Lease`, or None on a board without a heater.
    """
    if held is None:
        return None
    before, begun_ms = held.fired, ticks.ticks_ms()
    sleep_ms(_LEASE_WAIT_MS)
    passed_ms = ticks.diff(ticks.ticks_ms(), begun_ms)
    fired = (held.fired - before) & 0xFFFF
    if not _LEASE_FIRED_MIN <= fired <= passed_ms // held.PERIOD_MS + 2:
        say = "lease: its timer fired %d times in %d ms, once in %d is right"
        return say % (fired, passed_ms, held.PERIOD_MS)
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
            return "pad: %s degrees is no room's temperature" % _spoken(sensor.cc)
        warmest = sensor.cc if warmest is None else max(warmest, sensor.cc)
        coldest = sensor.cc if coldest is None else min(coldest, sensor.cc)
    if warmest is not None and warmest - coldest > _APART_CC:
        return "pad: the thermistors are %s degrees apart" % _spoken(warmest - coldest)
    if warmest is not None and warmest >= _HOT_CC:
        return "pad: hot already, %s degrees" % _spoken(warmest)
    return None


def _spoken(cc):
    """Degrees, for a sentence. Integers: a float here would say 43.4 as 43.39999."""
    return "%s%d.%02d" % ("-" if cc < 0 else "", abs(cc) // 100, abs(cc) % 100)
