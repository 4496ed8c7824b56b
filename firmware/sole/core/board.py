"""The compiled board file, checked again on the device before a pin is touched.

docs/board-format.md describes the keys. Nothing here knows `machine`: pins stay numbers.
"""

from sole.core import limits
from sole.core.frame import FrameError, unseal
from sole.core.gesture import KINDS, PLAIN
from sole.core.zones import COUNT

VERSION = 1
GPIO_MASK = 255
PIN_ACTIVE_LOW = 256
PIN_PULL_UP = 512
DRIVERS = ("mosfet", "hbridge")
LIGHTS = ("led", "ws2812")
SIZE_MAX = 4096
"""Bytes of a board file, its seal included."""
SAY_MAX = 200
"""Characters of what is wrong: the link tells it, whatever the file holds."""
SENSOR_FAULTS = ("sensor-short", "sensor-open")


class BoardError(Exception):
    """A board file that must not be used; `say` tells why."""

    def __init__(self, say):
        super().__init__(say)
        self.say = say[:SAY_MAX]


def read(data):
    """The board in `data` (bytes-like) as a dict, every value that drives an output in range.

    Raises BoardError for anything else: missing keys, wrong types, values out of range,
    a pin used twice, a limit above the firmware's own, a file longer than SIZE_MAX.
    """
    try:
        if len(data) > SIZE_MAX:
            raise BoardError("board file longer than %d bytes" % SIZE_MAX)
        board = unseal(data)
        if board.get("v") != VERSION:
            raise BoardError("board file version %s, not %d" % (board.get("v"), VERSION))
        _check(board)
    except FrameError as error:
        raise BoardError(error.say)
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        # RuntimeError: a value nested too deep to be printed
        raise BoardError("key missing or of the wrong kind: %s" % error)
    except MemoryError:  # many small lists take fifteen times their text
        raise BoardError("board file too large for the memory there is")
    return board


def _check(board):
    for key in ("name", "title", "chip"):
        if not isinstance(board[key], str):
            raise BoardError("%s must be text" % key)
    _within(board, "pwm_hz", 50, 40000)
    _within(board, "motor_budget_ma", 0, 20000)
    if len(board["motors"]) > COUNT:
        raise BoardError("more than %d motors" % COUNT)
    pins = set()
    for motor in board["motors"]:
        _check_motor(motor, pins)
    if board["heater"] is not None:
        _check_heater(board["heater"], pins)
    _check_buttons(board["buttons"], pins)
    if board["indicator"] is not None:
        _claim(board["indicator"]["pin"], pins)
        if board["indicator"]["kind"] not in LIGHTS:
            raise BoardError("indicator %s" % board["indicator"]["kind"])
    if board["buzzer"] is not None:
        _claim(board["buzzer"], pins)


def _check_buttons(buttons, pins):
    roles = []
    for button in buttons:
        _claim(button["pin"], pins)
        does = button["does"]
        if does not in KINDS:
            raise BoardError("button %s" % does)
        if does in roles:
            raise BoardError("two buttons for %s" % does)
        roles.append(does)
    for does in roles:
        if KINDS[does] == PLAIN and "play" not in roles:
            raise BoardError("a button for %s and none for play" % does)


def _within(table, key, low, high):
    value = table[key]
    if not _is_whole(value) or not low <= value <= high:
        raise BoardError("%s is %s, allowed are %d to %d" % (key, value, low, high))


def _is_whole(value):
    """CPython takes True and False for numbers, MicroPython does not."""
    return isinstance(value, int) and not isinstance(value, bool)


def _claim(pin, pins):
    """Notes that `pin` is taken."""
    if not _is_whole(pin) or not 0 <= pin < PIN_PULL_UP * 2:
        raise BoardError("%s is no pin" % pin)
    gpio = pin & GPIO_MASK
    if gpio in pins:
        raise BoardError("GPIO%d is used twice" % gpio)
    pins.add(gpio)


