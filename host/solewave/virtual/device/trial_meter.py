# mypy: ignore-errors
"""What the parts of a trial take from the supply, and how long each motor runs."""


class Meter:
    """Integrates currents, in milliamperes times microseconds, exactly between two changes.

    A motor takes its run current times its duty, as the firmware's own budget reckons; the
    pad takes all of its current while it is switched on and its fuse is whole. `shares` are
    the duties of the motors, 0 to 1. `base_ma` is taken all the time.
    """

    def __init__(self, now_us, run_ma, pad_ma, base_ma, plant):
        self.shares = [0.0] * len(run_ma)
        self.on_us = [0] * len(run_ma)
        self.pad_ma_us = self.motors_ma_us = 0.0
        self.peak_ma = 0.0
        self.peak_us = now_us
        self._run_ma = run_ma
        self._pad_ma = pad_ma
        self._base_ma = base_ma
        self._plant = plant
        self._motors_ma = 0.0
        self._turned_us = [now_us] * len(run_ma)
        """When each motor was switched on last."""
        self._since_us = self._begun_us = now_us

    @property
    def now_ma(self):
        """What all parts take at this moment."""
        return self._base_ma + self._motors_ma + self._now_pad_ma()

    def _now_pad_ma(self):
        return 0.0 if self._plant.fuse_open else self._pad_ma * self._plant.power

    def motor(self, index, share, now_us):
        """Motor `index` is driven with `share` from now on."""
        before = self.shares[index]
        if share == before:
            return
        if now_us != self._since_us:
            self.settle(now_us)
        self.shares[index] = share
        if not before:
            self._turned_us[index] = now_us
        elif not share:
            self.on_us[index] += now_us - self._turned_us[index]
        self._motors_ma += (share - before) * self._run_ma[index]

    def let_go(self, now_us):
        """No motor is driven any more."""
        for index in range(len(self.shares)):
            self.motor(index, 0.0, now_us)

    def settle(self, now_us):
        """Accounts for what was taken up to now; call it before the pad's power changes."""
        passed_us = now_us - self._since_us
        if passed_us <= 0:
            return
        self._since_us = now_us
        ma = self._motors_ma
        self.motors_ma_us += ma * passed_us
        if self._plant.power:
            pad_ma = self._now_pad_ma()
            self.pad_ma_us += pad_ma * passed_us
            ma += pad_ma
        ma += self._base_ma
        if ma > self.peak_ma + 0.01:  # sums of floats: the same peak again is no later one
            self.peak_ma = ma
            self.peak_us = now_us - passed_us

    def told(self, now_us):
        """A dict for the host; `peak_after_ms` and `for_ms` count from the meter's beginning."""
        self.settle(now_us)
        return {
            "for_ms": (now_us - self._begun_us) // 1000,
            "pad_ma_ms": self.pad_ma_us / 1000,
            "motors_ma_ms": self.motors_ma_us / 1000,
            "peak_ma": self.peak_ma,
            "peak_after_ms": (self.peak_us - self._begun_us) // 1000,
            "motors_on_ms": [self._on_us(i, now_us) // 1000 for i in range(len(self.shares))],
        }

    def _on_us(self, index, now_us):
        running_us = now_us - self._turned_us[index] if self.shares[index] else 0
        return self.on_us[index] + running_us
