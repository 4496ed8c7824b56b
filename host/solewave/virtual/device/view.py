# mypy: ignore-errors
# ruff: noqa: SIM115
"""What the host sees of the board, and what it does to it, past the serial line.

Two small files in the state folder: `view` (board to host) and `inputs` (host to board).
`solewave.virtual.window` is the host's end; both use the layouts written here.
"""

import struct
import sys

PINS = 64
MOTORS = 10

# view: header, then eight bytes for each pin
HEADER = "<4sIQBBBBIIdddd10HI"
HEADER_SIZE = struct.calcsize(HEADER)
PINS_AT = 128
PIN = "<BBHI"
PIN_SIZE = 8
VIEW_SIZE = PINS_AT + PINS * PIN_SIZE
MAGIC = b"SWV1"

# phases of a start
LOADING, BOOTING, RUNNING, ENDED, BETWEEN = 0, 1, 2, 3, 4

# pin modes: the ESP32's own numbers for plain ones
UNUSED, IN, OUT, OPEN_DRAIN, PWM, ADC, PIXEL = 0, 1, 3, 7, 16, 17, 18
"""PIXEL: a WS2812 listens there; in place of Hz its color, red << 16 | green << 8 | blue."""

# inputs: sequence number, then pins, then sensors
INPUTS_HEADER = "<I"
# level (0, 1 or FREE), number of the press, ms after which it comes again (0: never), its ms
INPUT_PIN = "<BBHI"
INPUT_PINS_AT = 8
SENSOR = "<BBH"  # mode, unused, millivolts
SENSORS = 2
SENSORS_AT = INPUT_PINS_AT + PINS * PIN_SIZE
SENSOR_SIZE = 4
INPUTS_SIZE = SENSORS_AT + SENSORS * SENSOR_SIZE
FREE = 255
FRESH_US = 500
"""What was read less long ago is not read again."""
SENSOR_OK, SENSOR_OPEN, SENSOR_SHORT, SENSOR_FIXED = 0, 1, 2, 3


UNBUFFERED = {} if sys.implementation.name == "micropython" else {"buffering": 0}
"""MicroPython's files have no buffer anyway, and no such argument."""


class View:
    """The board's end of `view`. Each part is one write, so a reader sees it whole."""

    def __init__(self, path):
        self._file = open(path, "r+b", **UNBUFFERED)
        self._header = bytearray(HEADER_SIZE)
        self._pin = bytearray(PIN_SIZE)
        self.phase = LOADING
        self.count = 0

    def load(self):
        """bytes: the whole file as the board left it when it was reset."""
        self._file.seek(0)
        return self._file.read(VIEW_SIZE)

    def pin(self, number, mode, value, duty_u16, hz):
        """Publishes one pin."""
        struct.pack_into(PIN, self._pin, 0, mode, value, duty_u16, hz)
        self._file.seek(PINS_AT + number * PIN_SIZE)
        self._file.write(self._pin)

    def header(self, world, now_us):
        """Publishes everything but the pins, as it is at `now_us`."""
        self.count = (self.count + 1) & 0xFFFFFFFF
        plant, speeds = world.plant, world.speeds(now_us)
        struct.pack_into(
            HEADER, self._header, 0, MAGIC, self.count, now_us, self.phase, world.cause,
            world.timers(), world.heater_on, world.watchdog_ms, 0,
            plant.pad_c, plant.foot_c, plant.sensor_c, plant.power,
            *speeds, self.count,
        )  # fmt: skip
        self._file.seek(0)
        self._file.write(self._header)


class Inputs:
    """The board's end of `inputs`: levels that people put on pins, faults of the sensors."""

    def __init__(self, path):
        self._file = open(path, "rb", **UNBUFFERED)
        self._data = bytearray(INPUTS_SIZE)
        self._seen = bytearray(PINS)  # the last press of each pin that was begun
        self._begun_us = [0] * PINS
        self._read_us = -FRESH_US

    def _refresh(self, now_us):
        """Reads what the host wrote last, unless that has just been done."""
        if now_us - self._read_us >= FRESH_US:
            self._read_us = now_us
            self._file.seek(0)
            self._file.readinto(self._data)

    def level(self, number, now_us):
        """Level that is forced on a pin: 0, 1 or FREE."""
        self._refresh(now_us)
        at = INPUT_PINS_AT + number * PIN_SIZE
        if self._data[at + 1] == 0:
            return self._data[at]  # nobody has pressed it ever
        level, press, gap_ms, held_ms = struct.unpack_from(INPUT_PIN, self._data, at)
        if press != self._seen[number]:
            self._seen[number] = press
            self._begun_us[number] = now_us
        passed_us = now_us - self._begun_us[number]
        if gap_ms and passed_us >= (held_ms + gap_ms) * 1000:
            passed_us -= (held_ms + gap_ms) * 1000
        return level if passed_us < held_ms * 1000 else FREE

    def sensor(self, index, now_us):
        """(mode, mv) of a thermistor."""
        self._refresh(now_us)
        mode, _, mv = struct.unpack_from(SENSOR, self._data, SENSORS_AT + index * SENSOR_SIZE)
        return mode, mv
