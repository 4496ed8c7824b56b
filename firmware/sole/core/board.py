"""The compiled board file, checked again on the device before a pin is touched.

docs/board-format.md describes the keys. Nothing here knows `machine`: pins stay numbers.
"""

from sole.core import limits
from sole.core.frame import FrameError, unseal
from sole.core.zones import COUNT

VERSION = 1
GPIO_MASK = 255
PIN_ACTIVE_LOW = 256
PIN_PULL_UP = 512
DRIVERS = ("mosfet", "hbridge")
BUTTONS = ("play", "stop")
SENSOR_FAULTS = ("sensor-short", "sensor-open")


class BoardError(Exception):
    """A board file that must not be used; `say` tells why."""

    def __init__(self, say):
        super().__init__(say)
        self.say = say


def read(data):
    """The board in `data` (bytes-like) as a dict, every value that drives an output in range.

    Raises BoardError for anything else: missing keys, wrong types, values out of range,
    a pin used twice, a limit above the firmware's own.
    """
    try:
        board = unseal(data)
        if board.get("v") != VERSION:
            raise BoardError("board file version %s, not %d" % (board.get("v"), VERSION))
        _check(board)
    except FrameError as error:
        raise BoardError(error.say)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BoardError("key missing or of the wrong kind: %s" % error)
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
    for button in board["buttons"]:
        _claim(button["pin"], pins)
        if button["does"] not in BUTTONS:
            raise BoardError("button %s" % button["does"])
    if board["led"] is not None:
        _claim(board["led"], pins)


def _within(table, key, low, high):
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BoardError("%s is %s, allowed are %d to %d" % (key, value, low, high))


def _claim(pin, pins):
    """Notes that `pin` is taken."""
    if not isinstance(pin, int) or not 0 <= pin < PIN_PULL_UP * 2:
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
        if not isinstance(value, int) or not before_mv < value <= 5000:
            raise BoardError("thermistor millivolts must rise and stay below 5000")
        before_mv = value
    for value in sensor["cc"]:
        if not isinstance(value, int) or not -5500 <= value <= 15000:
            raise BoardError("thermistor temperature %s" % value)
    if sorted((sensor["low"], sensor["high"])) != sorted(SENSOR_FAULTS):
        raise BoardError("low and high must be sensor-short and sensor-open")


def output_pins(board):
    """Codes of all pins that a checked board drives, a list."""
    pins = []
    heater = board["heater"]
    if heater is not None:
        pins = [pin for pin in (heater["pin"], heater["enable"]) if pin is not None]
    for motor in board["motors"]:
        pins.extend(motor["pins"])
    if board["led"] is not None:
        pins.append(board["led"])
    return pins
