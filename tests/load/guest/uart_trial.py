"""A trial (solewave/virtual/device/trial.py) on a chip as slow as an ESP32, behind its UART.

In a trial computation takes no time. Here each tick, request, answer, byte and written file
takes what `*_US` says, bytes come one by one at 115200 baud, and what finds the receive buffer
full is lost. More orders: `flood` (on, seed), a host that sends as fast as the line takes;
`send` (b64), one that writes frames of its own; `read` (us), another time for a byte. Every
answer also has `load` and `heard`. What `load` says of time is this clock's, not the firmware's
count.
"""

import sys
from binascii import a2b_base64, b2a_base64

if sys.implementation.name != "micropython":
    import select  # noqa: F401 - the real one, before the trial's folder shadows it

sys.path.insert(0, __file__.rpartition("/")[0])
sys.path.insert(0, sys.argv[1])

import ram_flash
import trial
import trial_console
import trial_orders
from flash import ERASE_US
from flood_frames import Flood
from ram_flash import RamFlash
from trial_console import Console
from trial_orders import Trial

BYTE_US = 87
"""Of the line: ten bits at 115200 baud."""
BUFFER_BYTES = 260
"""MicroPython's for stdin on an ESP32."""
FIFO_BYTES = 128
"""The transmitter's: who writes more waits."""
OS_TICK_US = 10_000
"""Of FreeRTOS: who waits for the transmitter looks again with the next one (MicroPython's
uart_stdout_tx_strn in ports/esp32/uart.c)."""
TICK_US = 4000
READ_US = 70
HANDLE_US = 4000
WRITE_US = 1500
COLLECT_US = 8000
"""Estimates from above. A tick has 1,000 turns of an empty loop, a byte 22 and two calls into
C, at 2.4 us a turn on a chip of 160 MHz; requests and garbage have their share of the slack."""


def _world():
    """Each start has a new one; its module is only there once the trial has begun."""
    import world  # noqa: PLC0415

    return world.world


class Uart(Console):
    """The line: what the host sends arrives in its time, or is lost."""

    def __init__(self, frame, turn):
        Console.__init__(self, frame, turn)
        self.flood = None
        self.read_us = READ_US
        self.lost = 0
        self.arrived = 0
        self.took_us = {}
        """Id of a request of ours -> time from its last byte to the answer's first."""
        self.whole = set()
        """Ids of the requests of ours of which no byte was lost."""
        self._ring = []
        self._queue = []
        self._on_the_line = b""
        self._line_at = 0
        self._next_us = 0
        self._turned_us = 0
        self._sent_us = {}
        self._tx_free_us = 0
        self._on_the_way = []
        self._id = 0
        self._torn = False

    def put(self, request):
        """Sent as soon as the frame before it is."""
        self._queue.append((request["id"], self._frame(request)))

    def put_raw(self, data):
        """Bytes of a host that writes its frames itself."""
        self._queue.append((0, data))

    def heard(self):
        """bytes: what has arrived at the host and was not asked for before."""
        now_us, made = self._now_us(), b""
        while self._on_the_way and self._on_the_way[0][0] <= now_us:
            made += self._on_the_way.pop(0)[1]
        return made

    def _now_us(self):
        return _world().clock._now

    def spend(self, us):
        """Time in which the chip does something else; bytes arrive nevertheless."""
        _world().clock.advance(us)
        self._arrive()

    def _arrive(self):
        now_us = self._now_us()
        while self._next_us <= now_us:
            if not self._fetch():
                self._next_us = now_us + BYTE_US
                return
            self.arrived += 1
            if len(self._ring) < BUFFER_BYTES:
                self._ring.append(self._on_the_line[self._line_at])
            else:
                self.lost += 1
                self._torn = True
            self._line_at += 1
            if self._line_at == len(self._on_the_line) and self._id and not self._torn:
                self.whole.add(self._id)
                self._sent_us[self._id] = self._next_us
            self._next_us += BYTE_US

    def _fetch(self):
        """Whether there is a byte to send."""
        if self._line_at < len(self._on_the_line):
            return True
        self._line_at = 0
        self._id = 0
        self._torn = False
        self._on_the_line = b""
        if self._queue:
            self._id, self._on_the_line = self._queue.pop(0)
        elif self.flood is not None:
            self._on_the_line = self.flood.next()
        return len(self._on_the_line) > 0

    def wait(self, wait_ms):
        now_us = self._now_us()
        if now_us - self._turned_us >= 20_000:
            self._turned_us = now_us
            self._turn(0)
        self._arrive()
        if self._ring or wait_ms <= 0:
            return len(self._ring) > 0
        if self._fetch():
            self.spend(max(self._next_us - self._now_us(), 1))
        else:
            self._turn(wait_ms)
            self._arrive()
        return len(self._ring) > 0

    def read(self):
        self.spend(self.read_us)
        return self._ring.pop(0)

    def room(self):
        left_us = self._tx_free_us - self._now_us()
        return FIFO_BYTES if left_us <= 0 else FIFO_BYTES - 1 - left_us // BYTE_US

    def write(self, data):
        self.spend(WRITE_US)
        now_us = self._now_us()
        before = len(self.answers)
        Console.write(self, data)
        if len(self.answers) > before:
            self._note_answers(now_us)
        self._tx_free_us = max(self._tx_free_us, now_us) + len(data) * BYTE_US
        self._on_the_way.append((self._tx_free_us, bytes(data)))
        blocked_us = self._tx_free_us - now_us - FIFO_BYTES * BYTE_US
        if blocked_us > 0:
            self.spend(blocked_us + -(now_us + blocked_us) % OS_TICK_US)

    def _note_answers(self, now_us):
        for number in list(self.answers):
            if number in self._sent_us:
                self.took_us[number] = now_us - self._sent_us.pop(number)


