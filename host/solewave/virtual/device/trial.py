# mypy: ignore-errors
# ruff: noqa: PLC0415
"""The real firmware in one process, driven step by step: faults, buttons, host and time.

Runs under CPython and MicroPython: `python trial.py FOLDER` with the firmware's files in
FOLDER. Reads commands from stdin, a JSON object a line, and answers each with a line that
begins with RS; everything else that it prints is the firmware's. `solewave.simulate.bench` is
the other end and tells what the commands are.

Time passes only where the firmware waits, so that every trial gives the same each time. The
loop's waiting is where the next command is taken: the firmware never knows.
"""

import json
import sys

RS = "\x1e"
POWER_ON, WATCHDOG = 1, 3
TICK_MS = 20
PING_US = 1_000_000
ANSWER_MS = 2000
BOOT_US = 500_000
"""From reset to the first line of boot.py: the ROM, the bootloader and MicroPython itself."""
REFRESHED = ("adc", "alarms", "chips", "gpio", "machine", "pwm", "time", "select")
"""Modules that hold state of a chip that was reset."""


class Over(BaseException):  # noqa: N818 - nothing in the firmware may catch it
    """The trial has ended."""


class Trial:
    """One massager from its first power-on to the end of the trial, resets included."""

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
        self._stop_at = None
        self._next_us = 0
        self._ping_us = -1
        self._mask = 0
        self._hangs = None
        self._hangs_until_us = 0
        self._busy = False
        self._ask = None
        self._id = 0
        self._causes = []
        self._latched = []
        self._broken_rules = []
        self._raises = None
        self._answer = start["answer"]

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
        self._causes.append(cause)
        self._loop = None
        self._busy = True
        self._world.clock.advance(BOOT_US)
        self._busy = False

    def _run_firmware(self):
        """As power-on does it: boot.py, then main.py's only act."""
        exec(self._start["boot"], {"open": self._flash.open, "__name__": "boot"})
        from sole import app, faultlog, hal, selftest, store
        from sole.core.frame import frame
        from trial_console import Console

        for module in (app, faultlog, selftest, store):
            module.open = self._flash.open
            module.os = self._flash
        self._console = Console(frame, self._turn)
        hal.Console = lambda: self._console
        hal.collect = _nothing
        made = app._loop

        def make(watchdog):
            self._loop = made(watchdog)
            self._massager = self._loop._massager
            self._mask = 0
            self._next_us = 0
            return self._loop

        app._loop = make
        self._leaving = False
        app.main()

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
        if clock._now >= self._next_us:
            self._attend()

    def _check_rules(self):
        supervisor = self._massager.supervisor
        mask = supervisor.latch.mask
        if mask != self._mask:
            self._note_latches(mask)
        if (mask or supervisor.pad_cc is None) and self._world.commanded() > 0:
            self._break_rule("power with %s latched" % supervisor.latch.codes())

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
                if self._stop_at == "latch":
                    self._next_us = 0

    def _attend(self):
        """Pings, and the next command if the time of the last one is over."""
        if 0 <= self._ping_us <= self._world.now_us:
            self._ping_us += PING_US
            self._console.put({"do": "ping", "id": 0})
        while self._is_over():
            self._finish_command()
            self._do(self._commands())
        self._next_us = min(self._until_us, self._world.now_us + 1_000_000)
        if self._ping_us >= 0:
            self._next_us = min(self._next_us, self._ping_us)
        if self._ask is not None or self._stop_at == "idle":
            self._next_us = 0
        if self._hangs is not None:
            self._hang()
        if self._raises is not None:
            error, self._raises = self._raises, None
            raise error

    def _is_over(self):
        if self._ask is not None and self._ask in self._console.answers:
            return True
        if self._stop_at == "latch" and self._mask:
            return True
        if self._stop_at == "idle" and not self._session_active():
            return True
        return self._world.now_us >= self._until_us

    def _session_active(self):
        return self._loop is not None and self._massager.session.active

    def _finish_command(self):
        if self._answer is None:
            return
        answer, self._answer = self._answer, None
        told = self._told()
        if self._ask is not None:
            told["answer"] = self._console.answers.pop(self._ask, None)
            self._ask = None
        answer(told)

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

    # commands

    def _do(self, command):
        """Carries out one command; `_until_us` is when it is over."""
        self._answer = command["answer"]
        self._until_us = self._world.now_us
        self._stop_at = None
        getattr(self, "_do_" + command["do"])(command)

    def _do_run(self, command):
        """Time passes, `ms` or until `until`: "latch" or "idle"."""
        self._stop_at = command.get("until")
        self._until_us = self._world.now_us + command["ms"] * 1000

    def _do_ask(self, command):
        """The host sends a request and waits for the answer."""
        self._id = self._id % 60000 + 1
        self._ask = self._id
        request = dict(command["request"])
        request["id"] = self._id
        if self._loop is not None:
            self._console.put(request)
        self._until_us = self._world.now_us + ANSWER_MS * 1000

    def _do_ping(self, command):
        """The host pings each second, or falls silent."""
        self._ping_us = self._world.now_us if command["on"] else -1

    def _do_press(self, command):
        """A person presses the button that does `does` for `ms`."""
        for button in self._start["board"]["buttons"]:
            if button["does"] == command["does"]:
                level = 0 if button["pin"] & 256 else 1
                until_us = self._world.now_us + command["ms"] * 1000
                self._world.inputs.press(button["pin"] & 255, level, until_us)

    def _do_inject(self, command):
        """A part breaks, the room changes, the loop hangs..."""
        from injected import WORLD

        name = command["fault"]
        if name in WORLD:
            WORLD[name](self._world, command.get("sensor", 0))
        else:
            getattr(self, "_" + name.replace("-", "_"))(command)

    def _do_mend(self, command):  # noqa: ARG002
        """Every part is replaced by a good one."""
        self._world.mend()
        self._flash.full = False

    def _do_state(self, command):  # noqa: ARG002
        """Nothing but the answer."""

    def _do_end(self, command):  # noqa: ARG002
        self._finish_command()
        raise Over

    def _loop_hang_python(self, command):
        self._hang_for("python", command)

    def _loop_hang_below(self, command):
        self._hang_for("below", command)

    def _hang_for(self, how, command):
        self._hangs = how
        self._hangs_until_us = self._world.now_us + command.get("for_ms", 60_000) * 1000

    def _loop_error(self, command):  # noqa: ARG002
        self._raises = MemoryError("injected")

    def _flash_full(self, command):  # noqa: ARG002
        self._flash.full = True

    def _brown_out(self, command):  # noqa: ARG002
        from trial_world import Reset

        self._raises = Reset(POWER_ON)

    def _host_gone(self, command):  # noqa: ARG002
        self._ping_us = -1

    def _cable_pulled(self, command):  # noqa: ARG002
        self._ping_us = -1
        self._console.pull()

    # answers

    def _ms(self):
        return (self._world.now_us - self._begun_us) // 1000

    def _told(self):
        world, plant = self._world, self._world.plant
        told = self._record.told(world.now_us, self._begun_us)
        told.update({
            "now_ms": self._ms(),
            "latched": self._latched,
            "broken_rules": self._broken_rules,
            "causes": self._causes,
            "pad_c": plant.pad_c,
            "skin_c": plant.foot_c,
            "sensor_c": plant.sensor_c,
            "power": plant.power,
            "fuse_open": plant.fuse_open,
            "commanded": world.commanded(),
            "motors_on": world.motors_on(),
            "runs": self._loop is not None,
        })  # fmt: skip
        if self._loop is not None:
            told["state"] = self._massager.state()
            told["mask"] = self._massager.supervisor.latch.codes()
        return told


