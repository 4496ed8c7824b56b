"""Requests about patterns on the device: list, get, upload, remove."""

from binascii import b2a_base64, crc32

from sole.core import limits, pattern
from sole.core.folding import const
from sole.refusal import RefusalError, name_of, whole
from sole.store import Entry

_GET_SIZE = const(600)
_LIST_SIZE = const(4)


class FileRequests:
    """`verbs` maps each request's word to what answers it."""

    def __init__(self, massager, store, uploads):
        self._massager = massager
        self._session = massager.session
        self._store = store
        self._uploads = uploads
        self.verbs = {
            "list": self._list,
            "get": self._get,
            "begin": self._begin,
            "chunk": self._chunk,
            "end": self._end,
            "remove": self._remove,
        }

    def _list(self, request):
        first = whole(request, "from", 0, 10000, 0)
        names = self._uploads.names()
        patterns = [self._listed(name) for name in names[first : first + _LIST_SIZE]]
        following = first + _LIST_SIZE
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
        b64 = b2a_base64(bytes(data[at : at + _GET_SIZE])).decode().strip()
        return {"size": len(data), "crc": crc32(data), "b64": b64}

    def _begin(self, request):
        name = name_of(request)
        size = whole(request, "size", pattern.HEADER_SIZE, 1 << 24)
        crc = whole(request, "crc", 0, 0xFFFFFFFF)
        keep = request.get("keep") is not False
        have, stored = self._uploads.begin(name, size, crc, keep)
        return {"have": have, "stored": stored}

    def _chunk(self, request):
        deflated = "z64" in request
        text = request.get("z64" if deflated else "b64")
        if not isinstance(text, str):
            raise RefusalError("bad-args", "b64 or z64 must be text")
        at = whole(request, "at", 0, limits.PATTERN_SIZE_MAX)
        return {"have": self._uploads.chunk(at, text, deflated)}

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
