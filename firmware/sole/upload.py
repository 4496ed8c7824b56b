"""An upload: collected in memory, checked whole, then handed to the store.

Flash stands still for tens of milliseconds when it erases, so nothing is written
while a session plays: a pattern that arrives then waits here until the session ends.
"""

from binascii import a2b_base64, crc32

from sole.core import limits, pattern
from sole.inflate import inflate
from sole.store import StoreError


class Uploads:
    """One upload at a time, and those that wait for the flash.

    One pattern may be there only to be played now, and is never written (`solewave play
    --live`): it goes by its name before a stored one does, until the session is over.

    `begin`, `chunk` and `end` raise StoreError (`no-upload`, `gap`, `too-big`,
    `flash-full`, `bad-args`, `upload-crc`) or PatternError.
    """

    def __init__(self, store):
        self._store = store
        self._name = None
        self._crc = 0
        self._data = bytearray()
        self._have = 0
        self._keep = True
        self._passing = None
        self.waiting = {}

    def begin(self, name, size, crc, keep=True):
        """Starts or takes up an upload; (bytes already here, whether it is stored already).

        `keep` False: only to be played now.
        """
        if not keep:
            return self._begin_passing(name, size, crc), False
        self._keep = True
        entry = self._store.catalog.get(name)
        if entry and name not in self.waiting and entry.size == size and entry.crc == crc:
            return size, True
        if self._name == name and len(self._data) == size and self._crc == crc:
            return self._have, False
        held = self.waiting.get(name)
        if held is not None and len(held) == size and crc32(held) == crc:
            self._name, self._crc, self._data, self._have = name, crc, held, size
            return size, False
        self._need_room(size)
        self._make(name, size, crc)
        return 0, False

    def _begin_passing(self, name, size, crc):
        if size > limits.PATTERN_SIZE_MAX:
            say = "%d bytes, at most %d" % (size, limits.PATTERN_SIZE_MAX)
            raise StoreError("too-big", say)
        same = self._name == name and len(self._data) == size and self._crc == crc
        if self._keep or not same:
            self._make(name, size, crc)
        self._keep = False
        return self._have

    def _make(self, name, size, crc):
        """Memory for an upload that begins."""
        self._name, self._data = None, bytearray()  # frees the one that is given up
        try:
            self._data = bytearray(size)
        except MemoryError:
            raise StoreError("too-big", "no memory for %d bytes now" % size)
        self._name, self._crc, self._have = name, crc, 0

    def _need_room(self, size):
        """Room on flash for this one and all that wait, and memory within one pattern's bound."""
        waiting = sum(len(data) for data in self.waiting.values())
        if waiting + size > limits.PATTERN_SIZE_MAX:
            say = "%d bytes, %d can be held until the session ends"
            raise StoreError("too-big", say % (size, limits.PATTERN_SIZE_MAX - waiting))
        self._store.need_room(waiting + size)

    def chunk(self, at, b64, deflated=False):
        """Takes a piece of base64, `deflated` or as it is; how many bytes are here now."""
        if self._name is None:
            raise StoreError("no-upload", "begin comes first")
        if at != self._have:
            raise StoreError("gap", "goes on at %d, not %d" % (self._have, at))
        try:
            piece = a2b_base64(b64)
            if deflated:
                piece = inflate(piece)
        except ValueError:
            raise StoreError("bad-args", "b64 must be base64, z64 base64 of raw deflate")
        if at + len(piece) > len(self._data):
            raise StoreError("gap", "%d bytes were announced" % len(self._data))
        self._data[at : at + len(piece)] = piece
        self._have = at + len(piece)
        return self._have

    def end(self, now):
        """Checks the whole and stores it `now`, or keeps it until `settle`; True if stored."""
        if self._name is None:
            raise StoreError("no-upload", "begin comes first")
        if self._have != len(self._data):
            raise StoreError("gap", "goes on at %d" % self._have)
        name, data = self._name, self._data
        self._name, self._data = None, bytearray()
        if crc32(data) != self._crc:
            raise StoreError("upload-crc", "not what begin announced, send it again")
        pattern.check(data)
        if not self._keep:
            self._passing = (name, data)
            return False
        self.waiting[name] = data
        return self.settle() if now else False

    def settle(self):
        """Stores what waits. Raises StoreError; what could not be stored is dropped."""
        while self.waiting:
            name, data = self.waiting.popitem()
            self._store.save(name, data)
        return True

    def load(self, name):
        """The pattern `name`, the newest there is. Raises StoreError (`no-pattern`)."""
        if self._passing is not None and self._passing[0] == name:
            return self._passing[1]
        return self.waiting[name] if name in self.waiting else self._store.load(name)

    def names(self):
        """All patterns, stored and waiting, in order."""
        return sorted(set(self._store.catalog) | set(self.waiting))

    def let_pass(self):
        """The session is over: what was there only to be played now is gone."""
        self._passing = None

    def forget(self, name):
        """Drops what waits under `name`; True if there was anything."""
        return self.waiting.pop(name, None) is not None