def _nothing():
    """Garbage is collected when the heap is full; the time that it takes does not count here."""


def _files(start):
    """The files on the flash at power-on."""
    from binascii import a2b_base64

    return {path: a2b_base64(text) for path, text in start["files"].items()}


class Service:
    """Commands in, answers out, for one trial after another."""

    def __init__(self, stdin, stdout):
        self._stdin = stdin
        self._stdout = stdout

    def run(self):
        """Until stdin ends."""
        while True:
            start = self._next()
            if start is None:
                return
            Trial(start, self._need).live()

    def _next(self):
        line = self._stdin.readline()
        if not line:
            return None
        command = json.loads(line)
        command["answer"] = self._say
        return command

    def _need(self):
        command = self._next()
        if command is None:
            raise Over
        return command

    def _say(self, told):
        self._stdout.write(RS + json.dumps(told) + "\n")
        if hasattr(self._stdout, "flush"):
            self._stdout.flush()


def main():
    """The service, over this process's own stdin and stdout."""
    here, firmware = sys.argv[1], sys.argv[2]
    if sys.implementation.name != "micropython":
        import select  # noqa: F401 - the real one, before this folder's shadows it

        sys.path.insert(0, here)
        import on_cpython

        on_cpython.replace_modules()
    sys.path[:0] = [here, firmware]
    stdin, stdout = sys.stdin, sys.stdout
    Service(stdin, stdout).run()


if __name__ == "__main__":
    main()
