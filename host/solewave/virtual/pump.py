"""The wire between the board's terminal and the interpreter, and the board's restarts."""

import os
import select
import threading
import time
from collections.abc import Callable

from solewave.virtual.device import view as layout
from solewave.virtual.process import POWER_ON, SOFT, WATCHDOG, Interpreter
from solewave.virtual.stream import SOFT_REBOOT, Stream
from solewave.virtual.uart import TURN_AROUND_S, Line, Traffic
from solewave.virtual.window import Window

CTRL_A, CTRL_C = b"\x01", 0x03
READ_SIZE = 4096
PENDING_MAX = 65536
UNREAD_S = 0.5
"""A client that takes nothing for so long is gone; a serial line forgets what nobody reads."""
SECOND_CTRL_C_S = 0.05
"""A Ctrl-C that comes so soon after another is the same: the first may still be unhandled."""
LOADING_S = 15.0
SAID_MAX = 2000
"""Bytes of what a board said that are kept for the error, should it not start."""
HANG_MARGIN_S = 1.0

Start = Callable[[int, bool], Interpreter]
"""Starts the interpreter: cause of the reset, whether main.py is to run."""


class Pump(threading.Thread):
    """Moves bytes between `terminal` (the client's) and the interpreter that `start` makes."""

    def __init__(self, terminal: int, start: Start, window: Window, baud: int | None) -> None:
        super().__init__(name="solewave-virtual-board", daemon=True)
        self.traffic = Traffic()
        self.starts = 0
        self.error = ""
        """Why the board does not start any more; empty while all is well."""
        self._terminal = terminal
        self._start = start
        self._window = window
        self._stream = Stream()
        self._to_board = bytearray()
        self._to_client = bytearray()
        self._in, self._out = Line(baud), Line(baud)
        self._turn_around_s = TURN_AROUND_S if baud else 0.0
        self._wake_read, self._wake_write = os.pipe()
        self._asked_cause = 0
        self._closing = False
        self._interrupted_at = 0.0
        self._written_at = self._moved_at = self._started_at = time.monotonic()
        self._count = -1
        self._loaded = False

    # what other threads call

    def power_cycle(self) -> None:
        """Off and on again."""
        self._asked_cause = POWER_ON
        os.write(self._wake_write, b".")

    def close(self) -> None:
        """Ends the board."""
        self._closing = True
        os.write(self._wake_write, b".")
        self.join()
        os.close(self._wake_read)
        os.close(self._wake_write)

    # the thread

    def run(self) -> None:
        self._begin(POWER_ON)
        while not self._closing:
            self._turn()
            if self._asked_cause:
                self._board.kill(self._asked_cause)
                self._asked_cause = 0
        self._board.kill()
        self._board.ended()

    def _begin(self, cause: int) -> None:
        stay_raw = cause == SOFT and self._stream.raw
        if cause == POWER_ON:
            self._window.clear()
            self._in.clear()
            self._out.clear()
            self._to_board.clear()
            self._to_client.clear()
        self._window.begin()
        self._stream.restart(stay_raw)
        self._loaded = False
        self._said = b""
        self._started_at = self._moved_at = time.monotonic()
        self._board = self._start(cause, not stay_raw)
        self.starts += 1
        if stay_raw:
            self._to_board[:0] = CTRL_A

    def _turn(self) -> None:
        readable, _, _ = select.select(self._to_read(), self._to_write(), [], self._pause())
        if self._wake_read in readable:
            os.read(self._wake_read, 64)
        if self._terminal in readable:
            self._take_from_client()
        self._to_board += self._in.take(time.monotonic())
        self._send_to_board()
        if self._board.stdout in readable:
            self._take_from_board()
        self._take_from_line()
        if self._to_client:
            self._send_to_client()
        self._forget_unread()
        self._watch()

    def _pause(self) -> float:
        """Seconds in which nothing has to be done, if nobody says anything."""
        now = time.monotonic()
        pauses = [line.due_s(now) for line in (self._in, self._out)]
        longest = 0.005 if self._to_board else 0.1
        return min([longest, *(pause for pause in pauses if pause is not None)])

    def _to_read(self) -> list[int]:
        fds = [self._wake_read]
        if len(self._to_client) + len(self._out) < PENDING_MAX:
            fds.append(self._board.stdout)
        if len(self._to_board) + len(self._in) < READ_SIZE:
            fds.append(self._terminal)
        return fds

    def _to_write(self) -> list[int]:
        return [self._terminal] if self._to_client else []

    def _take_from_client(self) -> None:
        data = os.read(self._terminal, READ_SIZE)
        now = time.monotonic()
        self.traffic.sent(len(data), now)
        self._in.put(data, now)

    def _send_to_board(self) -> None:
        """All that came, each Ctrl-C in its place as what it means right now."""
        if not self._loaded or self._recently_interrupted():
            return
        while self._to_board:
            at = self._to_board.find(CTRL_C)
            if at == 0 and not self._hears_ctrl_c():
                return
            if at == 0 and self._board.interruptible():
                self._interrupt()
                return
            size = at if at > 0 else 1 if at == 0 else len(self._to_board)
            try:
                written = os.write(self._board.stdin, self._to_board[:size])
            except (BlockingIOError, BrokenPipeError):
                return
            del self._to_board[:written]

    def _hears_ctrl_c(self) -> bool:
        """False where a Ctrl-C has to wait: before a file of the board runs, and after its last
        until the prompt is there."""
        phase = self._window.header()["phase"]
        ended = phase == layout.ENDED and (self._stream.prompted or not self._board.micropython)
        return ended or phase in (layout.BOOTING, layout.RUNNING)

    def _interrupt(self) -> None:
        while self._to_board[:1] == bytes([CTRL_C]):
            del self._to_board[:1]
        self._interrupted_at = time.monotonic()
        self._board.interrupt()

    def _recently_interrupted(self) -> bool:
        """True while the last Ctrl-C may still be unhandled; further ones are the same one."""
        if time.monotonic() - self._interrupted_at > SECOND_CTRL_C_S:
            return False
        if not self._board.interruptible():
            return False
        while self._to_board[:1] == bytes([CTRL_C]):
            del self._to_board[:1]
        return True

    def _take_from_board(self) -> None:
        try:
            data = os.read(self._board.stdout, READ_SIZE)
        except BlockingIOError:
            return
        if data:
            self._say(self._stream.feed(data))
        else:
            self._restart()

    def _say(self, data: bytes) -> None:
        """To the client, at the line's pace."""
        now = time.monotonic()
        if not self.traffic.board_spoke:
            self._out.rest_until(now + self._turn_around_s)
        self._out.put(data, now)
        self._said = (self._said + data)[-SAID_MAX:]

    def _take_from_line(self) -> None:
        now = time.monotonic()
        if not self._to_client:
            self._written_at = now
        self._to_client += self._out.take(now)

    def _restart(self) -> None:
        cause = self._board.ended()
        if not self._loaded and self._window.header()["phase"] < layout.BOOTING:
            self._fail("its interpreter ended while it was loading")
            return
        if cause == SOFT:
            self._say(SOFT_REBOOT)
        self._begin(cause)

    def _fail(self, why: str) -> None:
        said = self._said.decode(errors="replace").strip()
        self.error = f"{why}: {said}" if said else why
        self._closing = True

    def _send_to_client(self) -> None:
        try:
            written = os.write(self._terminal, self._to_client)
        except BlockingIOError:
            return
        self._written_at = time.monotonic()
        self.traffic.received(written, self._written_at)
        del self._to_client[:written]

    def _forget_unread(self) -> None:
        if self._to_client and time.monotonic() - self._written_at > UNREAD_S:
            self._to_client.clear()

    def _watch(self) -> None:
        """Notes progress; resets a board with a watchdog that makes none."""
        header = self._window.header()
        now = time.monotonic()
        if header["count"] != self._count:
            self._count = header["count"]
            self._moved_at = now
        if not self._loaded:
            self._loaded = header["phase"] >= layout.BOOTING
            if not self._loaded and now - self._started_at > LOADING_S:
                self._fail("it does not finish loading")
            return
        watchdog_s = header["watchdog_ms"] / 1000
        if not watchdog_s or (header["timers"] and not self._board.interruptible()):
            self._moved_at = now  # at its prompt, where a timer may well feed the watchdog
        elif now - self._moved_at > watchdog_s + HANG_MARGIN_S:
            self._board.kill(WATCHDOG)
