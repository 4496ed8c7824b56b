"""Composition root: puts the parts together for the board at hand.

Forgotten once that is done (sole.run), so no part may be given a function of this module.
"""

import sys
from binascii import crc32

from adafruit_motor.motor import DCMotor

from sole import hal, sealed_file, selftest
from sole.bedtime_keeper import BedtimeKeeper
from sole.chores import Chores
from sole.core import board as boards
from sole.core import faults, zones
from sole.core.frame import FrameError, unseal
from sole.core.supervisor import Supervisor
from sole.core.thermistor import Thermistor
from sole.drivers import indicator
from sole.drivers.button import Button
from sole.drivers.heater import Heater
from sole.drivers.motor import Motor, Motors
from sole.fault_keeping import FaultKeeping
from sole.fault_requests import FaultRequests
from sole.faultlog import BITES_MAX, FaultLog
from sole.file_requests import FileRequests
from sole.link import Link
from sole.loop import Loop
from sole.massager import Massager
from sole.requests import Requests
from sole.saving import Saving
from sole.session_requests import SessionRequests
from sole.settings import Settings
from sole.settings_requests import SettingsRequests
from sole.starter import Starter
from sole.store import Store
from sole.upload import Uploads
from sole.usage import Usage
from sole.usage_requests import UsageRequests
from sole.wishes import Wishes

ROOT = ""
"""Where the device's files lie; the tests have a folder of their own."""
BOARD_FILE = "/board.json"
PINS_FILE = "/pins.json"
"""The pins of the last good board file, for boot.py if that is lost."""


def loop(watchdog, update):
    """Everything, made and connected. `update` is what finish_update.run() said."""
    log = FaultLog(ROOT)
    bites = _count_bites(log)
    safe_mode = bites >= BITES_MAX
    board, massager = _read_board(bites)
    log.restore(massager.supervisor.latch)
    if safe_mode:
        massager.supervisor.latch.set(faults.SAFE_MODE)
    massager.tests = selftest.AtPowerOn(massager, watchdog.feed, hal.Clock, hal.sleep_ms, ROOT).run
    massager.power_on()
    memory = _memory(massager, 0 if board is None else len(board["motors"]))
    store = Store(ROOT, watchdog.feed)
    link = Link(hal.Console())
    about = _about(board, update)
    made = _connect(massager, log, memory, store, link, about, watchdog.feed)
    link.event("hello", dict(about))
    return made


def _memory(massager, motors):
    """What is remembered of people and sessions: settings, usage log, bedtime, clock."""
    settings, clock, usage = Settings(ROOT), hal.WallClock(), Usage(ROOT, motors)
    massager.meter = usage.meter
    massager.follow(settings.values)
    keeper = BedtimeKeeper(settings, clock, usage.last_start_min)
    return settings, clock, usage, keeper


def _connect(massager, log, memory, store, link, about, feed):
    """The loop, with all that answers requests and all that is done in the slack."""
    settings, clock, usage, keeper = memory
    uploads = Uploads(store)
    starter = Starter(massager, uploads, settings, keeper, usage, clock)
    sessions = SessionRequests(massager, starter, uploads, hal.random_u16)
    clearing = FaultRequests(massager, log)
    parts = (
        sessions,
        clearing,
        FileRequests(massager, store, uploads),
        SettingsRequests(massager, settings, clock, keeper),
        UsageRequests(usage),
    )
    jobs = (
        FaultKeeping(massager, link, log),
        Wishes(massager, starter, keeper, sessions, clearing),
        Saving(massager, link, uploads, (settings, usage)),
    )
    requests = Requests(massager, about, parts)
    chores = Chores(hal.collect, jobs)
    made = Loop(massager, link, requests, chores, hal.Clock, feed, hal.heap_free)
    sessions.counts = made.counts
    return made


def _count_bites(log):
    """Notes a reset by the watchdog; how many there were in a row."""
    if hal.reset_cause() == "watchdog":
        log.bites += 1
        log.note("watchdog", 0, None, None)
        log.save()
    return log.bites


def _read_board(bites):
    """The board as a dict (or None) and its massager; a board file that cannot be used,
    and safe mode, leave one that answers but drives nothing.

    In safe mode its lamp tells so; if the watchdog bites there too, not even that is driven.
    """
    try:
        with open(ROOT + BOARD_FILE, "rb") as file:
            data = file.read(boards.SIZE_MAX + 1)
        board = boards.read(data)
        board["crc"] = crc32(data)
    except OSError:
        return None, _bare("there is no %s" % BOARD_FILE)
    except boards.BoardError as error:
        return _refused(data, error)
    _keep_pins(board)
    if bites >= BITES_MAX:
        why = "safe mode: the watchdog reset the board %d times" % bites
        return board, _bare(why, _indicators(board) if bites == BITES_MAX else ())
    return board, _massager(board)


def _kept_pins():
    """The output pins of the last good board file, a list; empty if there was none."""
    try:
        return list(sealed_file.read(ROOT + PINS_FILE)["pins"])
    except (OSError, FrameError, KeyError, TypeError):
        return []


def _keep_pins(board):
    """Writes the output pins for boot.py, if they are not what it has already."""
    pins = boards.output_pins(board)
    if _kept_pins() != pins:  # on a full flash boot.py still has the board file itself
        sealed_file.write(ROOT + PINS_FILE, {"pins": pins})


def _refused(data, error):
    """A massager for a board file that was refused.

    Where its seal is right boot.py has driven the pins that it names, and a level that it has
    wrong would leave a switch on: they are let go, so that the pull-downs hold the gates, and
    those of the last good file are driven.
    """
    try:
        for pin in boards.named_pins(unseal(data)):
            _make(hal.let_go, pin)
    except Exception:  # broken, or no further than here
        pass
    for pin in _kept_pins():
        _make(hal.DigitalOut, pin)
    return None, _bare(error.say)


def _make(kind, pin):
    try:
        kind(pin)
    except Exception:  # none of this chip, whatever the port says to that
        pass


def _bare(why, indicators=()):
    """A massager that moves and heats nothing."""
    return Massager(None, None, Supervisor(), indicators=indicators, board_fault=why)


def _massager(board):
    buttons = [Button(hal.DigitalIn(button["pin"]), button["does"]) for button in board["buttons"]]
    heater, supervisor, lease = None, Supervisor(), None
    if board["heater"] is not None:
        heater, supervisor, lease = _heater(board["heater"])
    return Massager(_motors(board), heater, supervisor, buttons, _indicators(board), lease)


def _indicators(board):
    return indicator.make(board, hal.PwmOut, hal.Pixel)


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
