"""Requests about the session: start, pause, scale, stop, watch.

A remote command may reduce heat at once; raising it goes with a live session, which
stops when its host falls silent. What starts something must quote a ticket: a number
that `ready` gave out within the last five seconds, good for one use. So a start that was
delayed or replayed on the line does nothing.
"""

from sole.core import limits, states
from sole.core.folding import const
from sole.core.session import STOPPED
from sole.refusal import RefusalError, name_of, whole

_WATCH_MIN_MS = const(100)
_WATCH_MAX_MS = const(10000)
_NO_TICKET = const(-1)


def _scales(request, intensity_pct, tempo_pct):
    """Intensity and tempo that a request asks for; those given where it does not."""
    if "intensity_pct" in request:
        intensity_pct = whole(
            request, "intensity_pct", limits.INTENSITY_MIN_PCT, limits.INTENSITY_MAX_PCT
        )
    if "tempo_pct" in request:
        tempo_pct = whole(request, "tempo_pct", limits.TEMPO_MIN_PCT, limits.TEMPO_MAX_PCT)
    return intensity_pct, tempo_pct


class SessionRequests:
    """`verbs` maps each request's word to what answers it.

    `random()` gives a number of 16 bits that nobody can guess; `counts` is called for the
    last part of `status`, and set once the loop exists.
    """

    def __init__(self, massager, starter, uploads, random):
        self._massager = massager
        self._session = massager.session
        self._starter = starter
        self._uploads = uploads
        self._random = random
        self._ticket = _NO_TICKET
        self._ticket_s = 0
        self.counts = dict
        self.verbs = {
            "status": self._status,
            "ready": self._ready,
            "play": self._play,
            "pause": self._pause,
            "resume": self._resume,
            "stop": self._stop,
            "scale": self._scale,
            "swap": self._swap,
            "watch": self._watch,
        }

    def _status(self, _request):
        status = self._massager.state()
        status.update(self.counts())
        return status

    def _ready(self, _request):
        """A ticket for one start. Drawn at random: the one of an old log fits no later start."""
        self._ticket = self._random() & 0xFFFF
        self._ticket_s = self._massager.uptime_s()
        self._session.machine.on(states.ARM)
        return {"ticket": self._ticket}

    def ticket_is_fresh(self):
        """Whether somebody holds a ticket that still starts something."""
        age_s = self._massager.uptime_s() - self._ticket_s
        return self._ticket != _NO_TICKET and age_s <= limits.HOST_LOST_MS // 1000

    def _use_ticket(self, request):
        """Raises RefusalError `stale` unless the request quotes a fresh ticket; uses it up."""
        fresh = self.ticket_is_fresh()
        ticket, self._ticket = self._ticket, _NO_TICKET
        if not fresh or request.get("ticket") != ticket:
            raise RefusalError("stale", "ask for a ticket with ready, and use it at once")

    def _play(self, request):
        name = name_of(request)
        intensity_pct, tempo_pct = _scales(request, None, None)
        if self._session.active:
            raise RefusalError("busy", "%s plays, stop it first" % self._session.name)
        self._starter.need_outputs()
        self._use_ticket(request)
        self._starter.play(name, intensity_pct, tempo_pct, live=True)
        return {"duration_ms": self._session.player.duration_ms}

    def _need_session(self):
        if not self._session.active:
            raise RefusalError("not-playing", "no session is active")

    def _pause(self, _request):
        self._need_session()
        self._session.pause()
        return {}

    def _resume(self, request):
        self._need_session()
        self._starter.need_outputs()
        if not self._session.machine.may(states.RESUME):
            raise RefusalError("not-playing", "the session is not paused")
        self._use_ticket(request)
        self._session.resume()
        return {}

    def _stop(self, request):
        self._ticket = _NO_TICKET  # it may overtake a start that waits
        if request.get("now") is True:
            self._massager.off(STOPPED)
        else:
            self._session.stop(STOPPED)
        return {}

    def _scale(self, request):
        self._need_session()
        now = self._session.player
        intensity_pct, tempo_pct = _scales(request, now.intensity_pct, now.tempo_pct)
        if intensity_pct > now.intensity_pct and not self._session.may_raise:
            raise RefusalError("not-live", "started at the button, it gets only weaker from here")
        now.scale(intensity_pct, tempo_pct)
        return {}

    def _swap(self, request):
        """A live session goes over to another pattern where it is."""
        name = name_of(request)
        self._need_session()
        if not self._session.live:
            raise RefusalError("not-playing", "the session was not started by a host")
        if not self._session.swap(name, self._uploads.load(name)):
            raise RefusalError("not-playing", "the session is fading out")
        return {"duration_ms": self._session.player.duration_ms}

    def _watch(self, request):
        every_ms = whole(request, "every_ms", 0, _WATCH_MAX_MS)
        if 0 < every_ms < _WATCH_MIN_MS:
            raise RefusalError("bad-args", "every_ms must be 0 or %d to 10000" % _WATCH_MIN_MS)
        self._massager.watch(every_ms)
        return {}
