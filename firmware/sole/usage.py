"""The usage log: the last sessions, and the hours of the motors and of the pad.

A record holds one session and the totals up to its end, so that one append keeps both.
"""

import struct

from sole.core import calendar
from sole.core.folding import const
from sole.core.session import DONE, FAULT, HOST_LOST, LIMIT, STOPPED
from sole.core.usage_meter import UsageMeter
from sole.usage_ring import Ring

FOLDER = "/usage"
_MOTORS_MAX = const(10)
ENDINGS = (DONE, STOPPED, HOST_LOST, FAULT, LIMIT)
"""A record holds the index: new ones only at the end."""
_NOTHING = const(0xFFFFFFFF)
"""In place of a start: the clock was not set."""
_NO_CC = const(-32768)
_LENGTH_MAX_S = const(0xFFFF)
PENDING_MAX = 8
"""Records kept in memory while flash takes none. One that is dropped is in the totals already."""

_RECORD = "<IIHhB32s10II"
"""Number of the session, start in seconds since 2000-01-01, length in s, highest temperature in
cc, index in `ENDINGS`, name, and the totals in s: ten motors, pad."""


class Usage:
    """`meter` counts while a session is active; `motors` is how many the board has."""

    def __init__(self, root="", motors=0):
        self.meter = UsageMeter(motors)
        self._ring = Ring(root + FOLDER, struct.calcsize(_RECORD))
        self._pending = []
        self._name = None
        self._start = _NOTHING
        self._sessions = 0
        self._totals_s = [0] * (_MOTORS_MAX + 1)  # the pad is last
        self._rests_ms = [0] * (_MOTORS_MAX + 1)
        self.last_start_min = None
        self._restore()

    def _restore(self):
        """Goes on from the youngest record that is whole."""
        for place in range(len(self._ring)):
            record = self._ring.read(place, 1)[0]
            if record is not None:
                fields = struct.unpack(_RECORD, record)
                self._sessions = fields[0]
                self._totals_s = list(fields[6:])
                self.last_start_min = None if fields[1] == _NOTHING else fields[1] // 60
                return

    @property
    def unsaved(self):
        """Whether a session waits to be written."""
        return bool(self._pending)

    def begin(self, name, now):
        """A session of pattern `name` begins at `now`: (day, second), None without a clock."""
        self._name = name
        self._start = _NOTHING if now is None else calendar.seconds(*now)
        self.meter.begin()

    def end(self, ended):
        """It ended, for one of the reasons in `ENDINGS`. Nothing is written before `save`."""
        if self._name is None:
            return
        self._sessions += 1
        for index in range(len(self.meter.motor_ms)):
            self._add(index, self.meter.motor_ms[index])
        self._add(_MOTORS_MAX, self.meter.pad_ms)
        self._pending.append(self._record(ended))
        del self._pending[:-PENDING_MAX]
        self._name = None

    def _add(self, index, ms):
        """To a total; what is left of a second is counted with the next session."""
        ms += self._rests_ms[index]
        self._totals_s[index] += ms // 1000
        self._rests_ms[index] = ms % 1000

    def _record(self, ended):
        meter = self.meter
        return struct.pack(
            _RECORD,
            self._sessions,
            self._start,
            min(meter.length_ms // 1000, _LENGTH_MAX_S),
            _NO_CC if meter.highest_cc is None else meter.highest_cc,
            ENDINGS.index(ended),
            self._name.encode(),
            *self._totals_s,
        )

    def save(self):
        """Writes what waits; True if all of it is on flash. Not while a session plays."""
        while self._pending:
            if not self._ring.append(self._pending[0]):
                return False
            del self._pending[0]
        return True

    def sessions(self, first, count):
        """Up to `count` sessions from `first` (0: the last one), newest first, and where to go on
        or None. Each is a list: number, pattern, start in seconds since 2000-01-01 (None: no
        clock), length in s, highest temperature in cc or None, how it ended."""
        waiting = self._pending[::-1][first : first + count]
        rest = max(first - len(self._pending), 0)
        records = waiting + self._ring.read(rest, count - len(waiting))
        following = first + count
        more = following < len(self._pending) + len(self._ring)
        return [_listed(record) for record in records if record], following if more else None

    def totals(self):
        """What `hours` answers: sessions since the log began, seconds of each motor and of the
        pad."""
        motors = len(self.meter.motor_ms)
        return {
            "sessions": self._sessions,
            "motors_s": self._totals_s[:motors],
            "pad_s": self._totals_s[_MOTORS_MAX],
        }


def _listed(record):
    number, start, length_s, highest_cc, ended, name = struct.unpack(_RECORD, record)[:6]
    return [
        number,
        name.rstrip(b"\0").decode(),
        None if start == _NOTHING else start,
        length_s,
        None if highest_cc == _NO_CC else highest_cc,
        ENDINGS[ended],
    ]
