"""Composition root: puts the parts together for the board at hand, and runs the loop."""

import sys

from adafruit_motor.motor import DCMotor

from sole import hal
from sole.core import board as boards
from sole.core import zones
from sole.core.supervisor import Supervisor
from sole.core.thermistor import Thermistor
from sole.drivers.button import Button
from sole.drivers.heater import Heater
from sole.drivers.indicator import Indicator
from sole.drivers.motor import Motor, Motors
from sole.link import Link
from sole.loop import Loop
from sole.massager import Massager
from sole.requests import Requests
from sole.store import Store
from sole.upload import Uploads

BOARD_FILE = "/board.json"


def main():
    """Runs the massager until Ctrl-C or a bug; every output is off when it returns."""
    watchdog = hal.Watchdog()
    try:
        _loop(watchdog).run()
    except KeyboardInterrupt:
        print("solewave: stopped by Ctrl-C, every output is off. Ctrl-D starts it again.")
    except Exception as error:  # whatever it is, the outputs go off first
        hal.leave(watchdog)
        print("solewave: stopped by an error, every output is off. Ctrl-D starts it again.")
        hal.print_exception(error)
    finally:
        hal.leave(watchdog)


def _loop(watchdog):
    """Everything, made and connected."""
    board, massager = _read_board()
    store = Store()
    uploads = Uploads(store)
    link = Link(hal.Console())
    about = _about(board)
    requests = Requests(massager, store, uploads, about)
    loop = Loop(massager, link, requests, uploads, hal.Clock, watchdog.feed, hal.collect)
    requests.counts = lambda: _counts(loop, link, massager)
    link.event("hello", dict(about))
    return loop


def _read_board():
    """The board as a dict (or None) and its massager; a board file that cannot be used
    leaves one that answers but drives nothing."""
    try:
        with open(BOARD_FILE, "rb") as file:
            board = boards.read(file.read())
        return board, _massager(board)
    except OSError:
        return None, Massager(None, None, None, board_fault="there is no %s" % BOARD_FILE)
    except boards.BoardError as error:
        return None, Massager(None, None, None, board_fault=error.say)


def _massager(board):
    buttons = [Button(hal.DigitalIn(button["pin"])) for button in board["buttons"]]
    indicator = None if board["led"] is None else Indicator(hal.DigitalOut(board["led"]))
    heater, supervisor = None, None
    if board["heater"] is not None:
        heater, supervisor = _heater(board["heater"])
    return Massager(_motors(board), heater, supervisor, buttons, indicator)


def _motors(board):
    motors = [_motor(motor, board["pwm_hz"]) for motor in board["motors"]]
    zone_motors = zones.assign([motor["zone"] for motor in board["motors"]])
    return Motors(motors, zone_motors, board["motor_budget_ma"])


def _motor(motor, pwm_hz):
    sides = [hal.PwmOut(pin, pwm_hz) for pin in motor["pins"]]
    bridge = len(sides) == 2
    if not bridge:
        sides.append(hal.NoPwm())
    dc_motor = DCMotor(sides[0], sides[1])
    dc_motor.throttle = None
    return Motor(
        dc_motor,
        motor["start_pct"],
        motor["kick_ms"],
        motor["slew_ms"],
        motor["run_ma"],
        brake=bridge,
    )


def _heater(table):
    pin = hal.DigitalOut(table["pin"])
    enable = None if table["enable"] is None else hal.DigitalOut(table["enable"])
    inputs = [hal.AnalogIn(sensor["pin"]) for sensor in table["sensors"]]
    sensors = [
        Thermistor(sensor["mv"], sensor["cc"], sensor["low"], sensor["high"])
        for sensor in table["sensors"]
    ]
    supervisor = Supervisor(table["target_cc"], table["cutoff_cc"], table["heat_ms"])
    return Heater.of_board(table, pin, enable, inputs, sensors), supervisor


def _about(board):
    """What `hello` tells of the board."""
    about = {"mpy": hal.mpy_version(), "reset": hal.reset_cause(), "platform": sys.platform}
    if board is None:
        about.update({"board": None, "title": None, "chip": None, "zones": [], "heater": False})
    else:
        about.update({"board": board["name"], "title": board["title"], "chip": board["chip"]})
        about["zones"] = zones.assign([motor["zone"] for motor in board["motors"]])
        about["heater"] = board["heater"] is not None
    return about


def _counts(loop, link, massager):
    """The last part of `status`: how the device itself fares."""
    return {
        "uptime_ms": massager.uptime_ms(),
        "ticks": loop.ticks,
        "late": loop.late,
        "longest_us": loop.longest_us,
        "frames": link.frames,
        "bad": link.bad,
        "free": hal.heap_free(),
    }
