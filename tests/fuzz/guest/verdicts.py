"""What the firmware makes of each of many inputs, a line each. Runs on all interpreters.

An input of a file of them: one byte that names the kind, its length in two bytes, the bytes.
"""

from binascii import crc32

from sole.core import board, frame, pattern
from sole.core.player import Player

STEPS = 50
STEP_MS = 20


def lines(path):
    """Each input's verdict, one after another."""
    judges = {"p": _Patterns(), "b": _Boards(), "f": _Frames()}
    with open(path, "rb") as file:
        while True:
            head = file.read(3)
            if not head:
                return
            said = judges[chr(head[0])].verdict(file.read(head[1] | head[2] << 8))
            yield "".join([char if " " <= char <= "~" else "?" for char in said])


class _Patterns:
    def __init__(self):
        self._player = Player()

    def verdict(self, data):
        """Code and place if it is refused, else a sum over all that its first second plays."""
        player = self._player
        try:
            player.load(data)
        except pattern.PatternError as error:
            return "%s %d" % (error.code, error.at)
        player.start()
        played = 0
        for _ in range(STEPS):
            player.step(STEP_MS)
            played = crc32(b"%s %d" % (bytes(str(player.levels), "ascii"), player.heat_cc), played)
        return "plays %d ms, %d" % (player.duration_ms, played)


class _Boards:
    def verdict(self, data):
        """What is refused, as far as the words are ours, else which pins it drives."""
        try:
            found = board.read(data)
        except board.BoardError as error:
            return error.say.split(":")[0].split(" is ")[0][:40]
        return "drives %s" % board.output_pins(found)


class _Frames:
    def __init__(self):
        self._reader = frame.FrameReader(510)

    def verdict(self, data):
        """Code of each frame that is refused; which keys each good one has."""
        told = []
        for byte in data + b"\n":
            if self._reader.feed(byte):
                try:
                    told.append(" ".join(sorted([str(key) for key in self._reader.take()])))
                except frame.FrameError as error:
                    told.append(error.code)
        return "frames " + ", ".join(told)
