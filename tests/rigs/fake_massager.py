"""A massager that speaks docs/protocol.md, without a line, and misbehaves on demand."""

from binascii import a2b_base64, b2a_base64, crc32

from sole.core.frame import FrameError, FrameReader, frame
from sole.inflate import inflate

from rigs.massager_tells import COUNTS, HELLO, IDLE, SETTINGS


class FakeMassager:
    """What it is given (`feed`) it answers (`write`, for whoever inherits from it).

    `verbs_seen` are the requests in the order in which they came. `before(request)` may
    return bytes to send ahead of an answer; `instead(request)` bytes to send in place of
    it (b"" for silence), or None to answer properly. `script` is played by `play`.
    `latched` are codes of faults, `lasting` those whose condition has not gone,
    `self_test` and `entries` what `faults` tells; `refuse_start` is an error for any start.
    `settings` and `clock` are what it keeps, `settings_state` whether they are stored or
    broken; `refuse_set` is an error for any `set`. `sessions`, newest first, and `hours` are
    what `log` and `hours` tell.
    """

    def __init__(self):
        self.hello = dict(HELLO)
        self.state = dict(IDLE)
        self.counts = dict(COUNTS)
        self.patterns = {}
        self.script = []
        self.stop_script = [{"state": "idle", "ended": "stopped"}]
        self.requests = []
        self.before = lambda request: b""
        self.instead = lambda request: None
        self.on_bytes = None
        self.upload = None
        self.keep = True
        self.passing = ("", b"")
        """Name and data of what was uploaded for one session."""
        self.end_stored = True
        self.ticket = None
        self._ticket_good = False
        self.refuse_start = None
        self.latched = []
        self.lasting = set()
        self.self_test = None
        self.entries = []
        self.settings = dict(SETTINGS)
        self.settings_state = {"stored": True, "broken": False}
        self.refuse_set = None
        self.clock = None
        self.sessions = []
        self.hours = {"sessions": 0, "motors_s": [], "pad_s": 0}
        self._reader = FrameReader(512)

    @property
    def verbs_seen(self):
        return [request["do"] for request in self.requests]

    def sent(self, do):
        """The requests `do` as they came, without their ids."""
        return [
            {key: value for key, value in request.items() if key not in ("id", "do")}
            for request in self.requests
            if request["do"] == do
        ]

    def write(self, data):
        """Takes what goes to the host."""
        raise NotImplementedError

    def told(self, value):
        """The bytes in which an answer or an event goes to the host."""
        return frame(value)

    def event(self, **changes):
        self.state.update(changes)
        self.write(self.told({"ev": "state", **self.state}))

    def feed(self, data):
        """Takes what the host sent."""
        if self.on_bytes is not None:
            self.write(self.on_bytes(data))
            return
        for byte in data:
            if self._reader.feed(byte):
                try:
                    request = self._reader.take()
                except FrameError as error:
                    err = {"code": error.code, "say": error.say}
                    self.write(self.told({"id": None, "err": err}))
                else:
                    self._handle(request)

    def _handle(self, request):
        self.requests.append(request)
        replaced = self.instead(request)
        if replaced is not None:
            self.write(replaced)
            return
        self.write(self.before(request))
        answer = getattr(self, "_do_" + request["do"])(request)
        key = "err" if "code" in answer else "ok"
        self.write(self.told({"id": request["id"], key: answer}))
        if request["do"] == "play":
            for changes in self.script:
                self.event(**changes)
        if request["do"] == "stop" and self.state["state"] != "idle":
            for changes in self.stop_script:
                self.event(**changes)

    def _do_hello(self, _):
        return self.hello

    def _do_ping(self, _):
        return {}

    def _do_status(self, _):
        fault = {"fault": self.latched[0], "state": "fault"} if self.latched else {}
        return {**self.state, **self.counts, **fault}

    def _do_watch(self, _):
        return {}

    def _do_list(self, request):
        names = sorted(self.patterns)
        first = request["from"]
        found = [self._listed(name) for name in names[first : first + 4]]
        after = first + 4 if first + 4 < len(names) else None
        return {"patterns": found, "next": after, "free": 400000}

    def _listed(self, name):
        data = self.patterns[name]
        return {
            "name": name,
            "size": len(data),
            "crc": crc32(data),
            "title": name.title(),
            "duration_ms": 65000,
            "stored": True,
        }

    def _do_get(self, request):
        data = self.patterns.get(request["name"])
        if data is None:
            return {"code": "no-pattern", "say": "no pattern of that name"}
        part = data[request["at"] : request["at"] + 600]
        b64 = b2a_base64(part, newline=False).decode()
        return {"size": len(data), "crc": crc32(data), "b64": b64}

    def _do_begin(self, request):
        name, size, crc = request["name"], request["size"], request["crc"]
        self.keep = request.get("keep", True)
        stored = self.patterns.get(name) if self.keep else None
        if stored is not None and crc32(stored) == crc:
            return {"have": size, "stored": True}
        if self.upload is None or self.upload[:3] != (name, size, crc):
            self.upload = (name, size, crc, bytearray())
        return {"have": len(self.upload[3]), "stored": False}

    def _do_chunk(self, request):
        data = self.upload[3]
        if request["at"] != len(data):
            return {"code": "gap", "say": f"goes on at {len(data)}"}
        packed = request.get("z64")
        data += a2b_base64(request["b64"]) if packed is None else inflate(a2b_base64(packed))
        return {"have": len(data)}

    def _do_end(self, _):
        name, size, crc, data = self.upload
        if len(data) != size or crc32(data) != crc:
            return {"code": "upload-crc", "say": "not what begin announced"}
        if not self.keep:
            self.passing = (name, bytes(data))
            return {"stored": False}
        self.patterns[name] = bytes(data)
        return {"stored": self.end_stored}

    def _do_remove(self, request):
        if self.patterns.pop(request["name"], None) is None:
            return {"code": "no-pattern", "say": "no pattern of that name"}
        return {}

    def _do_ready(self, _):
        self.ticket = 4711 if self.ticket is None else self.ticket + 1
        self._ticket_good = True
        return {"ticket": self.ticket}

    def _start_refused(self, request):
        """As the firmware: what forbids a start, then the ticket, good for one."""
        if self.latched:
            return {"code": "fault", "say": f"latched: {self.latched[0]}"}
        if self.refuse_start:
            return self.refuse_start
        good, self._ticket_good = self._ticket_good, False
        if not good or request.get("ticket") != self.ticket:
            return {"code": "stale", "say": "ask for a ticket with ready, and use it at once"}
        return None

    def _do_faults(self, request):
        first = request.get("from", 0)
        after = first + 8 if first + 8 < len(self.entries) else None
        return {
            "latched": self.latched,
            "self_test": self.self_test,
            "entries": self.entries[first : first + 8],
            "next": after,
        }

    def _do_clear(self, request):
        code = request["code"]
        if code not in self.latched:
            return {"code": "no-fault", "say": f"{code} is not latched"}
        if code in self.lasting:
            return {"code": "fault-lasts", "say": f"{code} is still there"}
        self.latched.remove(code)
        return {}

    def _has(self, name):
        return name in self.patterns or self.passing[0] == name

    def _do_play(self, request):
        refused = self._start_refused(request)
        if refused:
            return refused
        if not self._has(request["name"]):
            return {"code": "no-pattern", "say": "no pattern of that name"}
        self.state.update(state="playing", name=request["name"], live=True, ended=None)
        return {"duration_ms": self.state["duration_ms"]}

    def _do_pause(self, _):
        return {} if self.state["name"] else {"code": "not-playing", "say": "no session"}

    def _do_resume(self, request):
        if not self.state["name"]:
            return {"code": "not-playing", "say": "no session"}
        return self._start_refused(request) or {}

    def _do_stop(self, _):
        return {}

    def _do_scale(self, request):
        self.state["intensity_pct"] = request["intensity_pct"]
        return {}

    def _do_swap(self, request):
        if not self._has(request["name"]):
            return {"code": "no-pattern", "say": "no pattern of that name"}
        return {"duration_ms": self.state["duration_ms"]}

    def _do_settings(self, _):
        return {**self.settings, **self.settings_state, "clock": self.clock}

    def _do_set(self, request):
        if self.refuse_set:
            return self.refuse_set
        self.settings.update({key: request[key] for key in SETTINGS if key in request})
        return self._do_settings(request)

    def _do_clock(self, request):
        self.clock = request["local"]
        return {"clock": self.clock}

    def _do_log(self, request):
        first = request["from"]
        after = first + 4 if first + 4 < len(self.sessions) else None
        return {"sessions": self.sessions[first : first + 4], "next": after}

    def _do_hours(self, _):
        return self.hours


def once(reply, verb):
    """An `instead` that spoils the first request `verb` only."""
    left = [reply]

    def instead(request):
        return left.pop() if left and request["do"] == verb else None

    return instead
