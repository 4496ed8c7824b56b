# mypy: ignore-errors
"""The serial line of a trial: what its host sends, and what came back."""

import json

RS, LF = 0x1E, 0x0A
SEAL = 9
PING_ID = 0
ROOM = 128


class Console:
    """Has the interface of `sole.hal.Console`. Waiting hands over to `turn(wait_ms)`."""

    def __init__(self, frame, turn):
        self._frame = frame
        self._turn = turn
        self._in = []
        self._at = 0
        self.plugged = True
        self._begun = b""
        self.answers = {}

    def put(self, request):
        """The host sends a request, a dict; nothing arrives once the cable is out."""
        self.put_bytes(self._frame(request))

    def put_bytes(self, data):
        """Whatever comes down the line."""
        if self.plugged:
            self._in = self._in[self._at :] + list(data)
            self._at = 0

    def pull(self):
        """The cable comes out in the middle of a frame."""
        self.put({"do": "ping", "id": PING_ID})
        del self._in[len(self._in) // 2 :]
        self.plugged = False

    def wait(self, wait_ms):
        if self._at < len(self._in):
            return True
        if wait_ms > 0:
            self._turn(wait_ms)
        return self._at < len(self._in)

    def read(self):
        byte = self._in[self._at]
        self._at += 1
        return byte

    def room(self):
        return ROOM

    def write(self, data):
        """Frames come in pieces; what is no frame comes at once and is not for the host."""
        if not self.plugged or not (self._begun or data[0] == RS):
            self._begun = b""
            return
        self._begun += bytes(data)
        if self._begun[-1] == LF:
            whole, self._begun = self._begun, b""
            self._understand(json.loads(whole[1 : -SEAL - 1]))

    def _understand(self, said):
        if said.get("id", PING_ID) != PING_ID:
            self.answers[said["id"]] = said
