"""littlefs swallows what its callbacks raise: neither a lost line nor Ctrl-C may spoil a file."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from held_flash import BLOCKS, PERSONS, HeldFlash, image
from solewave import filesystem
from solewave.errors import DeviceError
from solewave.flashing import existing


class Chip(HeldFlash):
    """A bootloader whose line fails at read number `fails_at`, and works again afterwards."""

    def __init__(self, fails_at: int) -> None:
        super().__init__(image())
        self._fails_at = fails_at

    def read(self, at: int, size: int) -> bytes:
        found = super().read(at, size)
        if self.reads == self._fails_at:
            raise DeviceError("the line was lost")
        return found


def test_a_read_that_fails_is_told_and_nothing_is_taken_for_lost():
    whole = Chip(fails_at=0)
    assert existing.look(whole).kept == PERSONS
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
