# mypy: ignore-errors
# ruff: noqa: PLC0415
"""The life of a massager in a trial: power-on, the firmware itself, resets, and time.

Time passes only where the firmware waits, so that every trial gives the same each time. The
loop's waiting is where the next order is taken: the firmware never knows.
"""

import sys

POWER_ON = 1
TICK_MS = 20
PING_US = 1_000_000
BOOT_US = 500_000
"""From reset to the first line of boot.py: the ROM, the bootloader and MicroPython itself."""
REFRESHED = (
    "adc",
    "alarms",
    "chips",
    "gpio",
    "machine",
    "neopixel",
    "pwm",
    "rtc",
    "time",
    "select",
)
"""Modules that hold state of a chip that was reset."""


class Over(BaseException):
    """The trial has ended."""


class Life:
    """One massager from its first power-on to the end of the trial, resets included.

    What is to happen meanwhile, `trial_orders` adds.
    """

    def __init__(self, start, commands):
        from ram_flash import RamFlash
        from record import Record

        self._start = start
        self._commands = commands
        self._record = Record()
        self._flash = RamFlash(_files(start))
        self._world = None
        self._loop = None
        self._begun_us = start["start_us"] + BOOT_US
        self._until_us = 0
        self._reached = self._never
        self._next_us = 0
        self._ping_us = -1
        self._pinged_ms = 0
        self._mask = 0
        self._hangs = None
        self._hangs_until_us = 0
        self._busy = False
        self._ask = None
        self._id = 0
        self._resets = []
        self._latched = []
        self._broken_rules = []
        self._raises = None
        self._answer = start["answer"]
        self._also = {}
        self._sampler = None

    def live(self):
        """Runs to the end of the trial, through every reset."""
        cause = POWER_ON
        while cause:
            cause = self._life(cause)

    def _life(self, cause):
        """From a reset to the next, whose cause it gives; 0 at the end."""
        from trial_world import Reset

        try:
            self._power_on(cause)
            self._run_firmware()
            while True:  # a loop that ended: timers go on
                self._turn(TICK_MS)
        except Reset as reset:
            self._world.pins_let_go()
            self._resets.append([reset.cause, self._ms()])
            self._hangs = None
            return reset.cause
        except Over:
            return 0

    def _power_on(self, cause):
        import trial_world
        import world

        before = self._world
        now_us = self._start["start_us"] if before is None else before.now_us
        config = dict(self._start)
        config.update({"cause": cause, "start_us": now_us})
        for name in list(sys.modules):
            if name in REFRESHED or name == "sole" or name.startswith("sole."):
                del sys.modules[name]
        world.world = self._world = trial_world.TrialWorld(config, self._record, before)
        if self._sampler is not None:
            self._sampler.follow(self._world)
        self._loop = None
        self._busy = True
        self._world.clock.advance(BOOT_US)
        self._busy = False

    def _run_firmware(self):
        """As power-on does it: boot.py, then main.py's only act."""
        exec(self._start["boot"], {"open": self._flash.open, "__name__": "boot"})
        from sole import app, checksum, hal, run, sealed_file, selftest, store, usage_ring
        from sole.core.frame import frame
        from trial_console import Console

        for module in (app, checksum, sealed_file, selftest, store, usage_ring):
            module.open = self._flash.open
            module.os = self._flash
        self._console = Console(frame, self._turn)
        hal.Console = lambda: self._console
        hal.collect = _nothing
        made = app.loop

        def make(*given):
            self._loop = made(*given)
            self._massager = self._loop._massager
            self._mask = 0
            self._next_us = 0
            if self._sampler is not None:
                self._sampler.massager = self._massager
            return self._loop

        app.loop = make
        run.main()
        self._loop = None

    # what the firmware's waiting is used for

    def _turn(self, wait_ms):
        """`wait_ms` pass; before that, what the host or a person does in this tick."""
        clock = self._world.clock
        if self._busy:
            clock.advance(wait_ms * 1000)
            return
        if self._loop is not None:
            self._check_rules()
        clock.advance(wait_ms * 1000)
        if clock._now >= self._next_us or self._reached():
            self._attend()

    def _check_rules(self):
        supervisor = self._massager.supervisor
        mask = supervisor.latch.mask
        if mask != self._mask:
            self._note_latches(mask)
        if (mask or supervisor.pad_cc is None) and self._world.commanded() > 0:
            self._break_rule("power with " + (" ".join(supervisor.latch.codes()) or "no reading"))

    def _break_rule(self, what):
        if len(self._broken_rules) < 10:
            self._broken_rules.append([self._ms(), what])

    def _note_latches(self, mask):
        from sole.core import faults

        new = mask & ~self._mask
        self._mask = mask
        for index in range(len(faults.CODES)):
            if new & 1 << index:
                self._latched.append([faults.CODES[index], self._ms()])

    def _attend(self):
        """Pings, and the next command if the time of the last one is over."""
        if 0 <= self._ping_us <= self._world.now_us:
            self._ping_us += PING_US
            self._pinged_ms = self._ms()
            self._console.put({"do": "ping", "id": 0})
        while self._reached() or self._world.now_us >= self._until_us:
            self._finish_command()
            self._do(self._commands())
        self._next_us = min(self._until_us, self._world.now_us + 1_000_000)
        if self._ping_us >= 0:
            self._next_us = min(self._next_us, self._ping_us)
        if self._hangs is not None:
            self._hang()
        if self._raises is not None:
            error, self._raises = self._raises, None
            raise error

    # what ends an order before its time is over: `_reached` is one of these

    def _never(self):
        return False

    def _answered(self):
        return self._ask in self._console.answers

    def _latch(self):
        return self._mask != 0

    def _idle(self):
        return self._loop is None or not self._massager.session.machine.active

    def _heating(self):
        return self._world.plant.power > 0

    def _finish_command(self):
        if self._answer is None:
            return
        answer, self._answer = self._answer, None
        told = self._told_or_broken()
        if self._ask is not None:
            told["answer"] = self._console.answers.pop(self._ask, None)
            self._ask = None
        answer(told)

    def _told_or_broken(self):
        from trial_world import Broken

        try:
            return self._told()
        except Exception as error:
            raise Broken(error) from None

    def _hang(self):
        """Nothing of the firmware's loop runs; `python`: timers still do."""
        while self._hangs is not None:
            now_us = self._world.now_us
            if now_us >= self._hangs_until_us:
                self._hangs = None
                return
            if self._hangs == "below":
                self._advance_below(now_us + TICK_MS * 1000)
            else:
                self._world.clock.advance(TICK_MS * 1000)
            while self._world.now_us >= self._until_us:
                self._finish_command()
                self._do(self._commands())

    def _advance_below(self, until_us):
        """Time passes for the watchdog alone: it is hardware, callbacks are Python."""
        clock = self._world.clock
        held = [alarm for alarm in clock.alarms if alarm.is_timer]
        for alarm in held:
            clock.alarms.remove(alarm)
        clock.advance(until_us - clock._now)
        clock.alarms.extend(held)


def _nothing():
    """Garbage is collected when the heap is full; the time that it takes does not count here."""


def _files(start):
    """The files on the flash at power-on."""
    from binascii import a2b_base64

    return {path: a2b_base64(text) for path, text in start["files"].items()}
