"""The massager between its inputs and outputs: one `tick` is one turn of the loop.

Session, then supervisor, then outputs: there is no other way to a motor or the heater.
"""

from sole import selftest
from sole.core import faults, limits, pattern
from sole.core.heat import SAMPLE_MS
from sole.core.player import PLAYING, STATES
from sole.core.session import FAULT, Session
from sole.core.zones import COUNT

SAMPLE_TICKS = SAMPLE_MS // limits.TICK_MS
IDLE_TICKS = 50
"""A second after a session the slowest motor has stopped."""


class Massager:
    """Everything that a board drives, put together by `sole.app`.

    `motors`, `heater`, `lease` and `indicator` are None where the board has none;
    `board_fault` is a sentence when the board file cannot be used, and then all are.
    `self_test` is a sentence when a test at power-on failed; `test_again`, set by the app,
    repeats those tests and gives such a sentence or None.
    """

    def __init__(
        self,
        motors,
        heater,
        supervisor,
        buttons=(),
        indicator=None,
        lease=None,
        board_fault=None,
    ):
        self.session = Session()
        self.supervisor = supervisor
        self.board_fault = board_fault
        self.self_test = None
        self.test_again = None
        self.clear_wanted = False
        self.watch_every_ms = 0
        self.flash_written = False
        self.start_wanted = False
        self._motors = motors
        self._heater = heater
        self.lease = lease
        self._buttons = buttons
        self._indicator = indicator
        self._sample_tick = 0
        self._idle_ticks = 0
        self._silent_ms = 0
        self._uptime_s = 0
        self._uptime_rest_ms = 0

    @property
    def fault(self):
        """Code of the latched fault, or None."""
        return self.supervisor.fault

    def tick(self, dt_ms):
        """One turn of `dt_ms` (a multiple of 20): inputs, session, supervisor, outputs."""
        self._count_time(dt_ms)
        for button in self._buttons:
            if button.tick():
                self._pressed(button.does)
            if button.does != "stop" and button.held():
                self.clear_wanted = True
        self.session.step(dt_ms)
        if self._heater is not None:
            self._tick_heat()
        if not self.supervisor.motors_permitted:
            self.session.abort(FAULT)
        if self._motors is not None:
            self._tick_motors(dt_ms)
        if self._indicator is not None:
            self._indicator.tick(self.session.active, self.supervisor.latch.first + 1)

    def _pressed(self, does):
        """Stopping and pausing happen at once; what starts something waits for the slack."""
        if does == "stop":
            self.supervisor.latch.set(faults.EMERGENCY_STOP)
            self.off()
        elif self.session.player.state == PLAYING:
            self.session.player.pause()
        else:
            self.start_wanted = True

    def _count_time(self, dt_ms):
        self._uptime_rest_ms += dt_ms
        while self._uptime_rest_ms >= 1000:
            self._uptime_rest_ms -= 1000
            self._uptime_s += 1
        self._silent_ms += dt_ms
        if self._silent_ms > limits.HOST_LOST_MS:
            self._silent_ms = limits.HOST_LOST_MS
            self.watch_every_ms = 0

    def _tick_motors(self, dt_ms):
        """Drives the motors; some time after a session lets go of them. A bridge brakes at
        level 0 with both its pins high, which is no state to leave them in."""
        self._idle_ticks = 0 if self.session.active else self._idle_ticks + 1
        if self._idle_ticks <= IDLE_TICKS:
            self._motors.drive(self.session.player.levels, dt_ms)
        elif self._idle_ticks == IDLE_TICKS + 1:
            self._motors.off()
        else:
            self._idle_ticks = IDLE_TICKS + 1

    def _tick_heat(self):
        if self.lease is not None:
            self._tick_lease()
        self._sample_tick += 1
        if self._sample_tick >= SAMPLE_TICKS:
            self._sample_tick = 0
            self._sample_heat()
        if self.session.player.heat_cc == 0 or self.supervisor.latch.mask:
            self._heater.off()  # a stop or a fault does not wait for the next sample
        self._heater.tick()

    def _tick_lease(self):
        if self.lease.expired:
            self.lease.expired = False
            self.supervisor.latch.set(faults.LEASE_EXPIRED)
        self.lease.renew()

    def _sample_heat(self):
        heater, supervisor = self._heater, self.supervisor
        heater.read()
        supervisor.sample(heater.sensors, self.session.player.heat_cc, heater.duty_q15)
        heater.sample(supervisor.permitted_cc, supervisor.pad_cc)

    def off(self):
        """Ends the session and switches every output off, now."""
        self.session.abort(FAULT)
        if self._motors is not None:
            self._motors.off()
        if self._heater is not None:
            self._heater.off()

    def heard(self):
        """A frame came from the host."""
        self.session.heard()
        self._silent_ms = 0

    def watch(self, every_ms):
        """Asks for a state event every `every_ms`; 0 ends it."""
        self.watch_every_ms = every_ms

    def flash_was_written(self):
        """Tells the loop that time stood still on purpose."""
        self.flash_written = True

    def may_clear(self, index):
        """Whether the condition of latched fault `index` has gone."""
        if index == faults.EMERGENCY_STOP:
            for button in self._buttons:
                if button.does == "stop" and button.pressed:
                    return False
        return self.supervisor.may_clear(index)

    def forbidden(self):
        """A sentence that tells why no session may begin now, or None.

        The self-test before heat: what was tested at power-on, and that the pad is
        believable and not hot already.
        """
        if self.test_again is not None:
            self.self_test = self.test_again()
            self.flash_was_written()  # reading all of it takes longer than a tick, too
        if self.self_test is not None:
            self.supervisor.latch.set(faults.SELF_TEST)
            return self.self_test
        if self._heater is None:
            return None
        self._heater.read()
        return selftest.pad(self._heater.sensors)

    def circumstances(self):
        """Uptime in s, pad temperature in cc or None, pattern that plays or None."""
        session = self.session
        played = session.active or session.ended == FAULT
        return self._uptime_s, self.supervisor.pad_cc, session.name if played else None

    def uptime_s(self):
        """Seconds since start."""
        return self._uptime_s

    def uptime_ms(self):
        """Milliseconds since start."""
        return self._uptime_s * 1000 + self._uptime_rest_ms

    def state(self):
        """What docs/protocol.md calls the state: from `state` to `fault`."""
        session, now = self.session, self.session.player
        active = session.active
        word = STATES[now.state]
        if not active and (self.fault or self.board_fault):
            word = "fault"
        return {
            "state": word,
            "name": session.name if active else None,
            "section": pattern.section_name(session.data, now.section)[: limits.NAME_MAX]
            if active
            else None,
            "elapsed_ms": now.elapsed_ms,
            "duration_ms": now.duration_ms,
            "ended": session.ended,
            "levels": [(now.levels[zone] * 100 + 16383) // 32767 for zone in range(COUNT)],
            "intensity_pct": now.intensity_pct,
            "tempo_pct": now.tempo_pct,
            "live": session.live,
            "temp_cc": self.supervisor.pad_cc,
            "target_cc": self.supervisor.permitted_cc,
            "heat_pct": 0 if self._heater is None else self._heater.duty_q15 * 100 // 32767,
            "resting": self.supervisor.resting,
            "fault": self.fault or ("no-board" if self.board_fault else None),
        }
