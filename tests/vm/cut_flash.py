"""A flash in memory under MicroPython's own LittleFS, whose power fails. MicroPython only."""

import os

import vfs

BLOCK = 4096
BLOCKS = 24
MOUNT = "/cut"
EIO = 5
NEVER = 1 << 29


class CutFlash:
    """A block device over `memory` that works for `left` more erases and programs.

    The one that the cut hits is done by half if `torn`, else not at all; after it nothing is
    done any more, whatever the file system still tries.
    """

    def __init__(self, memory, left=NEVER, torn=False):
        self.memory = memory
        self.left = left
        self._torn = torn

    def readblocks(self, block, buf, offset=0):
        at = block * BLOCK + offset
        buf[:] = self.memory[at : at + len(buf)]

    def writeblocks(self, block, buf, offset=0):
        return self._change(block * BLOCK + offset, buf)

    def ioctl(self, operation, argument):
        if operation == 4:
            return BLOCKS
        if operation == 5:
            return BLOCK
        if operation == 6:
            return self._change(argument * BLOCK, b"\xff" * BLOCK)
        return 0

    def _change(self, at, data):
        self.left -= 1
        if self.left < 0:
            return -EIO
        size = len(data)
        if self.left == 0:
            size = size // 2 if self._torn else 0
        self.memory[at : at + size] = memoryview(data)[:size]
        return -EIO if self.left == 0 else 0


def formatted():
    """The bytes of an empty flash."""
    device = CutFlash(bytearray(b"\xff" * BLOCK * BLOCKS))
    vfs.VfsLfs2.mkfs(device, progsize=32, readsize=32, lookahead=32)
    return device.memory


def with_flash(device, do):
    """What `do(root)` gives with the flash mounted at `root`."""
    vfs.mount(vfs.VfsLfs2(device, progsize=32, readsize=32, lookahead=32), MOUNT)
    try:
        return do(MOUNT)
    finally:
        vfs.umount(MOUNT)


def cut_everywhere(prepare, change, look):
    """`change(root)` on what `prepare(root)` left, cut at each of its operations in turn.

    Gives a list, one entry for each cut and the last for none: what `look(root)` finds at the
    next start, and what it finds when the change was then made once more.
    """
    before = CutFlash(formatted())
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
