"""Checks of a board file across its keys: pins against the chip, currents, zones, limits."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from sole.core import gesture

from solewave.board import thermistor
from solewave.board.chip import Chip
from solewave.board.model import Heater, Indicator, Limits, Motor, Sensor, Supply, heater_ma
from solewave.board.reading import PinUse
from solewave.problems import KeyPath, Problems, dotted

Placed = Sequence[tuple[KeyPath, Motor]]
"""Motors, each with the key path of its table."""

_PINS_OF = {"mosfet": 1, "hbridge": 2}
_TARGET_TO_CUTOFF_C = 1
ONLY_REPORTED = "heater-stuck-on, thermal-runaway and over-temperature"
"""Rows of the fault table whose action needs a second switch when the first does not open."""
MICROPYTHON_MIN = "1.24"
"""What the firmware asks of every chip; some ask for more (boards/chips)."""
_DIVIDER_STEP_MV = 35
"""Least voltage between two points of a thermistor's table, 5 C apart: the table and the
ADC round to whole millivolts, which must stay well below a tenth of a degree each."""


def motors(placed: Placed, unread: Collection[KeyPath], problems: Problems) -> None:
    """Each zone once, and as many pins as the driver has, where the driver could be read."""
    first: dict[str, KeyPath] = {}
    for path, motor in placed:
        if motor.zone in first:
            what = f'"{motor.zone}" already has a motor, {dotted(first[motor.zone])}'
            problems.error((*path, "zone"), what, "Give each zone one motor.")
        first.setdefault(motor.zone, path)
        driver_known = not {("motor", "driver"), (*path, "driver")} & set(unread)
        if driver_known and len(motor.pins) in {1, 2} - {_PINS_OF[motor.driver]}:
            count = len(motor.pins)
            what = f"{count} pin{'s' * (count > 1)} for the driver {motor.driver}"
            remedy = "A mosfet has one pin; an hbridge two, forward and reverse."
            problems.error((*path, "pins"), what, remedy)


def pins(
    uses: Sequence[PinUse], chip: Chip, problems: Problems, has_psram: bool | None = False
) -> None:
    """Every pin exists, can do what it is for, and is used once; enough PWM channels.

    `has_psram` None: the file does not say.
    """
    first: dict[int, KeyPath] = {}
    for use in uses:
        if use.pin.gpio in first:
            what = f"{use.pin} is already used by {dotted(first[use.pin.gpio])}"
            problems.error(use.path, what, "Choose another pin.")
        else:
            _pin_exists(use, chip, problems)
            _psram(use, chip, problems, has_psram)
        first.setdefault(use.pin.gpio, use.path)
        _prefixes(use, chip, problems)
    channels = sum(use.role == "pwm" for use in uses)
    if channels > chip.pwm_channels:
        what = f"{channels} PWM pins, {chip.title} has {chip.pwm_channels} channels"
        remedy = "A mosfet takes one, an hbridge two, a led and a buzzer one each, a ws2812 none: "
        remedy += "use fewer motors."
        problems.error(("motors",), what, remedy)


def _pin_exists(use: PinUse, chip: Chip, problems: Problems) -> None:
    gpio = use.pin.gpio
    taken = _taken(gpio, chip)
    if gpio not in chip.gpio:
        problems.error(use.path, f"{chip.title} has no {use.pin}", _allowed(use, chip))
    elif taken:
        problems.error(use.path, f"{use.pin} {taken}", _allowed(use, chip))
    else:
        _pin_does(use, chip, problems)


def _taken(gpio: int, chip: Chip) -> str:
    """What the pin is for that nothing else may use, or ""."""
    if gpio in chip.flash:
        return f"belongs to the flash memory of {chip.title}"
    if gpio in chip.usb:
        return f"is the USB port of {chip.title}, over which the massager is commanded"
    if gpio in chip.console and chip.usb:
        return f"is the serial console of {chip.title}, which talks while the chip starts"
    if gpio in chip.console:
        return "is the USB serial line, over which the massager is commanded"
    return ""


def _psram(use: PinUse, chip: Chip, problems: Problems, has_psram: bool | None) -> None:
    if use.pin.gpio not in chip.psram or has_psram is False:
        return
    if has_psram:
        what = f"{use.pin} belongs to the PSRAM of the module"
        problems.error(use.path, what, _allowed(use, chip, chip.psram))
    else:
        what = f"{use.pin} belongs to the PSRAM of modules that have one"
        remedy = "Write psram = false if yours has none, or choose another pin."
        problems.warning(use.path, what, remedy)


def _pin_does(use: PinUse, chip: Chip, problems: Problems) -> None:
    gpio = use.pin.gpio
    if use.role in ("pwm", "output") and gpio in chip.input_only:
        problems.error(use.path, f"{use.pin} is an input only", _allowed(use, chip))
    elif use.role == "sensor" and gpio not in chip.adc1:
        reason = "is on ADC2, which other parts of the chip share" * (gpio in chip.adc2)
        what = f"{use.pin} {reason or 'cannot measure a voltage'}"
        problems.error(use.path, what, _allowed(use, chip))
    elif gpio in chip.strapping:
        what = f"{use.pin} is a strapping pin: {chip.strapping[gpio]}"
        problems.warning(use.path, what, "What is wired to it must not pull it at reset.")


def _prefixes(use: PinUse, chip: Chip, problems: Problems) -> None:
    if use.pin.pull_up and use.role != "input":
        problems.error(use.path, '"^" is for buttons', 'Leave the "^" out.')
    elif use.pin.pull_up and use.pin.gpio in chip.no_pull_up:
        remedy = (
            'Wire a resistor of 10 kilohm to 3.3 V and leave the "^" out, or choose another pin.'
        )
        problems.error(use.path, f"{use.pin} has no pull-up inside {chip.title}", remedy)
    if use.pin.active_low and use.role == "sensor":
        problems.error(use.path, '"!" is not for sensors', 'Leave the "!" out.')
    elif use.pin.active_low and use.path[0] == "heater":
        what = "an active-low heater is on wherever its pin is held low"
        remedy = "Wire a pull-up resistor that keeps it off while the chip starts."
        problems.warning(use.path, what, remedy)


def buttons(raw: object, problems: Problems) -> None:
    """Each role once, and a button that starts sessions where others change them.

    `raw` is the list as the file has it, so that a place in it is that of the message.
    """
    first: dict[str, KeyPath] = {}
    for index, table in enumerate(raw if isinstance(raw, list) else []):
        does = table.get("does") if isinstance(table, dict) else None
        path: KeyPath = ("buttons", index, "does")
        if isinstance(does, str) and does in first:
            what = f'"{does}" already has a button, {dotted(first[does][:-1])}'
            problems.error(path, what, "Give each role one button.")
        elif isinstance(does, str):
            first[does] = path
    for does, path in first.items():
        if gesture.KINDS.get(does) == gesture.PLAIN and "play" not in first:
            what = f'"{does}" without a button that starts anything'
            problems.error(path, what, 'Add one with does = "play".')


def indicator(lamp: Indicator, problems: Problems) -> None:
    """The data line of a WS2812 is no switch that could be the other way round."""
    if lamp.kind == "ws2812" and lamp.pin.active_low:
        what = '"!" is not for a ws2812, whose pin carries data'
        problems.error(("indicator", "pin"), what, 'Leave the "!" out.')


def labels(given: dict[str, str], chip: Chip, problems: Problems) -> None:
    """Labels stand beside pins that the chip has, each beside one."""
    first: dict[str, str] = {}
    for number, text in given.items():
        path = ("labels", number)
        if number not in map(str, chip.gpio):
            what = f'{chip.title} has no GPIO "{number}"'
            problems.error(path, what, 'Write a GPIO number and what stands there: 5 = "D3".')
        elif text in first:
            what = f'"{text}" stands beside GPIO{first[text]} already'
            problems.error(path, what, "Give each pin its own label.")
        first.setdefault(text, number)


def currents(supply: Supply, heater: Heater | None, placed: Placed, problems: Problems) -> None:
    """Controller and pad fit the supply; a warning where the motors have to share the rest."""
    pad_ma = heater_ma(heater, supply)
    left_ma = supply.current_ma - supply.controller_ma - pad_ma
    wanted_ma = sum(motor.run_ma for _, motor in placed)
    if left_ma < 0:
        what = (
            f"controller ({supply.controller_ma} mA) and heater ({pad_ma} mA) "
            f"take more than the supply gives"
        )
        remedy = (
            f"It needs at least {supply.controller_ma + pad_ma + wanted_ma} mA with all motors."
        )
        problems.error(("supply", "current_ma"), what, remedy)
    elif wanted_ma > left_ma:
        what = f"all motors together take {wanted_ma} mA, {left_ma} mA are left for them"
        remedy = "They are scaled down together when a pattern asks for more."
        problems.warning(("supply", "current_ma"), what, remedy)


def limits(own: Limits, problems: Problems) -> None:
    """The cut-off lies above the target."""
    if own.cutoff_c < own.target_c + _TARGET_TO_CUTOFF_C:
        what = f"cut-off {own.cutoff_c:g} °C with a target of {own.target_c:g} °C"
        remedy = f"The cut-off must be at least {_TARGET_TO_CUTOFF_C} °C above target_c."
        problems.error(("limits", "cutoff_c"), what, remedy)


def heater(pad: Heater, chip: Chip, problems: Problems) -> None:
    """The ADC can read each divider; warns of what a single part cannot protect from."""
    if pad.enable_pin is None:
        what = f"no enable_pin: if its one switch is shorted, {ONLY_REPORTED} "
        what += "are reported, but not stopped: the pad goes on heating"
        remedy = "Put a second switch in series with the pad, and a thermal fuse in any case."
        problems.warning(("heater",), what, remedy)
    if len(pad.sensors) == 1:
        what = "one thermistor: sensor-disagree cannot be seen"
        remedy = "Fit a second one: a single one that has come loose reads too low, unnoticed."
        problems.warning(("heater", "sensors"), what, remedy)
    if chip.micropython_min != MICROPYTHON_MIN:
        what = (
            f"{chip.title} needs MicroPython {chip.micropython_min} or newer: before, the timer "
        )
        what += "that ends a forgotten heater did not run"
        problems.warning(("chip",), what, "`solewave flash` brings one that is new enough.")
    for index, sensor in enumerate(pad.sensors):
        divider(sensor, chip, ("heater", "sensors", index), problems)


def divider(sensor: Sensor, chip: Chip, path: KeyPath, problems: Problems) -> None:
    """The ADC can measure the whole table of a thermistor, and tell its points apart."""
    mv, _ = thermistor.table(sensor)
    least_mv = min(after - before for before, after in pairwise(mv))
    ends = f"{thermistor.LOWEST_C} to {thermistor.HIGHEST_C} °C"
    if mv[0] < chip.adc_min_mv or mv[-1] > chip.adc_max_mv:
        what = f"{ends} give {mv[0]} to {mv[-1]} mV at the pin"
        allowed = f"{chip.adc_min_mv} to {chip.adc_max_mv} mV"
        remedy = f"{chip.title} measures {allowed}; choose series_ohm near r25_ohm."
        problems.error((*path, "series_ohm"), what, remedy)
    elif least_mv < _DIVIDER_STEP_MV:
        what = f"{thermistor.STEP_C} °C make only {least_mv} mV of difference"
        remedy = "Choose series_ohm near r25_ohm, and supply_mv as high as the chip's own."
        problems.error((*path, "series_ohm"), what, remedy)


def _allowed(use: PinUse, chip: Chip, but: frozenset[int] = frozenset()) -> str:
    """The pins that can do what this one is for."""
    able = chip.free - but
    if use.role == "sensor":
        able &= chip.adc1
    elif use.role != "input":
        able -= chip.input_only
    return f"Allowed: {_spans(able)}."


def _spans(numbers: frozenset[int]) -> str:
    """GPIO numbers in words: "0, 2, 4 to 5, 12 to 19"."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join(" to ".join(map(str, span)) for span in spans)
