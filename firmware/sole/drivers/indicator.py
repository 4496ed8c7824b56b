"""Lamp and buzzer: each writes what a `sole.core.indication.Indication` says, when it changes."""

from sole.core.folding import const

_VOLUME_FULL_U16 = const(32768)
"""Half of the time on is as loud as a piezo gets."""
SILENT_HZ = 1000
"""What a buzzer's PWM begins with; it is silent until a tone sets another."""


class Led:
    """One LED, dimmed: `pwm` has a `duty_cycle` of 0..65535."""

    def __init__(self, pwm):
        self._pwm = pwm
        self._level_q15 = 0

    def show(self, indication):
        """Sets the brightness."""
        if indication.level_q15 != self._level_q15:
            self._level_q15 = indication.level_q15
            self._pwm.duty_cycle = indication.level_q15 * 2


class Pixel:
    """One WS2812: `strip` has `set(red, green, blue)`, 0..255 each."""

    def __init__(self, strip):
        self._strip = strip
        self._rgb = 0

    def show(self, indication):
        """Sets the color."""
        rgb = indication.red << 16 | indication.green << 8 | indication.blue
        if rgb != self._rgb:
            self._rgb = rgb
            self._strip.set(indication.red, indication.green, indication.blue)


class Buzzer:
    """A passive piezo: `pwm` has a `duty_cycle` as an LED's, and `freq(hz)`."""

    def __init__(self, pwm):
        self._pwm = pwm
        self._hz = 0
        self._tone_pct = 0

    def show(self, indication):
        """Sounds the tone, as loud as `tone_pct` says."""
        hz, tone_pct = indication.tone_hz, indication.tone_pct
        if hz == self._hz and (hz == 0 or tone_pct == self._tone_pct):
            return
        self._hz = hz
        self._tone_pct = tone_pct
        if hz == 0:
            self._pwm.duty_cycle = 0
        else:
            self._pwm.freq(hz)
            self._pwm.duty_cycle = _VOLUME_FULL_U16 * tone_pct // 100


def make(board, make_pwm, make_pixel):
    """A list of what the board has to show and to sound with.

    `make_pwm(pin, hz)` and `make_pixel(pin)` take pin codes.
    """
    made = []
    light = board["indicator"]
    if light is not None and light["kind"] == "ws2812":
        made.append(Pixel(make_pixel(light["pin"])))
    elif light is not None:
        made.append(Led(make_pwm(light["pin"], board["pwm_hz"])))
    if board["buzzer"] is not None:
        made.append(Buzzer(make_pwm(board["buzzer"], SILENT_HZ)))
    return made
