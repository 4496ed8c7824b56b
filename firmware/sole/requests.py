"""What a host can ask for, one method a verb. docs/protocol.md is the contract.

A remote command may reduce heat at once; raising it goes with a live session, which
stops when its host falls silent.
"""

from binascii import b2a_base64, crc32

from sole import __version__
from sole.core import limits, pattern, player
from sole.core.pattern import PatternError
from sole.core.session import STOPPED
from sole.store import Entry, StoreError, name_is_good

GET_SIZE = 600
LIST_SIZE = 4
CHUNK_MAX = 330
"""Payload bytes of a chunk whose frame, with base64, stays below limits.FRAME_MAX."""
WATCH_MIN_MS = 100
WATCH_MAX_MS = 10000


class RefusalError(Exception):
    """A request that is refused with a code and a sentence."""

    def __init__(self, code, say):
        super().__init__(say)
        self.code = code
        self.say = say


def whole(request, key, low, high, default=None):
    """The whole number at `key`, in low..high. Raises RefusalError `bad-args`."""
    value = request.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise RefusalError(
            "bad-args", "%s must be a whole number from %d to %d" % (key, low, high)
        )
    return value


def name_of(request):
    """The pattern's name. Raises RefusalError `bad-name`."""
    name = request.get("name")
    if not name_is_good(name):
        raise RefusalError("bad-name", "a name has 1 to 32 of a-z 0-9 - and begins with no -")
    return name


class Requests:
    """Answers requests over a `Massager`, its store and uploads.

    `about` is what `hello` tells of the board; `counts` is called for the last part of
    `status`, and set once the loop exists.
    """

    def __init__(self, massager, store, uploads, about):
        self._massager = massager
        self._session = massager.session
        self._store = store
        self._uploads = uploads
        self._about = about
        self.counts = dict
        self._verbs = {
            "hello": self._hello,
            "ping": self._ping,
            "status": self._status,
            "list": self._list,
            "get": self._get,
            "begin": self._begin,
            "chunk": self._chunk,
            "end": self._end,
            "remove": self._remove,
            "play": self._play,
            "pause": self._pause,
            "resume": self._resume,
            "stop": self._stop,
            "set": self._set,
            "watch": self._watch,
        }

    def handle(self, request, link):
        """Carries out one request and answers it over `link`."""
        self._session.heard()
        self._massager.heard()
        request_id = request.get("id")
        verb = request.get("do")
        try:
            if not isinstance(request_id, int) or not 0 <= request_id <= 65535:
                request_id = None
                raise RefusalError("bad-args", "id must be a whole number from 0 to 65535")
            if not isinstance(verb, str) or verb not in self._verbs:
                raise RefusalError("unknown-verb", "no such request: %s" % str(verb)[:32])
            answer = self._verbs[verb](request)
        except (RefusalError, StoreError) as error:
            if error.code in ("bad-args", "bad-name", "unknown-verb"):
                link.bad += 1
            link.refuse(request_id, error.code, error.say)
        except PatternError as error:
            say = "%s (at byte %d)" % (error.say, error.at)
            link.refuse(request_id, "pattern-" + error.code, say)
        else:
            link.answer(request_id, answer)

    def _hello(self, _request):
        hello = dict(self._about)
        hello["fw"] = __version__
        hello["format"] = "%d.%d" % (pattern.MAJOR, pattern.MINOR)
        hello["link"] = 1
        hello["frame_max"] = limits.FRAME_MAX
        hello["chunk_max"] = CHUNK_MAX
        return hello

    def _ping(self, _request):
        return {}

    def _status(self, _request):
        status = self._massager.state()
        status.update(self.counts())
        return status

    def _list(self, request):
        first = whole(request, "from", 0, 10000, 0)
        names = self._names()
        patterns = [self._listed(name) for name in names[first : first + LIST_SIZE]]
        following = first + LIST_SIZE
        return {
            "patterns": patterns,
            "next": following if following < len(names) else None,
            "free": self._store.free(),
        }

    def _listed(self, name):
        waiting = self._uploads.waiting.get(name)
        entry = self._store.catalog[name] if waiting is None else Entry(waiting)
        return {
            "name": name,
            "size": entry.size,
            "crc": entry.crc,
            "title": entry.title,
            "duration_ms": entry.duration_ms,
            "stored": waiting is None,
        }

    def _get(self, request):
        data = self._uploads.load(name_of(request))
        at = whole(request, "at", 0, len(data), 0)
        b64 = b2a_base64(bytes(data[at : at + GET_SIZE])).decode().strip()
        return {"size": len(data), "crc": crc32(data), "b64": b64}

    def _begin(self, request):
        name = name_of(request)
        size = whole(request, "size", pattern.HEADER_SIZE, 1 << 24)
        crc = whole(request, "crc", 0, 0xFFFFFFFF)
        have, stored = self._uploads.begin(name, size, crc)
        return {"have": have, "stored": stored}

    def _chunk(self, request):
        b64 = request.get("b64")
        if not isinstance(b64, str):
            raise RefusalError("bad-args", "b64 must be text")
        at = whole(request, "at", 0, limits.PATTERN_SIZE_MAX)
        return {"have": self._uploads.chunk(at, b64)}

    def _end(self, _request):
        stored = self._uploads.end(not self._session.active)
        if stored:
            self._massager.flash_was_written()
        return {"stored": stored}

    def _remove(self, request):
        name = name_of(request)
        if self._session.active:
            raise RefusalError(
                "busy", "stop the session first: flash is not written while it plays"
            )
        if not self._uploads.forget(name):
            self._store.remove(name)
            self._massager.flash_was_written()
        return {}

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
            name = self._session.name
            if name is None or name not in self._names():
                name = self._names()[0]
            self._session.play(name, self._uploads.load(name), live=False)
        except (RefusalError, StoreError, PatternError, IndexError):
            pass

    def _names(self):
        return sorted(set(self._store.catalog) | set(self._uploads.waiting))

    def _play(self, request):
        name = name_of(request)
        intensity_pct = whole(
            request, "intensity_pct", limits.INTENSITY_MIN_PCT, limits.INTENSITY_MAX_PCT, 100
        )
        tempo_pct = whole(request, "tempo_pct", limits.TEMPO_MIN_PCT, limits.TEMPO_MAX_PCT, 100)
        if self._session.active:
            raise RefusalError("busy", "%s plays, stop it first" % self._session.name)
        self._need_outputs()
        data = self._uploads.load(name)
        self._session.play(name, data, intensity_pct, tempo_pct)
        return {"duration_ms": self._session.player.duration_ms}

    def _need_outputs(self):
        if self._massager.board_fault is not None:
            raise RefusalError("no-board", self._massager.board_fault)
        if self._massager.fault is not None:
            raise RefusalError("fault", "latched: %s" % self._massager.fault)

    def _need_session(self):
        if not self._session.active:
            raise RefusalError("not-playing", "no session is active")

    def _pause(self, _request):
        self._need_session()
        self._session.player.pause()
        return {}

    def _resume(self, _request):
        self._need_session()
        self._need_outputs()
        if self._session.player.state != player.PAUSED:
            raise RefusalError("not-playing", "the session is not paused")
        self._session.resume()
        return {}

    def _stop(self, _request):
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
