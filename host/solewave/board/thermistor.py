"""The thermistor's divider as a table that the device only has to interpolate.

An NTC's resistance is taken from the beta equation,
R = R25 * exp(beta * (1/T - 1/298.15 K)), which every NTC's data sheet states.
"""

import math

from solewave.board.model import Sensor

LOWEST_C = 5
HIGHEST_C = 80
"""Ends of the table. A reading beyond them is a broken wire or a short, or a pad that is
no place for a foot: either way the heat stays off."""

STEP_C = 5
"""16 points. Straight lines between them, in whole millivolts, err by less than 0.1 C from
20 to 50 C for 10 kilohm and 3950 K, and by less than 0.2 C for every divider that
`solewave.board.checks` lets pass (tests/host/test_board_thermistor.py)."""

MARGIN_MV = 60
"""What an ESP32's ADC may be off after calibration (data sheet, total error at 11 dB). So far
beyond an end of the table a reading is still the temperature of that end, not a fault: a pad
in a room of 5 C must not look like a broken wire."""
FLOOR_MV, CEILING_MV = 150, 3100
"""No ESP32 reads less, or more, whatever the voltage. A wire that is broken or short reads
as the nearer of these and of ground or supply; the margin ends half way there."""

_ZERO_K = 273.15
_R25_AT_K = 298.15


def divider_mv(sensor: Sensor, celsius: float) -> float:
    """Voltage at the pin in mV with the thermistor at `celsius`."""
    inverse = 1 / (celsius + _ZERO_K) - 1 / _R25_AT_K
    ohm = sensor.r25_ohm * math.exp(sensor.beta * inverse)
    part = ohm if sensor.wiring == "pull-up" else sensor.series_ohm
    return sensor.supply_mv * part / (ohm + sensor.series_ohm)


def table(sensor: Sensor) -> tuple[list[int], list[int]]:
    """The points of the divider: (mV, rising; centi-degrees of each)."""
    points = [
        (round(divider_mv(sensor, celsius)), celsius * 100)
        for celsius in range(LOWEST_C, HIGHEST_C + 1, STEP_C)
    ]
    points.sort()
    return [mv for mv, _ in points], [cc for _, cc in points]


def with_margins(sensor: Sensor) -> tuple[list[int], list[int]]:
    """The table for the device: one more point beyond each end, with that end's temperature."""
    mv, cc = table(sensor)
    below = min(MARGIN_MV, (mv[0] - FLOOR_MV) // 2)
    above = min(MARGIN_MV, (min(sensor.supply_mv, CEILING_MV) - mv[-1]) // 2)
    if below > 0:
        mv, cc = [mv[0] - below, *mv], [cc[0], *cc]
    if above > 0:
        mv, cc = [*mv, mv[-1] + above], [*cc, cc[-1]]
    return mv, cc


def faults(sensor: Sensor) -> tuple[str, str]:
    """The faults that a reading below and above the table means."""
    if sensor.wiring == "pull-up":
        return "sensor-short", "sensor-open"
    return "sensor-open", "sensor-short"
