"""littlefs swallows what its callbacks raise: neither a lost line nor Ctrl-C may spoil a file."""

from __future__ import annotations

import os
import signal
import struct
import threading
from hashlib import md5

import pytest
from solewave import filesystem
from solewave.errors import DeviceError
from solewave.flashing import existing, partitions

VFS_AT = 0x10000
BLOCKS = 16
FILES = {
    "main.py": b"x" * 50,
    "board.json": b"{}",
    "faults.json": b"f" * 90,
    "patterns/mine.sole": b"p" * 9000,
}


class Chip:
    """A bootloader whose line fails at read number `fails_at`, and works again afterwards."""

    flash_size = VFS_AT + BLOCKS * filesystem.BLOCK

    def __init__(self, fails_at: int) -> None:
        entry = struct.pack(
            "<2sBBLL16sL", b"\xaa\x50", 1, 0x81, VFS_AT, BLOCKS * filesystem.BLOCK, b"vfs", 0
        )
        table = entry + b"\xeb\xeb" + b"\xff" * 14 + md5(entry).digest()
        files = filesystem.build(BLOCKS * filesystem.BLOCK, FILES)
        self._flash = bytearray(b"\xff" * VFS_AT) + files
        self._flash[partitions.TABLE_AT : partitions.TABLE_AT + len(table)] = table
        self.reads = 0
        self._fails_at = fails_at

    def read(self, at: int, size: int) -> bytes:
        self.reads += 1
        if self.reads == self._fails_at:
            raise DeviceError("the line was lost")
        return bytes(self._flash[at : at + size].ljust(size, b"\xff"))


def test_a_read_that_fails_is_told_and_nothing_is_taken_for_lost():
    whole = Chip(fails_at=0)
    kept = existing.look(whole).kept
    assert kept == {name: FILES[name] for name in ("faults.json", "patterns/mine.sole")}
    assert whole.reads > 5
    for number in range(1, whole.reads + 1):
        with pytest.raises(DeviceError, match="the line was lost"):
            existing.look(Chip(number))


def test_ctrl_c_waits_until_an_image_is_whole(tmp_path, monkeypatch):
    image = tmp_path / "flash.img"
    filesystem.refresh(image, BLOCKS, {"patterns/old.sole": b"o" * 5000})
    mounted = filesystem._mount

    def mount(flash):
        os.kill(os.getpid(), signal.SIGINT)
        mounted(flash)

    monkeypatch.setattr(filesystem, "_mount", mount)
    with pytest.raises(KeyboardInterrupt):
        filesystem.refresh(image, BLOCKS, {"main.py": b"m" * 9000})
    found = filesystem.read(image, BLOCKS)
    assert found == {"patterns/old.sole": b"o" * 5000, "main.py": b"m" * 9000}
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_thread_that_gets_no_signals_is_not_held_up():
    ran = []

    def work():
        with filesystem.undisturbed():
            ran.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ran == [before]
