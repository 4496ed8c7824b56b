"""A person at the virtual board's serial line."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import serial
from solewave import board
from solewave.virtual import VirtualBoard

HANG_GUARD_S = 60
PROMPT = b">>> "
GATE = """import machine, sys
if machine.reset_cause() == 1: sys.stdin.buffer.read(1); print("gate open")
"""
"""In front of each main.py: what it prints before a client has opened the port is lost."""


class Console:
    def __init__(self, port: str) -> None:
        self.serial = serial.Serial(port, timeout=0.02)
        self.seen = b""

    def send(self, data: bytes) -> None:
        self.serial.write(data)

    def expect(self, wanted: bytes) -> bytes:
        """Everything up to and including `wanted`; what follows it is kept for the next call."""
        begun = time.monotonic()
        while wanted not in self.seen:
            assert time.monotonic() < begun + HANG_GUARD_S, (wanted, self.seen)
            self.seen += self.serial.read(4096)
        before, found, self.seen = self.seen.partition(wanted)
        return before + found

    def run(self, code: str) -> bytes:
        """Runs one line at the friendly prompt; gives what it printed."""
        self.send(code.encode() + b"\r")
        self.expect(code.encode() + b"\r\n")
        return self.expect(PROMPT)[: -len(PROMPT)]

    def close(self) -> None:
        self.serial.close()


@contextmanager
def bare_board(folder: Path, main: str = "", **options: Any) -> Iterator[VirtualBoard]:
    """A board with nothing on it but `main`, which after power-on waits for a byte."""
    files = {"main.py": (GATE + main).encode() if main else b"", **options.pop("files", {})}
    reference = board.load("esp32-devkitc")
    with VirtualBoard(reference, folder, files=files, with_firmware=False, **options) as made:
        yield made


@contextmanager
def console(made: VirtualBoard, *, go: bool = False) -> Iterator[Console]:
    """`go` lets main.py begin, and waits for it: a Ctrl-C sent now finds main.py, not boot.py."""
    opened = Console(made.port)
    try:
        if go:
            opened.send(b"g")
            opened.expect(b"gate open\r\n")
        yield opened
    finally:
        opened.close()


def at_prompt(opened: Console) -> Console:
    """Whatever the board does, a prompt follows."""
    opened.send(b"\x03")
    opened.expect(PROMPT)
    return opened


def until(wanted: Any) -> None:
    """Waits for `wanted()` to come true."""
    begun = time.monotonic()
    while not wanted():
        assert time.monotonic() < begun + HANG_GUARD_S, "never happened"
        time.sleep(0.005)