def _check_motor(motor, pins):
    _within(motor, "zone", 0, COUNT - 1)
    _within(motor, "start_pct", 0, 90)
    _within(motor, "kick_ms", 0, 200)
    _within(motor, "slew_ms", 0, 1000)
    _within(motor, "run_ma", 1, 5000)
    if motor["driver"] not in DRIVERS:
        raise BoardError("driver %s" % motor["driver"])
    if len(motor["pins"]) != 1 + DRIVERS.index(motor["driver"]):
        raise BoardError("a %s has another number of pins" % motor["driver"])
    for pin in motor["pins"]:
        _claim(pin, pins)


def _check_heater(heater, pins):
    _claim(heater["pin"], pins)
    if heater["enable"] is not None:
        _claim(heater["enable"], pins)
    _within(heater, "target_cc", limits.HEAT_TARGET_MIN_CC, limits.HEAT_TARGET_MAX_CC)
    _within(heater, "cutoff_cc", heater["target_cc"], limits.HEAT_CUTOFF_CC)
    _within(heater, "ramp_cc_per_min", 1, limits.HEAT_RAMP_MAX_CC_PER_MIN)
    _within(heater, "heat_ms", 1000, limits.HEAT_TIME_MAX_MS)
    _within(heater, "kp_q15", 1, limits.FULL_Q15)
    _within(heater, "ti_s", 1, 2000)
    _within(heater, "window_ms", limits.TICK_MS, 10000)
    if heater["window_ms"] % limits.TICK_MS:
        raise BoardError("window_ms must be a multiple of %d" % limits.TICK_MS)
    if not 1 <= len(heater["sensors"]) <= 2:
        raise BoardError("a heater has one or two sensors")
    for sensor in heater["sensors"]:
        _check_sensor(sensor, pins)


def _check_sensor(sensor, pins):
    _claim(sensor["pin"], pins)
    points = sensor["mv"]
    if len(points) != len(sensor["cc"]) or not 2 <= len(points) <= 33:
        raise BoardError("a thermistor table has 2 to 33 points")
    before_mv = -1
    for value in points:
        if not _is_whole(value) or not before_mv < value <= 5000:
            raise BoardError("thermistor millivolts must rise and stay below 5000")
        before_mv = value
    if sorted((sensor["low"], sensor["high"])) != sorted(SENSOR_FAULTS):
        raise BoardError("low and high must be sensor-short and sensor-open")
    _check_temperatures(sensor["cc"], sensor["low"] == "sensor-short")


def _check_temperatures(points, falling):
    """A table that turned around, or ended below the cut-off, would hide that the pad gets hot.
    Only its two ends may stand still (`solewave.board.thermistor` says why)."""
    for value in points:
        if not _is_whole(value) or not -5500 <= value <= 15000:
            raise BoardError("thermistor temperature %s" % value)
    last = len(points) - 1
    for at in range(1, len(points)):
        step_cc = points[at - 1] - points[at] if falling else points[at] - points[at - 1]
        if step_cc < 0 or (step_cc == 0 and 1 < at < last):
            raise BoardError("thermistor temperatures must all fall, or all rise, by the wiring")
    if max(points) < limits.HEAT_CUTOFF_CC:
        raise BoardError("a thermistor table must reach %d" % limits.HEAT_CUTOFF_CC)


def output_pins(board):
    """Codes of all pins that a checked board drives, a list."""
    return list(named_pins(board))


def named_pins(board):
    """The same one after another; of a board that is not checked those that stand before the
    first thing that is not as it should be, and then whatever error that raises."""
    heater = board["heater"]
    if heater is not None:
        for key in ("pin", "enable"):
            if heater[key] is not None:
                yield heater[key]
    for motor in board["motors"]:
        yield from motor["pins"]
    if board["indicator"] is not None:
        yield board["indicator"]["pin"]
    if board["buzzer"] is not None:
        yield board["buzzer"]
