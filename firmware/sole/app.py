"""Composition root: puts the parts together for the board at hand, and runs the loop."""

import json
import sys
from binascii import crc32

from adafruit_motor.motor import DCMotor

from sole import hal, selftest
from sole.chores import Chores
from sole.core import board as boards
from sole.core import faults, zones
from sole.core.supervisor import Supervisor
from sole.core.thermistor import Thermistor
from sole.drivers.button import Button
from sole.drivers.heater import Heater
from sole.drivers.indicator import Indicator
from sole.drivers.motor import Motor, Motors
from sole.fault_requests import FaultRequests
from sole.faultlog import BITES_MAX, FaultLog
from sole.file_requests import FileRequests
from sole.link import Link
from sole.loop import Loop
from sole.massager import Massager
from sole.requests import Requests
from sole.session_requests import SessionRequests
from sole.store import Store
from sole.upload import Uploads

ROOT = ""
"""Where the device's files lie; the tests have a folder of their own."""
BOARD_FILE = "/board.json"
PINS_FILE = "/pins.json"
"""The pins of the last good board file, for boot.py if that is lost."""


def main(update=None):
    """Runs the massager until Ctrl-C or a bug; every output is off when it returns.

    `update` is what finish_update.run() said; `hello` repeats it.
    """
    watchdog = hal.Watchdog()
    try:
        _loop(watchdog, update).run()
    except KeyboardInterrupt:
        print("solewave: stopped by Ctrl-C, every output is off. Ctrl-D starts it again.")
    except Exception as error:  # whatever it is, the outputs go off first
        hal.leave(watchdog)
        print("solewave: stopped by an error, every output is off. Ctrl-D starts it again.")
        hal.print_exception(error)
    finally:
        hal.leave(watchdog)


def _loop(watchdog, update):
    """Everything, made and connected."""
    log = FaultLog(ROOT)
    safe_mode = _count_bites(log)
    board, massager = _read_board(safe_mode)
    log.restore(massager.supervisor.latch)
    if safe_mode:
        massager.supervisor.latch.set(faults.SAFE_MODE)
    _self_test(massager, watchdog)
    store = Store(ROOT)
    uploads = Uploads(store)
    link = Link(hal.Console())
    about = _about(board, update)
    sessions = SessionRequests(massager, uploads, hal.random_u16)
    clearing = FaultRequests(massager, log)
    files = FileRequests(massager, store, uploads)
    requests = Requests(massager, about, (sessions, clearing, files))
    chores = Chores(massager, link, (sessions, clearing), uploads, log, hal.collect)
    loop = Loop(massager, link, requests, chores, hal.Clock, watchdog.feed)
    sessions.counts = lambda: _counts(loop, link, massager)
    link.event("hello", dict(about))
    return loop


def _count_bites(log):
    """Notes a reset by the watchdog; True once it bit so often in a row that nothing may run."""
    if hal.reset_cause() == "watchdog":
        log.bites += 1
        log.note("watchdog", 0, None, None)
        log.save()
    return log.bites >= BITES_MAX


def _read_board(safe_mode):
    """The board as a dict (or None) and its massager; a board file that cannot be used,
    and safe mode, leave one that answers but drives nothing."""
    try:
        with open(ROOT + BOARD_FILE, "rb") as file:
            data = file.read()
        board = boards.read(data)
        board["crc"] = crc32(data)
    except OSError:
        return None, _bare("there is no %s" % BOARD_FILE)
    except boards.BoardError as error:
        return None, _bare(error.say)
    _keep_pins(board)
    if safe_mode:
        return board, _bare("safe mode: the watchdog reset the board %d times" % BITES_MAX)
    return board, _massager(board)


def _keep_pins(board):
    """Writes the output pins for boot.py, if they are not what it has already."""
    pins = json.dumps(boards.output_pins(board))
    try:
        with open(ROOT + PINS_FILE) as file:
            if file.read() == pins:
                return
    except OSError:
        pass  # the first start with this board
    try:
        with open(ROOT + PINS_FILE, "w") as file:
            file.write(pins)
    except OSError:
        pass  # a full flash: boot.py still has the board file itself


def _bare(why):
    """A massager without any output."""
    return Massager(None, None, Supervisor(), board_fault=why)


def _self_test(massager, watchdog):
    """Tests at power-on, to be repeated before heat; one that fails is latched and named."""

    def test():
        return (
            selftest.clock(hal.Clock, hal.sleep_ms)
            or selftest.lease(massager.lease, hal.sleep_ms)
            or selftest.memory()
            or selftest.flash(ROOT, watchdog.feed)
        )

    massager.test_again = test
    massager.self_test = test()
    if massager.self_test is not None:
        massager.supervisor.latch.set(faults.SELF_TEST)


def _massager(board):
    buttons = [Button(hal.DigitalIn(button["pin"]), button["does"]) for button in board["buttons"]]
    indicator = None if board["led"] is None else Indicator(hal.DigitalOut(board["led"]))
    heater, supervisor, lease = None, Supervisor(), None
    if board["heater"] is not None:
        heater, supervisor, lease = _heater(board["heater"])
    return Massager(_motors(board), heater, supervisor, buttons, indicator, lease)


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
    supervisor = Supervisor(table["target_cc"], table["cutoff_cc"], table["heat_ms"], len(sensors))
    switches = [pin] if enable is None else [enable, pin]
    heater = Heater.of_board(table, pin, enable, inputs, sensors)
    return heater, supervisor, hal.Lease(switches)


def _about(board, update):
    """What `hello` tells of the board."""
    about = {"mpy": hal.mpy_version(), "reset": hal.reset_cause(), "platform": sys.platform}
    about["update"] = update
    if board is None:
        about.update({"board": None, "title": None, "chip": None, "zones": [], "heater": False})
        about["board_crc"] = None
    else:
        about.update({"board": board["name"], "title": board["title"], "chip": board["chip"]})
        about["zones"] = zones.assign([motor["zone"] for motor in board["motors"]])
        about["heater"] = board["heater"] is not None
        about["board_crc"] = board["crc"]
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
