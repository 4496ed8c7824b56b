"""Small files of the device's own: sealed, and replaced as a whole or not at all."""

import os

from sole.core.frame import FrameError, seal, unseal

NEW = ".new"
SIZE_MAX = 8192
"""A longer file is none of ours, and reading it could take more memory than there is."""


def read(path):
    """The dict in the file. Raises OSError if there is none, FrameError if it is broken."""
    size = os.stat(path)[6]
    if size > SIZE_MAX:
        raise FrameError("too-long", "%d bytes, at most %d" % (size, SIZE_MAX))
    with open(path, "rb") as file:
        return unseal(file.read(size))


def write(path, value):
    """Puts the dict `value` in place of what the file held; True if it is on flash.

    Written beside and renamed: a power cut leaves the old file or the new one. A full flash
    leaves the old one, and must not stop the firmware.
    """
    try:
        with open(path + NEW, "wb") as file:
            file.write(seal(value))
        os.rename(path + NEW, path)
        return True
    except OSError:
        _discard(path + NEW)
        return False


def _discard(path):
    """On a full flash half a file would keep what room there is from everything else."""
    try:
        os.remove(path)
    except OSError:
        pass  # it is not even there
