# mypy: ignore-errors
# ruff: noqa: SIM115
"""The board's flash: a block device in a file on the host, as slow as flash is.

Two more files beside it, where they exist: FILE.journal gets every erase and program, and
FILE.cut holds how many more there will be before the power goes (virtual/flash_operations.py).
"""

ERASE_US = 45_000
PROGRAM_US = 400
"""A 4 KiB sector and a 256-byte page, typical values of the W25Q32's data sheet."""
BLOCK = 4096
PAGE = 256
POWER_ON = 1


class Flash:
    """What `vfs.VfsLfs2` mounts. `busy(us)` lets the time pass that an operation takes,
    `reset(cause)` ends this run of the board at once."""

    def __init__(self, path, blocks, busy, reset):
        self._file = open(path, "r+b")
        self._blocks = blocks
        self._busy = busy
        self._reset = reset
        self._erased = b"\xff" * BLOCK
        self._journal = _if_there(path + ".journal")
        self._cut = _if_there(path + ".cut")

    def readblocks(self, block, buf, offset=0):
        self._file.seek(block * BLOCK + offset)
        self._file.readinto(buf)

    def writeblocks(self, block, buf, offset=None):
        if offset is None:
            self.ioctl(6, block)
            offset = 0
        self._busy(PROGRAM_US * ((len(buf) + PAGE - 1) // PAGE))
        self._change(block * BLOCK + offset, buf)

    def ioctl(self, operation, argument):
        if operation == 4:
            return self._blocks
        if operation == 5:
            return BLOCK
        if operation == 6:
            self._busy(ERASE_US)
            self._change(argument * BLOCK, self._erased)
        return 0

    def _change(self, at, data):
        if self._cut and self._is_last():
            data = bytes(data)[: len(data) // 2]  # the power goes while it is written
            self._put(at, data)
            self._reset(POWER_ON)
        self._put(at, data)
        if self._journal:
            self._journal.seek(0, 2)
            self._journal.write(at.to_bytes(4, "little") + len(data).to_bytes(4, "little"))
            self._journal.write(data)

    def _put(self, at, data):
        self._file.seek(at)
        self._file.write(data)

    def _is_last(self):
        """Counts down in the file, which outlives resets; True for the one that is cut."""
        self._cut.seek(0)
        left = int.from_bytes(self._cut.read(4), "little")
        if left == 0:
            return False
        self._cut.seek(0)
        self._cut.write((left - 1).to_bytes(4, "little"))
        return left == 1


def _if_there(path):
    try:
        return open(path, "r+b")
    except OSError:
        return None
