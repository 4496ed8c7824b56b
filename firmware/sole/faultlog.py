"""Faults on flash: which are latched, the last 32, and how often the watchdog bit in a row."""

from sole import sealed_file
from sole.core import faults
from sole.core.frame import FrameError

PATH = "/faults.json"
RING = 32
LATCH_SURVIVES = tuple(
    index
    for index in range(len(faults.CODES))
    if index not in (faults.WATCHDOG, faults.SELF_TEST, faults.SAFE_MODE)
)
"""What a start finds out anew is not kept latched over it."""
BITES_MAX = 3
"""Watchdog resets in a row that start the board in safe mode."""


class FaultLog:
    """`entries` are lists of code, uptime in s, pad temperature in cc or None, pattern or None;
    the newest is last. `bites` counts watchdog resets without a good minute between."""

    def __init__(self, root=""):
        self._path = root + PATH
        self.entries = []
        self.latched = []
        self.bites = 0
        self._load()

    def _load(self):
        """What cannot be read is as if it were not there: a board must start."""
        try:
            kept = sealed_file.read(self._path)
            self.entries = [list(entry) for entry in kept["entries"]][-RING:]
            self.latched = [code for code in kept["latched"] if code in faults.CODES]
            self.bites = int(kept["bites"])
        except (OSError, FrameError, KeyError, TypeError, ValueError, OverflowError):
            pass  # OverflowError: an int of infinity

    def restore(self, latch):
        """Latches what was latched before the start."""
        for code in self.latched:
            latch.set(faults.CODES.index(code))

    def note(self, code, uptime_s, pad_cc, playing):
        """Adds one entry to the ring."""
        self.entries.append([code, uptime_s, pad_cc, playing])
        del self.entries[:-RING]

    def keep(self, latch):
        """Takes over what is latched now."""
        self.latched = [faults.CODES[index] for index in LATCH_SURVIVES if latch.has(index)]

    def save(self):
        """Writes it; True if it is on flash. A full flash must not stop the firmware."""
        kept = {"entries": self.entries, "latched": self.latched, "bites": self.bites}
        return sealed_file.write(self._path, kept)