class SlowFlash(RamFlash):
    """Stands still for as long as an ESP32's flash erases, with each file that is written."""

    def open(self, path, mode="r"):
        if mode[0] in "wa":
            _world().clock.advance(ERASE_US)
        return RamFlash.open(self, path, mode)


class SlowTrial(Trial):
    """A trial whose firmware takes its time.

    `_apart_us`: the longest from one tick's begin to the next one's, since the host first flooded
    the line or wrote frames of its own. (Not while a session begins: its self-test takes longer.)
    """

    _slowed = None
    _writes = False
    _tick_us = 0
    _apart_us = 0

    def _turn(self, wait_ms):
        if self._loop is not None and self._loop is not self._slowed:
            self._slow_down(self._loop)
        Trial._turn(self, wait_ms)

    def _slow_down(self, loop):
        self._slowed = loop
        _delay(loop._massager, "tick", TICK_US, self._console)
        _delay(loop._requests, "handle", HANDLE_US, self._console)
        _delay(loop._chores, "_collect", COLLECT_US, self._console)
        _before(loop._massager, "tick", self._note_tick)

    def _note_tick(self):
        now_us = self._console._now_us()
        if self._writes or self._console.flood is not None:
            self._apart_us = max(self._apart_us, now_us - self._tick_us)
        self._tick_us = now_us

    def _do_flood(self, command):
        """The host sends as fast as the line takes, from now on or no more."""
        self._console.flood = (
            Flood(self._console._frame, command["seed"]) if command["on"] else None
        )

    def _do_read(self, command):
        """To read a byte takes `us` from now on."""
        self._console.read_us = command["us"]

    def _do_send(self, command):
        """The host writes bytes, `b64`; the answers have `heard`, what it got."""
        self._writes = True
        self._console.put_raw(a2b_base64(command["b64"]))

    def _told(self):
        told = Trial._told(self)
        line, loop = self._console, self._loop
        if loop is None:
            return told
        told["heard"] = b2a_base64(line.heard()).decode()
        told["load"] = {
            "arrived": line.arrived,
            "lost": line.lost,
            "whole": self._id in line.whole,
            "took_us": line.took_us.get(self._id),
            "apart_us": self._apart_us,
            "late": loop.late,
            "ticks": loop.ticks,
            "frames": loop._link.frames,
            "bad": loop._link.bad,
        }
        return told


def _delay(thing, name, us, line):
    """Calling `thing.name` takes `us` from now on."""
    _before(thing, name, lambda: line.spend(us))


def _before(thing, name, first):
    """Calling `thing.name` calls `first()` before it from now on."""
    real = getattr(thing, name)

    def both(*given):
        first()
        return real(*given)

    setattr(thing, name, both)


ram_flash.RamFlash = SlowFlash
trial_console.Console = Uart
trial_orders.Trial = SlowTrial
if __name__ == "__main__":
    trial.main()
