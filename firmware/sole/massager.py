"""The massager between its inputs and outputs: one `tick` is one turn of the loop.

Session, then supervisor, then outputs: there is no other way to a motor or the heater.
"""

from sole import selftest
from sole.buttons import Buttons
from sole.core import faults, limits, pattern, states
from sole.core.folding import const
from sole.core.heat import SAMPLE_MS
from sole.core.indication import Indication
from sole.core.pulse import Pulse
from sole.core.session import FAULT, Session
from sole.core.zones import COUNT

SAMPLE_TICKS = SAMPLE_MS // limits.TICK_MS
_IDLE_TICKS = const(50)
"""A second after a session the slowest motor has stopped."""


class Massager:
    """Everything that a board drives, put together by `sole.app`.

    `motors`, `heater` and `lease` are None where the board has none; `board_fault` is a
    sentence when the board file cannot be used, and then all are. `indicators` are lights
    and buzzers, each with `show(indication)`. `self_test` is a sentence when a test failed
    the last time; `tests`, set by the app, runs them and gives such a sentence or None.
    `meter` (a `sole.core.usage_meter.UsageMeter`, or None) counts what a session uses.
    """

    def __init__(
        self,
        motors,
        heater,
        supervisor,
        buttons=(),
        indicators=(),
        lease=None,
        board_fault=None,
        meter=None,
    ):
        self.session = Session()
        self.supervisor = supervisor
        self.board_fault = board_fault
        self.self_test = None
        self.tests = None
        self.watch_every_ms = 0
        self.flash_written = False
        self.lease = lease
        self.buttons = Buttons(buttons, self)
        self.indication = Indication()
        self.meter = meter
        self._motors = motors
        self._heater = heater
        self._indicators = indicators
        self._sample_tick = 0
        self._idle_ticks = 0
        self._uncounted_ms = 0
        self._pulse = Pulse()
        self._silent_ms = 0
        self._uptime_s = 0
        self._uptime_rest_ms = 0

    @property
    def fault(self):
        """Code of the latched fault, or None."""
        return self.supervisor.fault

    @property
    def state_index(self):
        """What the massager is doing: one of `sole.core.states`."""
        return self.session.machine.state

    def power_on(self):
        """The self-test at start; leads to idle, to a fault, or to safe mode."""
        machine = self.session.machine
        machine.on(states.POWERED)
        if self.supervisor.latch.has(faults.SAFE_MODE):
            machine.on(states.BITTEN)
        self._run_tests()
        machine.on(states.PASSED if self.self_test is None else states.FAILED)
        self._follow_faults()

    def _run_tests(self):
        if self.tests is not None:
            self._show(limits.TICK_MS)  # there is no tick until the tests are done
            if self._motors is not None:
                self._motors.off()  # a pulse may have been in its middle
            self.self_test = self.tests()
            self.flash_was_written()  # reading all of it takes longer than a tick, too
        if self.self_test is not None:
            self.supervisor.latch.set(faults.SELF_TEST)

    def tick(self, dt_ms):
        """One turn of `dt_ms` (a multiple of 20): inputs, session, supervisor, outputs."""
        self._count_time(dt_ms)
        self.buttons.tick(dt_ms)
        self.session.step(dt_ms)
        if self._heater is not None:
            self._tick_heat()
        self._follow_faults()
        if self._motors is not None:
            self._tick_motors(dt_ms)
        self._count_use(dt_ms)
        self._show(dt_ms)

    def _follow_faults(self):
        """Brings the state in line with what is latched, and with the pad's temperature."""
        session, supervisor = self.session, self.supervisor
        machine = session.machine
        if supervisor.latch.mask == 0 and machine.state == states.PLAYING:
            return  # the tick of most sessions: nothing below would change the state
        if not supervisor.motors_permitted:
            session.abort(FAULT)
        elif supervisor.latch.mask or self.board_fault is not None:
            if not session.active:
                machine.on(states.FAILED)
        else:
            machine.on(states.CLEARED)
        machine.on(states.WARM if supervisor.cooling else states.COOLED)

    def _count_use(self, dt_ms):
        """Ten times a second in the mean: what is counted are seconds, those of a pause not."""
        state = self.session.machine.state
        if state == states.PLAYING or state == states.WINDING_DOWN:
            self._uncounted_ms += dt_ms
        elif state != states.PAUSED:
            self._uncounted_ms = 0
        meter = self.meter
        if meter is None or self._uncounted_ms < meter.next_ms:
            return
        if self._motors is not None:
            pad_ms = 0 if self._heater is None else self._heater.take_on_ms()
            running = self._motors.running
            meter.look(self._uncounted_ms, running, pad_ms, self.supervisor.pad_cc)
        self._uncounted_ms = 0

    def _show(self, dt_ms):
        latch, indication = self.supervisor.latch, self.indication
        state = self.session.machine.state
        fault_number = latch.first + 1
        if fault_number and latch.has(faults.HEATER_STUCK_ON):
            fault_number = faults.HEATER_STUCK_ON + 1  # whatever came first: pull the plug
        quiet = self.session.quiet and state != states.ARMED
        indication.tick(dt_ms, state, fault_number, quiet)
        for indicator in self._indicators:
            indicator.show(indication)

    def _count_time(self, dt_ms):
        self._uptime_rest_ms += dt_ms
        while self._uptime_rest_ms >= 1000:
            self._uptime_rest_ms -= 1000
            self._uptime_s += 1
        if self.watch_every_ms:
            self._silent_ms += dt_ms
            if self._silent_ms > limits.HOST_LOST_MS:
                self.watch_every_ms = 0

    def _tick_motors(self, dt_ms):
        """Drives the motors; some time after a session lets go of them. A bridge brakes at
        level 0 with both its pins high, which is no state to leave them in."""
        self._idle_ticks = 0 if self.session.machine.active else self._idle_ticks + 1
        if self._pulse.active:
            self._pulse.step(dt_ms, self.state_index == states.ARMED)
            self._idle_ticks = 0
            self._motors.drive(self._pulse.levels, dt_ms)
        elif self._idle_ticks <= _IDLE_TICKS:
            self._motors.drive(self.session.player.levels, dt_ms)
        elif self._idle_ticks == _IDLE_TICKS + 1:
            self._motors.off()
        else:
            self._idle_ticks = _IDLE_TICKS + 1

    def pulse(self):
        """One soft swell of all motors, and no heat: bedtime's invitation for who wished one.
        It ends at once with the invitation."""
        self._pulse.begin()

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

    def off(self, why):
        """Ends the session and switches every output off, now. `why` becomes `ended`."""
        self.session.abort(why)
        if self._motors is not None:
            self._motors.off()
        if self._heater is not None:
            self._heater.off()

    def follow(self, settings):
        """Takes over those settings that act on it: heat limit, volume, and, while a session
        plays, intensity and tempo. None makes a session stronger or warmer that may not be."""
        bound, supervisor = not self.session.may_raise, self.supervisor
        limit_cc = settings.get("heat_limit_cc", supervisor.wish_max_cc)
        supervisor.wish_max_cc = min(limit_cc, supervisor.wish_max_cc) if bound else limit_cc
        self.indication.volume_pct = settings.get("volume_pct", self.indication.volume_pct)
        if self.session.active:
            now = self.session.player
            intensity_pct = settings.get("intensity_pct", now.intensity_pct)
            if bound:
                intensity_pct = min(intensity_pct, now.intensity_pct)
            now.scale(intensity_pct, settings.get("tempo_pct", now.tempo_pct))

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
        if index == faults.EMERGENCY_STOP and self.buttons.stop_pressed():
            return False
        return self.supervisor.may_clear(index)

    def clear(self, index):
        """Takes latched fault `index` back; nothing tests here whether it is over."""
        self.supervisor.latch.clear(index)
        self._follow_faults()

    def forbidden(self):
        """A sentence that tells why no session may begin now, or None.

        The self-test before heat: what was tested at power-on, and that the pad is
        believable and not hot already.
        """
        machine = self.session.machine
        machine.on(states.TEST)
        try:
            self._run_tests()
        except MemoryError:
            machine.on(states.PASSED)  # nothing was found; who asked is told
            raise
        if self.self_test is not None:
            machine.on(states.FAILED)
            return self.self_test
        machine.on(states.PASSED)
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
        return {
            "state": session.machine.word,
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
