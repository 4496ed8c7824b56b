"""The device's end of the link: bytes in, requests out; answers and events back."""

from sole.core import limits
from sole.core.frame import FrameError, FrameReader, frame


class Link:
    """Speaks frames over a console with `wait(ms)`, `read()`, `sleep(ms)` and `write(bytes)`.

    `frames` and `bad` count what came. A frame that cannot be trusted is answered
    here, with an `id` of null; everything else goes to the caller.
    """

    def __init__(self, console):
        self._console = console
        self._reader = FrameReader(limits.FRAME_MAX - 2)  # without RS and LF
        self.frames = 0
        self.bad = 0

    def poll(self, wait_ms, most=1):
        """Reads up to `most` bytes: the request that they completed, or None.

        Waits at most `wait_ms` for each.
        """
        for _ in range(most):
            if not self._console.wait(wait_ms):
                return None
            if self._reader.feed(self._console.read()):
                return self._take()
        return None

    def _take(self):
        try:
            request = self._reader.take()
        except FrameError as error:
            self.bad += 1
            self.refuse(None, error.code, error.say)
            return None
        self.frames += 1
        return request

    def idle(self, wait_ms):
        """Waits at most `wait_ms` and reads nothing."""
        self._console.sleep(wait_ms)

    def answer(self, request_id, value):
        """Sends what was asked for."""
        self._console.write(frame({"id": request_id, "ok": value}))

    def refuse(self, request_id, code, say):
        """Sends a refusal: a stable code and a sentence."""
        self._console.write(frame({"id": request_id, "err": {"code": code, "say": say}}))

    def event(self, name, value):
        """Sends an event."""
        value["ev"] = name
        self._console.write(frame(value))
