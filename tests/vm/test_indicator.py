"""Lamp and buzzer: they follow the indication and write only what changed."""

from common import heap_lock, heap_unlock
from dummies import Pwm
from sole.core import states
from sole.core.indication import Indication
from sole.drivers import indicator

WASM = ("test_showing_allocates_nothing",)


class Strip:
    def __init__(self):
        self.rgb = None
        self.writes = 0

    def set(self, red, green, blue):
        self.rgb = red << 16 | green << 8 | blue
        self.writes += 1


class Tone(Pwm):
    """A PWM output whose frequency can be set."""

    def __init__(self):
        self.duty_cycle = 0
        self.hz = None
        self.writes = 0

    def freq(self, hz):
        self.hz = hz
        self.writes += 1


def made(kind, buzzer):
    """What `make` made for a board, and what it asked for."""
    asked = []

    def maker(what):
        def make(*given):
            asked.append((what, given))
            return what

        return make

    light = None if kind is None else {"kind": kind, "pin": 14}
    board = {"indicator": light, "buzzer": buzzer, "pwm_hz": 20000}
    return indicator.make(board, maker("pwm"), maker("pixel")), asked


def test_a_board_gets_what_it_has():
    assert made(None, None) == ([], [])
    assert made("led", None)[1] == [("pwm", (14, 20000))]
    assert made("ws2812", 13)[1] == [("pixel", (14,)), ("pwm", (13, indicator.SILENT_HZ))]
    kinds = [type(each).__name__ for each in made("ws2812", 13)[0]]
    assert kinds == ["Pixel", "Buzzer"]


def test_a_led_gets_the_level_as_a_duty():
    pwm, lamp = Pwm(), Indication()
    led = indicator.Led(pwm)
    for level_q15, duty in ((32767, 65534), (1, 2), (0, 0)):
        lamp.level_q15 = level_q15
        led.show(lamp)
        assert pwm.duty_cycle == duty


def test_a_pixel_is_written_only_when_its_color_changes():
    strip, lamp = Strip(), Indication()
    pixel = indicator.Pixel(strip)
    pixel.show(lamp)
    assert strip.writes == 0, "dark it is already"
    for _ in range(100):
        lamp.tick(20, states.PLAYING, 0, False)
        pixel.show(lamp)
    assert strip.writes == 1
    assert strip.rgb == lamp.red << 16 | lamp.green << 8 | lamp.blue > 0


def test_a_buzzer_sounds_as_loud_as_the_volume_and_falls_silent():
    tone, lamp = Tone(), Indication()
    buzzer = indicator.Buzzer(tone)
    for volume_pct, duty in ((100, 32768), (50, 16384), (0, 0)):
        lamp.tone_hz, lamp.tone_pct = 880, volume_pct
        buzzer.show(lamp)
        assert (tone.hz, tone.duty_cycle) == (880, duty)
    lamp.tone_pct = 100
    buzzer.show(lamp)
    lamp.tone_hz = 0
    buzzer.show(lamp)
    assert tone.duty_cycle == 0
    before = tone.writes
    lamp.tone_pct = 70
    buzzer.show(lamp)
    assert tone.writes == before, "nothing to hear, nothing to write"


def test_showing_allocates_nothing():
    lamp = Indication()
    pwm = Pwm()
    pwm.duty_cycle = 0
    shown = [indicator.Led(pwm), indicator.Pixel(Strip()), indicator.Buzzer(Tone())]
    heap_lock()
    for state in range(10):
        for _ in range(60):
            lamp.tick(20, state, 0, False)
            for each in shown:
                each.show(lamp)
    heap_unlock()
