"""What each pin of a board is wired to, in words: the table that people solder by."""

from collections.abc import Iterator
from typing import NamedTuple

from solewave.board.model import BoardFile, Button, Indicator, Motor, Sensor
from solewave.board.pins import Pin


class Wire(NamedTuple):
    """One pin: which, what hangs on it, and what it is soldered to."""

    pin: Pin
    what: str
    goes_to: str


def wires(board: BoardFile) -> list[Wire]:
    """All pins of a board: motors, pad, thermistors, buttons, lamp, buzzer."""
    found = [wire for motor in board.motors for wire in _motor(motor)]
    found += _heater(board)
    found += [_button(button) for button in board.buttons]
    if board.indicator:
        found.append(_lamp(board.indicator))
    if board.buzzer:
        found.append(_buzzer(board.buzzer.pin))
    return found


def printed(board: BoardFile, pin: Pin) -> str:
    """What a person looks for on the controller: "D5 (GPIO6)" or "GPIO6"."""
    label = board.labels.get(str(pin.gpio))
    return f"{label} ({pin})" if label else str(pin)


def spoken_zone(zone: str) -> str:
    """ "left_solar_plexus" as people say it."""
    return zone.replace("_", " ")


def _motor(motor: Motor) -> Iterator[Wire]:
    what = f"motor, {spoken_zone(motor.zone)}"
    if motor.driver == "mosfet":
        yield Wire(motor.pins[0], what, _gate(motor.pins[0], "its MOSFET"))
        return
    for pin, side in zip(motor.pins, ("1 (forward)", "2 (reverse)"), strict=True):
        yield Wire(pin, what, f"input {side} of its bridge")


def _heater(board: BoardFile) -> Iterator[Wire]:
    heater = board.heater
    if heater is None:
        return
    two = heater.enable_pin is not None
    lower = "pad, lower switch" if two else "pad, its switch"
    yield Wire(heater.pin, lower, _gate(heater.pin, "its MOSFET"))
    if heater.enable_pin:
        goes_to = _gate(heater.enable_pin, "the upper switch's driver")
        yield Wire(heater.enable_pin, "pad, upper switch", goes_to)
    for number, sensor in enumerate(heater.sensors, 1):
        yield Wire(sensor.pin, f"thermistor {number}", _divider(sensor))


def _divider(sensor: Sensor) -> str:
    resistor, ntc = "3V3", "ground"
    if sensor.wiring == "pull-down":
        resistor, ntc = ntc, resistor
    return (
        f"middle of its divider: {ohms(sensor.series_ohm)} to {resistor}, "
        f"NTC {ohms(sensor.r25_ohm)} to {ntc}"
    )


def _button(button: Button) -> Wire:
    name = "stop button, red" if button.does == "stop" else f"{spoken_role(button)} button"
    to = "ground" if button.pin.active_low or button.pin.pull_up else "3V3"
    goes_to = f"button to {to}"
    if button.pin.pull_up and not button.pin.active_low:
        goes_to += ", a contact that opens"
    elif not button.pin.pull_up:
        other = "3V3" if button.pin.active_low else "ground"
        goes_to += f", 10 kilohm to {other}"
    return Wire(button.pin, name, goes_to)


def spoken_role(button: Button) -> str:
    """ "intensity-down" as people say it."""
    return button.does.replace("-", " ")


def _lamp(lamp: Indicator) -> Wire:
    name = "lamp, WS2812" if lamp.kind == "ws2812" else "lamp"
    if lamp.built_in:
        goes_to = "on the controller itself, nothing to wire"
    elif lamp.kind == "ws2812":
        goes_to = "its data input by 330 ohm; its supply from 5 V by a 1N4148"
    else:
        goes_to = f"LED and 1 kilohm to {'3V3' if lamp.pin.active_low else 'ground'}"
    return Wire(lamp.pin, name, goes_to)


def _buzzer(pin: Pin) -> Wire:
    return Wire(pin, "buzzer", f"piezo and 100 ohm to {'3V3' if pin.active_low else 'ground'}")


def _gate(pin: Pin, of: str) -> str:
    """A resistor holds the gate where it is off while the chip's pins float."""
    off = "3V3: on when low" if pin.active_low else "ground"
    return f"gate of {of} by 100 ohm, 10 kilohm from gate to {off}"


def ohms(value: float) -> str:
    """ "10 kilohm", "4.7 kilohm", "470 ohm"."""
    return f"{value / 1000:g} kilohm" if value >= 1000 else f"{value:g} ohm"
