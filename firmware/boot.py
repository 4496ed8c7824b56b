# Every output to its safe level, before anything else is imported.
#
# A soft reset leaves a plain GPIO as it was (MicroPython issue 5737), so this is what
# switches a heater off that a crashed program left on. It needs no other file of ours.

import json
import machine
from binascii import crc32

ACTIVE_LOW = 256  # as in sole.core.board
GPIO = 255
SEAL_SIZE = 9  # as in sole.core.frame


def _sealed(path):
    """What the file holds, if it is whole: one bit of a broken one may turn a level round, and
    switch on what is to be switched off."""
    try:
        with open(path, "rb") as file:
            data = file.read()
        body = data[:-SEAL_SIZE]
        if data[-SEAL_SIZE:] == b"#%08x" % crc32(body):
            return json.loads(body)
        print("solewave: broken file:", path)
    except OSError:  # there is none
        pass
    except Exception as error:  # whatever it is must not stop the boot
        print("solewave: unusable file:", path, repr(error))
    return {}


def _board_pins():
    """What the board file names; what was found until something is not as it should be. The
    heater's come last: whatever else names one of them too, theirs is the level that stays."""
    pins = []
    try:
        board = _sealed("/board.json")  # noqa: F821 - it goes when this has run
        heater = board.get("heater")
        if heater:
            pins += [heater.get("pin"), heater.get("enable")]
        for motor in board.get("motors", ()):
            pins += motor.get("pins", ())
        pins += [(board.get("indicator") or {}).get("pin"), board.get("buzzer")]
    except Exception as error:
        print("solewave: unusable board file:", repr(error))
    return pins[::-1]


def _kept_pins():
    """What the firmware noted when it last had a good board file."""
    try:
        return list(_sealed("/pins.json")["pins"])  # noqa: F821
    except Exception:  # a board that never had one was never driven
        return []


def _make_safe():
    # The board's own come last: where the two differ, they are what is wired now. If the firmware
    # refuses that file it drives those kept once more.
    for pin in _kept_pins() + _board_pins():  # noqa: F821 - they go when this has run
        if isinstance(pin, int):
            try:
                machine.Pin(pin & GPIO, machine.Pin.OUT, value=1 if pin & ACTIVE_LOW else 0)
            except Exception as error:  # the other pins still count
                print("solewave: pin", pin & GPIO, repr(error))


_make_safe()
del _make_safe, _board_pins, _kept_pins, _sealed  # 2.5 kilobytes

# The watchdog outlives a soft reset and cannot be stopped. Until the firmware feeds it
# from its loop a timer does, so that a person can work at the prompt.
_watchdog = machine.WDT(timeout=3000)
_watchdog_timer = machine.Timer(0)
_watchdog_timer.init(
    period=1000, mode=machine.Timer.PERIODIC, callback=lambda _timer: _watchdog.feed()
)
