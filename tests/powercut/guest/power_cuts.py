"""What is cut, and what is looked at afterwards; tests/powercut/test_memory_power_cut.py asks."""

import json

from cut_flash import cut_everywhere
from sole.faultlog import FaultLog
from sole.settings import Settings
from sole.usage import Usage
from sole.usage_ring import SEGMENT_RECORDS, SEGMENTS


def settings():
    """A change of settings over older ones."""

    def save(root, intensity_pct):
        kept = Settings(root)
        kept.change({"intensity_pct": intensity_pct, "favorite": "better-sleep"})
        kept.save()

    def look(root):
        kept = Settings(root)
        return [kept.values["intensity_pct"], kept.values["favorite"], kept.broken]

    _tell(
        cut_everywhere(lambda root: save(root, 60), lambda root: save(root, 140), look),
    )


def first_settings():
    """The first change ever."""

    def save(root):
        kept = Settings(root)
        kept.change({"intensity_pct": 140})
        kept.save()

    def look(root):
        kept = Settings(root)
        return [kept.values["intensity_pct"], kept.broken]

    _tell(cut_everywhere(lambda root: None, save, look))


def faults():
    """A new entry of the fault log."""

    def save(root):
        log = FaultLog(root)
        log.note("watchdog", 0, None, None)
        log.save()

    _tell(cut_everywhere(save, save, lambda root: len(FaultLog(root).entries)))


def usage(sessions):
    """The session after so many others."""

    def append(root, count=1):
        log = Usage(root, 1)
        for _ in range(count):
            log.begin("a", None)
            log.meter.look(1000, [1], 1000, 3000)
            log.end("done")
            log.save()

    def look(root):
        log = Usage(root, 1)
        totals = log.totals()
        newest = [entry[0] for entry in log.sessions(0, 3)[0]]
        return [totals["sessions"], totals["motors_s"][0], newest]

    _tell(cut_everywhere(lambda root: append(root, sessions), append, look))


FULL = SEGMENTS * SEGMENT_RECORDS
"""Sessions after which the next one begins a new file and takes the oldest away."""


def _tell(found):
    print(json.dumps(found))
