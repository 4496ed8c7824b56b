# Every output to its safe level, before anything else is imported.
#
# A soft reset leaves a plain GPIO as it was (MicroPython issue 5737), so this is what
# switches a heater off that a crashed program left on. It needs no other file of ours:
# the pins are read from the board file as they stand there, trusted or not, because
# driving an output to its inactive level can only switch something off.

import json
import machine

ACTIVE_LOW = 256  # as in sole.core.board
GPIO = 255


def _board_pins():
    """What the board file names, whole or not."""
    pins = []
    try:
        with open("/board.json", "rb") as file:
            board = json.loads(file.read().rsplit(b"#", 1)[0])
        heater = board.get("heater")
        if heater:
            pins += [heater.get("pin"), heater.get("enable")]
        for motor in board.get("motors", ()):
            pins += motor.get("pins", ())
        pins += [(board.get("indicator") or {}).get("pin"), board.get("buzzer")]
    except Exception as error:  # a broken file must not stop the boot; what was found counts
        print("solewave: no usable board file:", repr(error))
    return pins


def _kept_pins():
    """What the firmware noted when it last had a good board file."""
    try:
        with open("/pins.json") as file:
            return json.load(file)
    except Exception:  # a board that never had one was never driven
        return []


def _make_safe():
    # The board's own come last: where the two differ, they are what is wired now.
    for pin in _kept_pins() + _board_pins():  # noqa: F821 - they go when this has run
        if isinstance(pin, int):
            try:
                machine.Pin(pin & GPIO, machine.Pin.OUT, value=1 if pin & ACTIVE_LOW else 0)
            except Exception as error:  # the other pins still count
                print("solewave: pin", pin & GPIO, repr(error))


_make_safe()
del _make_safe, _board_pins, _kept_pins  # 2.5 kilobytes

# The watchdog outlives a soft reset and cannot be stopped. Until the firmware feeds it
# from its loop a timer does, so that a person can work at the prompt.
_watchdog = machine.WDT(timeout=3000)
_watchdog_timer = machine.Timer(0)
_watchdog_timer.init(
    period=1000, mode=machine.Timer.PERIODIC, callback=lambda _timer: _watchdog.feed()
)
