"""The 50 Hz loop: a tick on time, then the link in the slack that is left of it."""

from sole.core import limits
from sole.core.folding import const

_HANDLE_MS = const(6)
"""A request is only taken up while this much of the tick is left; else it waits for the next,
and no longer."""
_LATE_BYTES = const(128)
"""Read per tick by a loop that has no slack left."""
_WAITING_MAX = const(3)
"""Requests kept while an answer goes out; who sends more at a time waits for no answer."""
_CATCH_UP_MAX_MS = const(1000)
"""A pause longer than this (a debugger, a suspended computer) is not played after."""


class Loop:
    """Runs a massager. `ticks`, `late` (began more than a tick late) and `longest_us` count."""

    def __init__(self, massager, link, requests, chores, clock, feed, heap_free):
        self.ticks = 0
        self.late = 0
        self.longest_us = 0
        self._massager = massager
        self._link = link
        self._requests = requests
        self._chores = chores
        self._clock = clock
        self._feed = feed
        self._heap_free = heap_free
        self._due_ms = 0
        self._waiting = []
        self._stop = None
        self._event_in_ms = 0

    def run(self):
        """Never returns."""
        self._due_ms = self._clock.ticks_ms()
        while True:
            self.tick()
            self.slack()

    def tick(self):
        """One tick, and what it needs to be on time again if it was late."""
        begun_us = self._clock.ticks_us()
        self._massager.tick(self._elapsed_ms())
        self._feed()
        self.ticks += 1
        self._event_in_ms -= limits.TICK_MS
        took_us = self._clock.diff(self._clock.ticks_us(), begun_us)
        if took_us > self.longest_us:
            self.longest_us = took_us

    def _elapsed_ms(self):
        """Time that this tick stands for, a multiple of 20 ms; moves the due time on."""
        late_ms = self._clock.diff(self._clock.ticks_ms(), self._due_ms)
        elapsed_ms = limits.TICK_MS
        if self._massager.flash_written:
            self._massager.flash_written = False
            self._due_ms = self._clock.add(self._due_ms, max(late_ms, 0))
        elif late_ms > limits.TICK_MS:
            self.late += 1
            missed_ms = late_ms // limits.TICK_MS * limits.TICK_MS
            self._due_ms = self._clock.add(self._due_ms, missed_ms)
            elapsed_ms += min(missed_ms, _CATCH_UP_MAX_MS)
        self._due_ms = self._clock.add(self._due_ms, limits.TICK_MS)
        return elapsed_ms

    def counts(self):
        """The last part of `status`: how the device itself fares."""
        return {
            "uptime_ms": self._massager.uptime_ms(),
            "ticks": self.ticks,
            "late": self.late,
            "longest_us": self.longest_us,
            "frames": self._link.frames,
            "bad": self._link.bad,
            "free": self._heap_free(),
        }

    def left_ms(self):
        """Milliseconds until the next tick is due."""
        return self._clock.diff(self._due_ms, self._clock.ticks_ms())

    def slack(self):
        """Until the next tick: chores, events, requests."""
        self._chores.run(self.left_ms())
        due = self._massager.watch_every_ms and self._event_in_ms <= 0
        if due and self.left_ms() >= _HANDLE_MS and not self._link.sending:
            self._event_in_ms = self._massager.watch_every_ms
            self._link.event("state", self._massager.state())
        left_ms = self.left_ms()
        if left_ms <= 0:
            self._serve_late()
            left_ms = self.left_ms()
        elif left_ms < _HANDLE_MS:
            self._handle()  # what has waited since the last turn: this may be the most there is
            left_ms = self.left_ms()
        while left_ms > 0:
            self._serve(left_ms)
            left_ms = self.left_ms()

    def _serve(self, left_ms):
        """One step of work on the link that fits into `left_ms`."""
        if left_ms < _HANDLE_MS or not self._handle():
            self._keep(self._link.poll(left_ms))

    def _serve_late(self):
        """Without any slack what came is still read and carried out: `stop` must be heard."""
        self._keep(self._link.poll(0, _LATE_BYTES))
        self._handle()

    def _keep(self, request):
        """Until its turn. A `stop` does not wait for the answers to what came before it."""
        if request is None:
            return
        if self._stop is None and request.get("do") == "stop":
            self._stop = request
        elif len(self._waiting) < _WAITING_MAX:
            self._waiting.append(request)
        else:
            self._link.bad += 1

    def _handle(self):
        """Carries out one request, if there is one whose turn it is."""
        link = self._link
        if self._stop is not None and link.has_room:
            request, self._stop = self._stop, None
            self._requests.handle(request, link)
            link.hurry()
        elif self._waiting and not link.sending:
            self._requests.handle(self._waiting.pop(0), link)
        else:
            return False
        return True
