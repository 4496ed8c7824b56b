# mypy: ignore-errors
"""Facts of the chips, as far as `machine` shows them.

Pins: ESP-IDF's SOC_GPIO_VALID_GPIO_MASK. PWM: LEDC channels and timers of the data sheets.
`machine.Timer`: the chip's timer groups. The ESP32's ADC reads no less than 142 mV at 11 dB
(ESP-IDF, ADC calibration).
"""

from world import world

PINS = {
    "esp32": [n for n in range(40) if n not in (20, 24, 28, 29, 30, 31)],
    "esp32s2": [n for n in range(47) if n not in (22, 23, 24, 25)],
    "esp32s3": [n for n in range(49) if n not in (22, 23, 24, 25)],
    "esp32c3": list(range(22)),
    "esp32c6": list(range(31)),
}
INPUT_ONLY = {"esp32": (34, 35, 36, 37, 38, 39), "esp32s2": (46,)}
PWM_CHANNELS = {"esp32": 16, "esp32s2": 8, "esp32s3": 8, "esp32c3": 6, "esp32c6": 6}
PWM_FREQUENCIES = {"esp32": 8}
TIMERS = {"esp32c3": 2, "esp32c6": 2}
ADC_PINS = {
    "esp32": (32, 33, 34, 35, 36, 37, 38, 39, 0, 2, 4, 12, 13, 14, 15, 25, 26, 27),
    "esp32s2": tuple(range(1, 21)),
    "esp32s3": tuple(range(1, 21)),
    "esp32c3": (0, 1, 2, 3, 4, 5),
    "esp32c6": (0, 1, 2, 3, 4, 5, 6),
}
ADC_LOW_MV = {"esp32": 142}
ADC_HIGH_MV = 3150

_CHIP = world.config["chip"].lower().replace("-", "")


def of_chip(table, default):
    """This board's chip's entry in one of the tables above."""
    return table.get(_CHIP, default)
