"""What is measured: ticks of the firmware and of its peers, on the same outputs.

Runs on MicroPython. Each case makes all that it needs and gives a function that does one
tick of 20 ms. `folder` holds board.json and the compiled patterns of `guests.PATTERNS`.
"""

import gc
import time

import micropython

ZONES = 10
PERIOD_MS = 6000


class QuietMotor:
    """DCMotor without its arithmetic, and so without its floats."""

    def __init__(self, positive, negative):
        self.throttle = None


class QuietConsole:
    """A link on which nothing ever comes."""

    def wait(self, wait_ms):
        return False

    def read(self):
        raise RuntimeError("nothing has come")

    def room(self):
        return 128

    def write(self, data):
        pass


def read(folder, name):
    """The bytes of a file."""
    with open(folder + "/" + name, "rb") as file:
        return file.read()


def firmware(folder, motor=None):
    """The loop of the whole firmware on the board in `folder`, with nothing on the link."""
    from sole import app, hal, run, selftest

    app.ROOT = folder
    hal.Console = QuietConsole
    selftest.AtPowerOn.run = _passed
    if motor is not None:
        app.DCMotor = motor
    return run.loop(hal.Watchdog(), None)


def _passed(_tests):
    """The tests at power-on: they take their time, and are no part of a tick."""


def whole(folder, motor=None, name="three.sole"):
    """All of a tick: three strokes on ten zones, heater, session, supervisor, an idle link."""
    loop = firmware(folder, motor)
    massager, link = loop._massager, loop._link
    massager.session.play("bench", read(folder, name), live=False)
    if not massager.session.active:
        raise RuntimeError("it does not play")

    def tick():
        loop.tick()
        link.poll(0)

    return tick


def quiet(folder):
    """The same without adafruit_motor."""
    return whole(folder, QuietMotor)


def player(folder):
    """The player alone, three strokes on ten zones."""
    one = _player(folder, "three.sole")

    def tick():
        one.step(20)

    return tick


def _player(folder, name):
    from sole.core.player import Player

    one = Player()
    one.load(read(folder, name))
    one.start()
    return one


def _outputs(folder, name):
    motors = firmware(folder)._massager._motors
    one = _player(folder, name)

    def tick():
        one.step(20)
        motors.drive(one.levels, 20)

    return tick


def quick(folder):
    """A tick in which every motor is written: a friction of 5/s over the three strokes."""
    return whole(folder, None, "quick.sole")


def wave(folder):
    """The player and the motors: one wave, both feet together, as solewave plays it."""
    return _outputs(folder, "one.sole")


def mirrored(folder):
    """The player and the motors: one wave with another phase in each of the ten zones."""
    return _outputs(folder, "mirrored.sole")


def picofx(folder):
    """The same wave on ten of its lights, through its own player."""
    from picofx import MonoPlayer, PWMLED
    from picofx.mono import PulseWaveFX

    lights = MonoPlayer([PWMLED(pin) for pin in range(ZONES)])
    wave = PulseWaveFX(speed=1000 / PERIOD_MS, length=ZONES)
    lights.effects = [wave(zone) for zone in range(ZONES)]
    lights.start(fps=50)
    timer = lights.__timer

    def tick():
        timer.callback(timer)

    return tick


def np_animation(folder):
    """The same wave on ten lights of a strip."""
    from np_animation import NPAnimation, pulse

    lights = []
    for zone in range(ZONES):
        lights.append([[zone], pulse(period=PERIOD_MS, offset=zone * PERIOD_MS // ZONES)])
    strip = NPAnimation(lights)
    now = [1]

    def tick():
        now[0] += 20
        strip.update_leds(now[0])

    return tick


def nothing(folder):
    """A tick that does nothing: what the measurement itself costs."""

    def tick():
        pass

    return tick


CASES = {
    "whole": whole,
    "quiet": quiet,
    "quick": quick,
    "player": player,
    "wave": wave,
    "mirrored": mirrored,
    "picofx": picofx,
    "np_animation": np_animation,
    "nothing": nothing,
}
STEADY = (picofx, np_animation, nothing)
SETTLE_TICKS = 110
"""The soft start of a session is over, and the number is one of whole samples of the pad."""


def ready(name, folder):
    """The tick of a case, once it has settled."""
    tick = CASES[name](folder)
    if CASES[name] not in STEADY:
        run(tick, SETTLE_TICKS)
    return tick


def run(tick, ticks):
    """That many ticks."""
    for _ in range(ticks):
        tick()


def empty(n):
    """The unit of time: `n` turns of the emptiest loop."""
    i = 0
    while i < n:
        i += 1


def count(name, folder, ticks, locked=False):
    """Prints the bytes that `ticks` ticks allocate; for the 32-bit interpreter.

    `locked`: no byte may be allocated. Functions with many local names then have their frames
    on the stack, so that the instructions do not depend on what the heap looks like.
    """
    tick = ready(name, folder)
    before = gc.mem_alloc()
    if locked:
        micropython.heap_lock()
    run(tick, ticks)
    if locked:
        micropython.heap_unlock()
    print(gc.mem_alloc() - before)


def clock(names, folder, ticks, rounds):
    """Prints, for each case, microseconds per tick and per 1,000 turns of `empty`.

    The least of all rounds, which take turns: what else the computer does only adds.
    """
    cases = [ready(name, folder) for name in names]
    best_us = [1 << 29] * len(cases)
    empty_us = 1 << 29
    for _ in range(rounds):
        for index in range(len(cases)):
            gc.collect()
            begun_us = time.ticks_us()
            run(cases[index], ticks)
            best_us[index] = min(best_us[index], time.ticks_diff(time.ticks_us(), begun_us))
        begun_us = time.ticks_us()
        empty(50000)
        empty_us = min(empty_us, time.ticks_diff(time.ticks_us(), begun_us))
    for index in range(len(cases)):
        print(names[index], best_us[index] / ticks, empty_us / 50)
