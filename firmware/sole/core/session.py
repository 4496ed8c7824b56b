"""One session: a player, who started it, and why it ended."""

from sole.core import limits, player

DONE = "done"
STOPPED = "stopped"
HOST_LOST = "host-lost"
FAULT = "fault"


class Session:
    """Plays one pattern at a time and watches over the host that started it.

    A live session was started or resumed by a host; it stops when nothing was heard
    from that host for `limits.HOST_LOST_MS`. One that was started at the button needs no
    host. `name` is the pattern that plays or played last, `ended` why the last session ended.
    """

    def __init__(self):
        self.player = player.Player()
        self.name = None
        self.data = b""
        self.live = False
        self.ended = None
        self._silent_ms = 0
        self._ending = DONE

    @property
    def active(self):
        """True from play until everything has faded out."""
        return self.player.state != player.IDLE

    def play(self, name, data, intensity_pct=100, tempo_pct=100, live=True):
        """Begins `data` (a compiled pattern). Raises PatternError, and then nothing changed."""
        self.player.load(data)
        self.name = name
        self.data = data
        self.ended = None
        self._ending = DONE
        self._set_live(live)
        self.player.start(intensity_pct, tempo_pct)

    def resume(self, live=True):
        """Goes on after a pause; whether it is `live` is decided anew."""
        self._set_live(live)
        self.player.resume()

    def stop(self, why):
        """Fades out. `why` becomes `ended`."""
        if self.active and self.player.state != player.STOPPING:
            self._ending = why
            self.player.stop()

    def abort(self, why):
        """Everything to zero at once."""
        if self.active:
            self._ending = why
            self.player.halt()
            self._end()

    def heard(self):
        """The host gave a sign of life."""
        self._silent_ms = 0

    def step(self, dt_ms):
        """One tick of `dt_ms`."""
        if not self.active:
            return
        if self.live:
            self._silent_ms += dt_ms
            if self._silent_ms >= limits.HOST_LOST_MS:
                self.stop(HOST_LOST)
        self.player.step(dt_ms)
        if not self.active:
            self._end()

    def _set_live(self, live):
        self.live = live
        self._silent_ms = 0

    def _end(self):
        self.ended = self._ending
        self.live = False
        self.data = b""
