"""A ring of sealed records on flash, appended to a few small files in turn.

Each append is one write of one record at the end of the youngest file; the oldest file goes when
a new one begins, so that no block of the flash is written more often than the others.
"""

import os
from binascii import crc32

from sole.core.folding import const

SEGMENTS = 4
SEGMENT_RECORDS = 32
SUFFIX = ".log"
_CRC_SIZE = const(4)


class Ring:
    """Records of `size` bytes each below `folder`; four bytes of CRC-32 are added to each.

    A record that does not fit its CRC is left out; the others are not touched by it. Where the
    last record of a file is torn (a power cut, on a file system that allows it) the next one
    begins a new file.
    """

    def __init__(self, folder, size):
        self._folder = folder
        self._size = size + _CRC_SIZE
        self._files = []  # [number, records], oldest first
        self._torn = False
        self._scan()

    def _scan(self):
        try:
            names = os.listdir(self._folder)
        except OSError:
            return  # the first record makes the folder
        for number in sorted(_number(name) for name in names):
            if number < 0:
                continue
            size = os.stat(self._path(number))[6]
            self._files.append([number, size // self._size])
            self._torn = size % self._size != 0

    def _path(self, number):
        return "%s/%d%s" % (self._folder, number, SUFFIX)

    def __len__(self):
        """Places for records, also of those that are broken."""
        return sum(file[1] for file in self._files)

    def append(self, record):
        """Adds a record (bytes); True if it is on flash now, False if flash takes no more."""
        if not self._files:
            self._make_folder()
        number, records = self._files[-1] if self._files else (0, SEGMENT_RECORDS)
        if records >= SEGMENT_RECORDS or self._torn:
            number, records = number + 1, 0
        try:
            with open(self._path(number), "ab" if records else "wb") as file:
                file.write(record + _crc_of(record))
        except OSError:
            self._torn = True  # who knows what is there now
            return False
        if records == 0:
            self._files.append([number, 0])
        self._files[-1][1] += 1
        self._torn = False
        self._remove_oldest()
        return True

    def _make_folder(self):
        try:
            os.mkdir(self._folder)
        except OSError:
            pass  # it is there already, or there is no room: then no file can be made either

    def _remove_oldest(self):
        """After the new file has its first record: a power cut leaves one file too many, not
        one too few."""
        while len(self._files) > SEGMENTS:
            try:
                os.remove(self._path(self._files[0][0]))
            except OSError:
                pass  # it is gone already
            del self._files[0]

    def read(self, first, count):
        """Up to `count` places from `first` (0 is the youngest): a list of records, None for one
        that is broken."""
        found = []
        for number, records in reversed(self._files):
            if len(found) < count and first < records:
                take = min(count - len(found), records - first)
                found.extend(self._read(number, records - first - take, take))
                first = 0
            else:
                first = max(first - records, 0)
        return found

    def _read(self, number, at, count):
        """Records `at` to `at + count` of a file, the youngest first."""
        try:
            with open(self._path(number), "rb") as file:
                file.seek(at * self._size)
                data = file.read(count * self._size)
        except OSError:
            data = b""
        parts = [data[i * self._size : (i + 1) * self._size] for i in range(count)]
        return [_opened(part) for part in reversed(parts)]


def _number(name):
    """A file's number; -1 for a file that is none of the ring's."""
    digits = name[: -len(SUFFIX)]
    return int(digits) if name.endswith(SUFFIX) and digits.isdigit() else -1


def _crc_of(record):
    return crc32(record).to_bytes(_CRC_SIZE, "little")


def _opened(part):
    record = part[:-_CRC_SIZE]
    return record if record and part[-_CRC_SIZE:] == _crc_of(record) else None
