"""Requests about the session: start, pause, scale, stop, watch.

A remote command may reduce heat at once; raising it goes with a live session, which
stops when its host falls silent. What starts something must quote a ticket: a number
that `ready` gave out within the last five seconds, good for one use. So a start that was
delayed or replayed on the line does nothing.
"""

from sole.core import limits, player
from sole.core.pattern import PatternError
from sole.core.session import STOPPED
from sole.refusal import RefusalError, name_of, whole
from sole.store import StoreError

WATCH_MIN_MS = 100
WATCH_MAX_MS = 10000
NO_TICKET = -1


class SessionRequests:
    """`verbs` maps each request's word to what answers it.

    `random()` gives a number of 16 bits that nobody can guess; `counts` is called for the
    last part of `status`, and set once the loop exists.
    """

    def __init__(self, massager, uploads, random):
        self._massager = massager
        self._session = massager.session
        self._uploads = uploads
        self._random = random
        self._ticket = NO_TICKET
        self._ticket_s = 0
        self.counts = dict
        self.verbs = {
            "status": self._status,
            "ready": self._ready,
            "play": self._play,
            "pause": self._pause,
            "resume": self._resume,
            "stop": self._stop,
            "set": self._set,
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
        return {"ticket": self._ticket}

    def _use_ticket(self, request):
        """Raises RefusalError `stale` unless the request quotes a fresh ticket; uses it up."""
        ticket, self._ticket = self._ticket, NO_TICKET
        fresh = self._massager.uptime_s() - self._ticket_s <= limits.HOST_LOST_MS // 1000
        if ticket == NO_TICKET or request.get("ticket") != ticket or not fresh:
            raise RefusalError("stale", "ask for a ticket with ready, and use it at once")

    def _play(self, request):
        name = name_of(request)
        intensity_pct = whole(
            request, "intensity_pct", limits.INTENSITY_MIN_PCT, limits.INTENSITY_MAX_PCT, 100
        )
        tempo_pct = whole(request, "tempo_pct", limits.TEMPO_MIN_PCT, limits.TEMPO_MAX_PCT, 100)
        if self._session.active:
            raise RefusalError("busy", "%s plays, stop it first" % self._session.name)
        self._need_outputs()
        self._use_ticket(request)
        self._test_before_heat()
        data = self._uploads.load(name)
        self._session.play(name, data, intensity_pct, tempo_pct)
        return {"duration_ms": self._session.player.duration_ms}

    def start_by_button(self):
        """Goes on after a pause, or plays what played last, or the first pattern there is.

        A person stands there, so the session needs no host. What forbids it is left to
        the light and to `status`.
        """
        try:
            self._need_outputs()
            if self._session.active:
                self._session.resume(live=False)
                return
            self._test_before_heat()
            name = self._session.name
            if name is None or name not in self._uploads.names():
                name = self._uploads.names()[0]
            self._session.play(name, self._uploads.load(name), live=False)
        except (RefusalError, StoreError, PatternError, IndexError):
            pass

    def _need_outputs(self):
        if self._massager.fault is not None:
            raise RefusalError("fault", "latched: %s" % self._massager.fault)
        if self._massager.board_fault is not None:
            raise RefusalError("no-board", self._massager.board_fault)

    def _test_before_heat(self):
        forbidden = self._massager.forbidden()
        if forbidden is not None:
            raise RefusalError("self-test", forbidden)

    def _need_session(self):
        if not self._session.active:
            raise RefusalError("not-playing", "no session is active")

    def _pause(self, _request):
        self._need_session()
        self._session.player.pause()
        return {}

    def _resume(self, request):
        self._need_session()
        self._need_outputs()
        if self._session.player.state != player.PAUSED:
            raise RefusalError("not-playing", "the session is not paused")
        self._use_ticket(request)
        self._session.resume()
        return {}

    def _stop(self, request):
        if request.get("now") is True:
            self._session.abort(STOPPED)
            self._massager.off()  # motors do not glide out either
        else:
            self._session.stop(STOPPED)
        return {}

    def _set(self, request):
        self._need_session()
        now = self._session.player
        intensity_pct = whole(
            request,
            "intensity_pct",
            limits.INTENSITY_MIN_PCT,
            limits.INTENSITY_MAX_PCT,
            now.intensity_pct,
        )
        tempo_pct = whole(
            request, "tempo_pct", limits.TEMPO_MIN_PCT, limits.TEMPO_MAX_PCT, now.tempo_pct
        )
        now.scale(intensity_pct, tempo_pct)
        return {}

    def _watch(self, request):
        every_ms = whole(request, "every_ms", 0, WATCH_MAX_MS)
        if 0 < every_ms < WATCH_MIN_MS:
            raise RefusalError("bad-args", "every_ms must be 0 or %d to 10000" % WATCH_MIN_MS)
        self._massager.watch(every_ms)
        return {}
