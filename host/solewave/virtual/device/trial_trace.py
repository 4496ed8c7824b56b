# mypy: ignore-errors
# ruff: noqa: PLC0415
"""Looks at a trial ten times a second: which limits the firmware keeps, and a row of a trace.

The host imports the layout of a row from here.
"""

import struct
from binascii import b2a_base64

from sole.core.limits import FULL_Q15
from sole.core.zones import assign

SAMPLE_MS = 100
ZONES = 10
ROW_HEAD = "<IBBB3H3hI"
"""Time in ms, state, section or NONE, fault or NONE; what the pattern asks for and what is
permitted (hundredths of a degree C), heat duty (Q15); pad, skin and reading (hundredths of a
degree C, NO_READING without one); current in mA. Levels (Q15) and duties (of 65535) follow."""
NONE = 255
NO_READING = -32768
BUFFERED = 256
RAMP_BEHIND_CC = 10
"""How far the setpoint lags before the ramp counts as a limit, not as rounding."""


def row_format(motors: int) -> str:
    """Of `struct`, for a board with so many motors."""
    return ROW_HEAD + str(ZONES + motors) + "H"


class Rows:
    """The rows since they were taken last, packed one after another.

    In few large buffers: a small object for each row would lie between what the firmware
    leaves behind, and on MicroPython's heap keep anything large from finding a place.
    """

    def __init__(self, motors):
        self._format = row_format(motors)
        self._size = struct.calcsize(self._format)
        self._full = []
        self._buffer = bytearray(self._size * BUFFERED)
        self._at = 0

    def add(self, row):
        """One row, a list of integers."""
        if self._at == len(self._buffer):
            self._full.append(self._buffer)
            self._buffer = bytearray(len(self._buffer))
            self._at = 0
        struct.pack_into(self._format, self._buffer, self._at, *row)
        self._at += self._size

    def take(self):
        """All of them, in base64; none are left."""
        self._full.append(memoryview(self._buffer)[: self._at])
        texts = [b2a_base64(packed).decode() for packed in self._full]
        self._full = []
        self._at = 0
        return texts


class Limited:
    """For how many ms the firmware gave less than was asked for, by reason.

    Worked out from the board (the compiled file's content) and what the session asks for.
    """

    def __init__(self, board):
        self.ms = {"heat_target": 0, "heat_ramp": 0, "heat_rest": 0, "motor_current": 0}
        self.rest_of = None
        """Why the pad rested first: "time" or "dose"."""
        self.wished_max_cc = 0
        """The highest target that the session asks for."""
        self._heater = board["heater"]
        self._wished_ms = 0
        self._motors = board["motors"]
        self._budget_ma = board["motor_budget_ma"]
        self._zone_motors = assign([motor["zone"] for motor in self._motors])
        self._scarce = sum([motor["run_ma"] for motor in self._motors]) > self._budget_ma

    def look(self, massager):
        """One sample of SAMPLE_MS, of a massager whose session is active."""
        player = massager.session.player
        if player.heat_cc and self._heater and massager._heater is not None:
            self.wished_max_cc = max(self.wished_max_cc, player.heat_cc)
            self._look_at_heat(massager.supervisor, massager._heater, player.heat_cc)
        if self._scarce and self._wanted_ma(player.levels) > self._budget_ma:
            self.ms["motor_current"] += SAMPLE_MS

    def _look_at_heat(self, supervisor, heater, wished_cc):
        self._wished_ms += SAMPLE_MS
        if supervisor.resting:
            self.ms["heat_rest"] += SAMPLE_MS
            if self.rest_of is None:
                over_time = self._wished_ms >= self._heater["heat_ms"]
                self.rest_of = "time" if over_time else "dose"
        elif wished_cc > min(self._heater["target_cc"], supervisor.wish_max_cc):
            self.ms["heat_target"] += SAMPLE_MS
        if 0 < heater._control.setpoint_cc < supervisor.permitted_cc - RAMP_BEHIND_CC:
            self.ms["heat_ramp"] += SAMPLE_MS

    def _wanted_ma(self, levels):
        """What the motors would take at these levels, if the supply had more."""
        total_ma = 0
        for index in range(len(self._motors)):
            motor = self._motors[index]
            level = 0
            for zone in range(ZONES):
                if self._zone_motors[zone] == index:
                    level = max(level, levels[zone])
            if level:
                start = motor["start_pct"] / 100
                total_ma += motor["run_ma"] * (start + (1 - start) * level / FULL_Q15)
        return total_ma


class Sampler:
    """An alarm of the trial's clock, every SAMPLE_MS from `now_us` on.

    It goes on through resets: `follow` tells it the new world, and `massager` is None until
    the firmware runs again. With `with_rows` it keeps a row of the trace each time.
    """

    is_timer = False

    def __init__(self, now_us, meter, board, with_rows):
        self.due_us = now_us
        self.meter = meter
        self.limited = Limited(board)
        self.massager = None
        self._world = None
        self._begun_us = now_us
        self._rows = Rows(len(meter.shares)) if with_rows else None

    def follow(self, world):
        """Samples this world from now on; every start has one of its own."""
        self._world = world
        self.massager = None
        world.meter = self.meter
        world.clock.alarms.append(self)

    def fire(self, now_us):
        """A sample is due."""
        from trial_world import Broken

        try:
            self._sample(now_us)
        except Exception as error:
            raise Broken(error) from None

    def _sample(self, now_us):
        self.due_us += SAMPLE_MS * 1000
        self.meter.settle(now_us)
        massager = self.massager
        if massager is not None and massager.session.active:
            self.limited.look(massager)
        if self._rows is not None:
            self._world.plant.settle(now_us)
            self._rows.add(self._row((now_us - self._begun_us) // 1000))

    def _row(self, time_ms):
        plant = self._world.plant
        row = [time_ms]
        row.extend(self._of_firmware())
        row.extend((_cc(plant.pad_c), _cc(plant.foot_c), self._reading(), self._ma()))
        row.extend(self.massager.session.player.levels if self.massager else [0] * ZONES)
        for share in self.meter.shares:
            row.append(int(share * 65535 + 0.5))
        return row

    def _of_firmware(self):
        """State, section, fault, wish, permission and duty; off while no firmware runs."""
        massager = self.massager
        if massager is None:
            return 0, NONE, NONE, 0, 0, 0
        session, supervisor = massager.session, massager.supervisor
        first = supervisor.latch.first
        return (
            massager.state_index,
            session.player.section if session.active else NONE,
            NONE if first < 0 else first,
            session.player.heat_cc,
            supervisor.permitted_cc,
            0 if massager._heater is None else massager._heater.duty_q15,
        )

    def _reading(self):
        if self.massager is None or self.massager.supervisor.pad_cc is None:
            return NO_READING
        return self.massager.supervisor.pad_cc

    def _ma(self):
        return int(self.meter.now_ma + 0.5)

    def told(self, now_us):
        """For the host: what was measured so far, and the rows since it was told last."""
        told = self.meter.told(now_us)
        told["limited_ms"] = self.limited.ms
        told["rest_of"] = self.limited.rest_of
        told["wished_max_cc"] = self.limited.wished_max_cc
        if self._rows is not None:
            told["rows"] = self._rows.take()
        return told


def _cc(temp_c):
    return int(temp_c * 100 + (0.5 if temp_c >= 0 else -0.5))
