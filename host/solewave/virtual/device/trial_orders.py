# mypy: ignore-errors
# ruff: noqa: PLC0415
"""What a trial can be told to do, and what it answers. `solewave.simulate.bench` is the host."""

import gc

from trial_life import POWER_ON, Life, Over

ANSWER_MS = 2000


class Trial(Life):
    """A life in which orders are carried out: each `_do_` method is one."""

    def _do(self, command):
        """Carries out one command; `_until_us` is when it is over."""
        self._answer = command["answer"]
        self._until_us = self._world.now_us
        self._reached = self._never
        from trial_world import Broken

        try:
            getattr(self, "_do_" + command["do"])(command)
            self._world.measure_anew()
        except Exception as error:
            raise Broken(error) from None

    def _do_run(self, command):
        """Time passes, `ms` or until `until`: "latch", "idle" or "heating"."""
        self._reached = getattr(self, "_" + (command.get("until") or "never"))
        self._until_us = self._world.now_us + command["ms"] * 1000

    def _do_ask(self, command):
        """The host sends a request and waits for the answer."""
        self._id = self._id % 60000 + 1
        self._ask = self._id
        self._reached = self._answered
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
        """Every part is replaced by a good one; room, foot and cover are as they were."""
        self._world.mend()
        self._flash.full = False

    def _do_warm(self, command):
        """Pad and foot have another temperature, `pad_c` and `foot_c`, from now on."""
        self._world.plant.start(
            self._world.now_us, (command["pad_c"], command["foot_c"], command["pad_c"])
        )

    def _do_noise(self, command):
        """Bytes come down the line, `b64`, as fast as the loop takes them."""
        from binascii import a2b_base64

        if self._loop is not None:
            self._console.put_bytes(a2b_base64(command["b64"]))

    def _do_measure(self, command):
        """From now on the answers have `measured`: what the motors, the pad (`pad_ma`) and all
        else (`base_ma`) take, and limits; with `rows` also the rows of a trace."""
        from trial_meter import Meter
        from trial_trace import Sampler

        world = self._world
        run_ma = [motor["run_ma"] for motor in self._start["board"]["motors"]]
        meter = Meter(world.now_us, run_ma, command["pad_ma"], command["base_ma"], world.plant)
        for index, share in enumerate(world.shares()):
            meter.motor(index, share, world.now_us)
        self._sampler = Sampler(world.now_us, meter, self._start["board"], command["rows"])
        self._sampler.follow(world)
        self._sampler.massager = self._massager if self._loop is not None else None

    def _do_state(self, command):
        """Nothing but the answer."""

    def _do_memory(self, command):  # noqa: ARG002
        """The answer also has `files`, their bytes in base64, and `heap`: bytes in use once
        garbage is collected, without those files; it means nothing on CPython. What was told of
        latches and resets is forgotten: a long trial needs no more heap than a short one."""
        from binascii import b2a_base64

        del self._latched[:], self._resets[:], self._broken_rules[:]
        self._console.answers.clear()
        gc.collect()
        files = self._flash.files
        self._also = {
            "heap": gc.mem_alloc() - sum(len(data) for data in files.values()),
            "files": {path: b2a_base64(files[path]).decode() for path in files},
        }

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

    def _ms(self):
        return (self._world.now_us - self._begun_us) // 1000

    def _told(self):
        world, plant = self._world, self._world.plant
        told = self._record.told(world.now_us, self._begun_us)
        told.update({
            "now_ms": self._ms(),
            "latched": self._latched,
            "broken_rules": self._broken_rules,
            "resets": self._resets,
            "pinged_ms": self._pinged_ms,
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
            told["late"] = self._loop.late
            told["mask"] = self._massager.supervisor.latch.codes()
        if self._sampler is not None:
            told["measured"] = self._sampler.told(world.now_us)
        told.update(self._also)
        self._also = {}
        return told
