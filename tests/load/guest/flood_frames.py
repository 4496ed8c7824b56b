"""What a host sends that floods the line: requests, and what is none."""

import random

OTHERS_ID = 61_000
"""From here on are the ids of a flood; those of a trial are smaller."""
STATUS = ("status", "hello", "list", "settings", "hours", "faults", "ping", "log", "ready")


class Flood:
    """Whatever a broken or hostile host may send, without an end."""

    def __init__(self, frame, seed):
        self._frame = frame
        random.seed(seed)

    def next(self):
        """bytes: good requests, half of the time; the rest is none."""
        kind = random.randrange(12)
        if kind < 6:
            return self._request()
        makers = (
            self._noise, self._cut_off, self._too_long, self._bad_crc, self._senseless, self._gap
        )  # fmt: skip
        return makers[kind - 6]()

    def _noise(self):
        """Without Ctrl-C, which MicroPython itself obeys: it ends the firmware, on purpose."""
        made = bytes(random.randrange(256) for _ in range(random.randrange(1, 80)))
        return made.replace(b"\x03", b"\x04")

    def _cut_off(self):
        return self._request()[: random.randrange(1, 12)]

    def _too_long(self):
        return b"\x1e" + b"x" * random.randrange(400, 700) + b"\n"

    def _bad_crc(self):
        return self._request().replace(b'"', b"'")

    def _senseless(self):
        return self._frame({"id": -1, "do": "stop it", "at": [[[[]]]]})

    def _gap(self):
        return self._frame({"id": OTHERS_ID, "do": "chunk", "at": 5, "b64": "A" * 400})

    def _request(self):
        verb = STATUS[random.randrange(len(STATUS))]
        return self._frame({"id": OTHERS_ID + random.randrange(4000), "do": verb})
