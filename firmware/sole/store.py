"""Patterns on flash: a catalog in memory, files written beside the old one and then renamed.

Works on any file system that `os` knows; `root` is "" on the device.
"""

import os
from binascii import crc32

from sole.checksum import file_crc
from sole.core import limits, pattern
from sole.core.folding import const

FOLDER = "/patterns"
SUFFIX = ".sole"
NEW = ".new"
"""Suffix of a file that is being written; one found at start is a leftover of a power cut."""
_FLASH_RESERVE = const(3 * 4096)
"""Bytes that must stay free: the file system copies blocks when it renames and logs."""

TITLE_MAX = 48
"""Characters of a title that a listing shows: four entries fit a frame."""


class StoreError(Exception):
    """A refusal of the store; `code` is one of `flash-full`, `too-big`, `no-pattern`, `flash`."""

    def __init__(self, code, say):
        super().__init__(say)
        self.code = code
        self.say = say


class Entry:
    """What the catalog knows of one pattern."""

    def __init__(self, data):
        self.size = len(data)
        self.crc = crc32(data)
        self.title = pattern.title(data)[:TITLE_MAX]
        self.duration_ms = pattern.duration_ms(data)


def _nobody():
    """Where no watchdog waits."""


class Store:
    """The patterns of a board. `catalog` maps names to `Entry`; broken files are not in it.

    `feed()` feeds the watchdog, between what may take long: many patterns at start, and the
    steps of writing one.
    """

    def __init__(self, root="", feed=_nobody):
        self._root = root
        self._feed = feed
        self._folder = root + FOLDER
        self.catalog = {}
        try:
            os.mkdir(self._folder)
        except OSError:
            pass  # it is there already, or there is no room: then `need_room` says so
        self._scan()

    def _scan(self):
        try:
            names = sorted(os.listdir(self._folder))
        except OSError:
            return
        for file_name in names:
            self._feed()
            if file_name.endswith(NEW):
                self._discard(self._folder + "/" + file_name)
            elif file_name.endswith(SUFFIX):
                self._note(file_name[: -len(SUFFIX)])

    def _note(self, name):
        """Takes a file into the catalog if its pattern would play."""
        try:
            data = self._read_file(self._path(name))
            pattern.check(data)
            self.catalog[name] = Entry(data)
        except (OSError, pattern.PatternError):
            pass

    def _path(self, name):
        return self._folder + "/" + name + SUFFIX

    def _read_file(self, path):
        """bytes: a whole file; OSError for one too big to be a pattern.

        Its size is asked first: `read` would take memory for all that it may read.
        """
        size = os.stat(path)[6]
        if size > limits.PATTERN_SIZE_MAX:
            raise OSError("too big")
        with open(path, "rb") as file:
            return file.read(size)

    def free(self):
        """Bytes that patterns can still take."""
        stat = os.statvfs(self._root or "/")
        free_blocks = stat[3]
        if free_blocks > stat[2]:
            free_blocks = 0  # LittleFS counts shared blocks twice: a full one has "less than none"
        return max(stat[0] * free_blocks - _FLASH_RESERVE, 0)

    def need_room(self, size):
        """Raises StoreError (`too-big`, `flash-full`) if `size` bytes cannot be stored."""
        if size > limits.PATTERN_SIZE_MAX:
            raise StoreError("too-big", "%d bytes, at most %d" % (size, limits.PATTERN_SIZE_MAX))
        free = self.free()
        if size > free:
            raise StoreError("flash-full", "%d bytes needed, %d are free" % (size, free))

    def load(self, name):
        """bytes: a pattern. Raises StoreError (`no-pattern`)."""
        try:
            return self._read_file(self._path(name))
        except OSError:
            raise StoreError("no-pattern", "no pattern is named %s" % name)

    def save(self, name, data):
        """Stores `data` under `name`: written beside, read back, then renamed over the old one.

        Raises StoreError (`flash-full`, `flash`), and then the old pattern is as it was.
        """
        path = self._path(name)
        self.need_room(len(data))
        try:
            with open(path + NEW, "wb") as file:
                file.write(data)
            self._feed()
            if file_crc(path + NEW) != crc32(data):
                raise StoreError("flash", "what was written does not read back")
            self._feed()
            os.rename(path + NEW, path)
        except OSError as error:
            self._discard(path + NEW)
            raise StoreError("flash-full", "flash error %s, %d free" % (error, self.free()))
        except StoreError:
            self._discard(path + NEW)
            raise
        self.catalog[name] = Entry(data)

    def _discard(self, path):
        try:
            os.remove(path)
        except OSError:
            pass  # it was never made

    def remove(self, name):
        """Deletes a pattern. Raises StoreError (`no-pattern`)."""
        try:
            os.remove(self._path(name))
        except OSError:
            raise StoreError("no-pattern", "no pattern is named %s" % name)
        self.catalog.pop(name, None)
