"""What two-runtime tests share. Must run on CPython and on MicroPython."""

from sole.core.frame import FrameError, seal

try:
    from micropython import heap_lock, heap_unlock
except ImportError:  # CPython has no such lock: there the tests check the values only

    def heap_lock():
        """Forbids to allocate, on MicroPython."""

    def heap_unlock():
        """Allows it again."""


def raises(kind, call, *arguments):
    """The exception of `kind` that `call(*arguments)` raises; fails if it raises none."""
    try:
        call(*arguments)
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def frames_read(reader, data):
    """All objects in `data`; a frame that is refused gives its code instead."""
    found = []
    for byte in data:
        if reader.feed(byte):
            try:
                found.append(reader.take())
            except FrameError as error:
                found.append(error.code)
    return found


def board_file(**changes):
    """A sealed board file that drives nothing, but for what `changes` say."""
    keys = {
        "v": 1,
        "name": "b",
        "title": "B",
        "chip": "esp32",
        "pwm_hz": 20000,
        "motors": [],
        "motor_budget_ma": 100,
        "heater": None,
        "buttons": [],
        "indicator": None,
        "buzzer": None,
    }
    keys.update(changes)
    return seal(keys)
