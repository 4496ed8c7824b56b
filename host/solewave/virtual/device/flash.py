# mypy: ignore-errors
# ruff: noqa: ARG002, SIM115
"""The board's flash: a block device in a file on the host, as slow as flash is."""

ERASE_US = 45_000
PROGRAM_US = 400
"""A 4 KiB sector and a 256-byte page, typical values of the W25Q32's data sheet."""
BLOCK = 4096
PAGE = 256


class Flash:
    """What `vfs.VfsLfs2` mounts. `busy(us)` lets the time pass that an operation takes."""

    def __init__(self, path, blocks, busy):
        self._file = open(path, "r+b")
        self._blocks = blocks
        self._busy = busy

    def readblocks(self, block, buf, offset=0):
        self._file.seek(block * BLOCK + offset)
        self._file.readinto(buf)

    def writeblocks(self, block, buf, offset=None):
        if offset is None:
            self.ioctl(6, block)
            offset = 0
        self._busy(PROGRAM_US * ((len(buf) + PAGE - 1) // PAGE))
        self._file.seek(block * BLOCK + offset)
        self._file.write(buf)

    def ioctl(self, operation, argument):
        if operation == 4:
            return self._blocks
        if operation == 5:
            return BLOCK
        if operation == 6:
            self._busy(ERASE_US)
        return 0
