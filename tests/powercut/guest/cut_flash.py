"""A flash in memory under MicroPython's own LittleFS, whose power fails. MicroPython only."""

import os

import vfs

BLOCK = 4096
_BLOCKS = 24
MOUNT = "/cut"
EIO = 5
NEVER = 1 << 29


class CutFlash:
    """A block device over `memory` (bytearray, whole blocks); `left` counts erases and programs.

    The one that makes it 0 meets the cut: it is done by half if `torn`, else not at all. After it
    nothing is done any more, whatever the file system still tries.
    """

    def __init__(self, memory, left=NEVER, torn=False):
        self.memory = memory
        self.left = left
        self.torn = torn

    def readblocks(self, block, buf, offset=0):
        at = block * BLOCK + offset
        buf[:] = self.memory[at : at + len(buf)]

    def writeblocks(self, block, buf, offset=0):
        return self._change(block * BLOCK + offset, buf)

    def ioctl(self, operation, argument):
        if operation == 4:
            return len(self.memory) // BLOCK
        if operation == 5:
            return BLOCK
        if operation == 6:
            return self._change(argument * BLOCK, b"\xff" * BLOCK)
        return 0

    def _change(self, at, data):
        self.left -= 1
        if self.left > 0:
            self.memory[at : at + len(data)] = data
            return 0
        if self.left == 0 and self.torn:
            half = len(data) // 2
            self.memory[at : at + half] = memoryview(data)[:half]
        return self._no_power()

    def _no_power(self):
        """What comes of an operation without power: here the driver's error."""
        return -EIO


def file_system(device):
    """What is on the device."""
    return vfs.VfsLfs2(device, progsize=32, readsize=32, lookahead=32)


def erase(memory):
    """Makes an empty file system of all of it."""
    device = CutFlash(memory)
    for block in range(len(memory) // BLOCK):
        device.ioctl(6, block)
    vfs.VfsLfs2.mkfs(device, progsize=32, readsize=32, lookahead=32)


def with_flash(device, do):
    """What `do(root)` gives with the flash mounted at `root`."""
    vfs.mount(file_system(device), MOUNT)
    try:
        return do(MOUNT)
    finally:
        vfs.umount(MOUNT)


def cut_everywhere(prepare, change, look):
    """`change(root)` on what `prepare(root)` left, cut at each of its operations in turn.

    Gives a list, one entry for each cut and the last for none: what `look(root)` finds at the
    next start, and what it finds when the change was then made once more.
    """
    before = CutFlash(bytearray(BLOCK * _BLOCKS))
    erase(before.memory)
    with_flash(before, prepare)
    found = []
    for torn in (False, True):
        cut = 0
        survived = False
        while not survived:
            cut += 1
            device = CutFlash(bytearray(before.memory), cut, torn)
            with_flash(device, change)
            survived = device.left > 0
            after = CutFlash(device.memory)
            seen = with_flash(after, look)
            with_flash(after, change)
            found.append([torn, seen, with_flash(after, look)])
        _no_leftovers(after)
    return found


def _no_leftovers(device):
    """Nothing that was written beside is left when all went well."""

    def names(root):
        return [entry[0] for entry in os.ilistdir(root)]

    assert not [name for name in with_flash(device, names) if name.endswith(".new")]
