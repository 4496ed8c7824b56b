"""One session: a player, who started it, how far it may go, and why it ended."""

from sole.core import limits, pattern, player, states

DONE = "done"
STOPPED = "stopped"
HOST_LOST = "host-lost"
LIMIT = "limit"
FAULT = "fault"

QUIET_AFTER_MS = 8 * 3600 * 1000
"""A quiet session may have sent somebody to sleep: as long as a night."""

_EVENTS = {STOPPED: states.STOP, HOST_LOST: states.HOST_LOST, LIMIT: states.LIMIT}


class Session:
    """Plays one pattern at a time, as far as `machine` (a StateMachine) lets it.

    A live session was started or resumed by a host; it stops when nothing was heard
    from that host for `limits.HOST_LOST_MS`. One that was started at the button needs no
    host. `name` is the pattern that plays or played last, `ended` why the last session ended.
    """

    def __init__(self):
        self.machine = states.StateMachine()
        self.player = player.Player()
        self.name = None
        self.data = b""
        self.live = False
        self.ended = None
        self.quiet = False
        """Whether what plays, or played within the last eight hours, asks for no sound and a
        dim light."""
        self._quiet_left_ms = 0
        self._silent_ms = 0
        self._lasted_ms = 0
        self._paused_ms = 0
        self._ending = DONE

    @property
    def active(self):
        """True from play until everything has faded out."""
        return self.machine.active

    @property
    def may_raise(self):
        """Whether a host may ask for more heat or strength: not of a session that was started
        at the button and goes on when the host is gone."""
        return self.live or not self.active

    def play(self, name, data, intensity_pct=100, tempo_pct=100, live=True, end_in_ms=None):
        """Begins `data` (a compiled pattern); False if the state forbids it.

        `end_in_ms`: it must be silent by then. Raises PatternError, and then nothing changed.
        """
        if not self.machine.may(states.START):
            return False
        self.player.load(data)
        self.machine.on(states.START)
        self._hold(name, data)
        self.ended = None
        self._ending = DONE
        self._lasted_ms = 0
        self._set_live(live)
        self.player.start(intensity_pct, tempo_pct)
        if end_in_ms is not None:
            self.player.end_in(end_in_ms)
        return True

    def swap(self, name, data):
        """Goes over to `data` where it is; False unless it plays or is paused. Raises
        PatternError, and then nothing changed."""
        if self.machine.state not in (states.PLAYING, states.PAUSED):
            return False
        self.player.swap(data)
        self._hold(name, data)
        self._follow_player()
        return True

    def _follow_player(self):
        """A player that stops by itself: bedtime is near, or a shorter pattern was swapped in."""
        if self.player.state == player.STOPPING:
            self.machine.on(states.LIMIT)

    def _hold(self, name, data):
        self.name = name
        self.data = data
        self.quiet = pattern.silent_end(data)

    def pause(self):
        """Motors fade out, heat is off at once; False if nothing plays."""
        if not self.machine.on(states.PAUSE):
            return False
        self._paused_ms = 0
        self.player.pause()
        return True

    def resume(self, live=True):
        """Goes on after a pause; whether it is `live` is decided anew. False without a pause."""
        if not self.machine.on(states.RESUME):
            return False
        self._set_live(live)
        self.player.resume()
        return True

    def stop(self, why):
        """Fades out; a start that was only prepared is called off. `why` becomes `ended`."""
        if self.machine.on(_EVENTS[why]) and self.active:
            self._ending = why
            self.player.stop()

    def abort(self, why):
        """Everything to zero at once; FAULT also when no session is active."""
        was_active = self.active
        self.machine.on(states.FAILED if why == FAULT else states.ABORT)
        if was_active:
            self._ending = why
            self.player.halt()
            self._end()

    def heard(self):
        """The host gave a sign of life."""
        self._silent_ms = 0

    def step(self, dt_ms):
        """One tick of `dt_ms`."""
        if not self.machine.active:
            if self.quiet:
                self._quiet_left_ms -= dt_ms
                self.quiet = self._quiet_left_ms > 0
            return
        self._watch_time(dt_ms)
        self.player.step(dt_ms)
        self._follow_player()
        if self.player.state == player.IDLE:
            self.machine.on(states.ENDED)
            self._end()

    def _watch_time(self, dt_ms):
        """Stops a session whose host is silent, or that lasts too long."""
        self._lasted_ms += dt_ms
        if self._lasted_ms >= limits.SESSION_MAX_MS:
            self.stop(LIMIT)
        if self.machine.state == states.PAUSED:
            self._paused_ms += dt_ms
            if self._paused_ms >= limits.PAUSE_MAX_MS:
                self.stop(LIMIT)
        if self.live:
            self._silent_ms += dt_ms
            if self._silent_ms >= limits.HOST_LOST_MS:
                self.stop(HOST_LOST)

    def _set_live(self, live):
        self.live = live
        self._silent_ms = 0
        self._paused_ms = 0

    def _end(self):
        limited = self._ending == DONE and self.player.limited
        self.ended = LIMIT if limited else self._ending
        self.live = False
        self.data = b""
        self._quiet_left_ms = QUIET_AFTER_MS
