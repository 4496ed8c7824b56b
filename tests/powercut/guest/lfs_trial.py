"""A trial (solewave/virtual/device/trial.py) whose flash is a real LittleFS that loses its power.

MicroPython only. More orders: `cut` (after, within): the next `after` erases and programs are
done, and with the one that follows the power goes, before or `within` it; null: not at all.
`keep` notes what is on flash, `back` brings that back and powers the board on anew.
"""

import sys

sys.path[:0] = sys.argv[1:3]

import trial
import trial_orders
from cut_flash import BLOCK, NEVER, CutFlash, erase, file_system
from trial_life import POWER_ON, _files

BLOCKS = 64
FOLDER_MODE = 0x4000
MEMORY = bytearray(BLOCK * BLOCKS)
KEPT = bytearray(BLOCK * BLOCKS)
"""One each for all trials: so large a piece is not found twice in a heap that was used a while."""
BURIED = []
"""File systems that lost their power, with their files: a finalizer that closed one of these would
write with what the garbage collector has freed already."""


class Chip(CutFlash):
    """The flash in `MEMORY`, of a board that is reset by `reset(cause)` when the power goes."""

    def __init__(self, reset):
        super().__init__(MEMORY)
        self._reset = reset

    def _no_power(self):
        self._reset(POWER_ON)

    def bury(self):
        """No power any more, and nothing left of the trial that it belonged to."""
        self.left = 0
        self._reset = _still


def _still(_cause):
    """Without power nothing is reset."""


class LfsFlash:
    """As much of `open` and `os` as the firmware uses, over LittleFS."""

    def __init__(self, files):
        erase(MEMORY)
        self.device = None
        self.power_on(None)
        for path in files:
            folder = path[: path.rfind("/")]
            if folder and not self._is_there(folder):
                self._vfs.mkdir(folder)
            with self._vfs.open(path, "wb") as file:
                file.write(files[path])

    def power_on(self, reset):
        """The file system is mounted anew, as after a reset."""
        if self.device is not None and self.device.left <= 0:
            self.device.bury()
            BURIED.append((self._vfs, self._opened))
        self._opened = []
        self.device = Chip(reset)
        self._vfs = file_system(self.device)
        for name in ("mkdir", "remove", "rename", "stat", "statvfs"):
            setattr(self, name, getattr(self._vfs, name))

    def keep(self):
        """Notes what is on flash."""
        KEPT[:] = MEMORY

    def back(self):
        """What is on flash is what it was when it was kept; needs a power-on after it."""
        self.device.left = 0
        MEMORY[:] = KEPT

    def open(self, path, mode="r"):
        file = self._vfs.open(path, mode)
        if mode not in ("r", "rb"):
            self._opened.append(file)
        return file

    def listdir(self, path):
        return [entry[0] for entry in self._vfs.ilistdir(path)]

    def _is_there(self, path):
        try:
            self._vfs.stat(path)
            return True
        except OSError:
            return False

    @property
    def files(self):
        """Every file's content by its path."""
        return {path: self._content(path) for path in self._paths("")}

    def _paths(self, folder):
        for entry in self._vfs.ilistdir(folder or "/"):
            path = folder + "/" + entry[0]
            if entry[1] == FOLDER_MODE:
                yield from self._paths(path)
            else:
                yield path

    def _content(self, path):
        with self._vfs.open(path, "rb") as file:
            return file.read()


class LfsTrial(trial_orders.Trial):
    """A trial in which the power can go while flash is written."""

    def __init__(self, start, commands):
        super().__init__(start, commands)
        self._flash = LfsFlash(_files(start))

    def _power_on(self, cause):
        self._flash.power_on(self._reset_by)
        super()._power_on(cause)

    def _reset_by(self, cause):
        from trial_world import Reset  # noqa: PLC0415 - it belongs to the chip that was reset

        raise Reset(cause)

    def _do_cut(self, command):
        after, device = command["after"], self._flash.device
        device.left = NEVER if after is None else after + 1
        device.torn = command["within"]

    def _do_keep(self, _command):
        self._flash.keep()

    def _do_back(self, _command):
        self._flash.back()
        self._brown_out(None)


trial_orders.Trial = LfsTrial
trial.Service(sys.stdin, sys.stdout).run()
