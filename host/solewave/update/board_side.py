"""Code that runs on the board, and what it prints, as values."""

import json
from binascii import b2a_base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from solewave.errors import DeviceError
from solewave.shapes import row, text
from solewave.update.repl import Repl
from solewave.visible import told

READY, PARTIAL = "/update", "/update.new"
"""As in firmware/finish_update.py, which says what they mean."""

FILE = row(text, text)

CHUNK = 1024
"""Bytes of a file in one piece of code: it lies on the board's heap three times over."""

_TOOLS = """
import os, json
from binascii import a2b_base64, hexlify
from hashlib import sha256

try:
    os.mkdir('/lib')  # LittleFS ends a rename that was cut before it changes anything
except OSError:
    pass

def exists(path):
    try:
        os.stat(path)
        return True
    except OSError:
        return False

def hashed(path):
    made, block = sha256(), bytearray(1024)
    with open(path, 'rb') as file:
        count = file.readinto(block)
        while count:
            made.update(memoryview(block)[:count])
            count = file.readinto(block)
    return hexlify(made.digest()).decode()

def walk(root, folder, skip):
    for name, kind, *_ in os.ilistdir(root + folder or '/'):
        path = folder + '/' + name
        if path in skip:
            continue
        if kind == 0x4000:
            walk(root, path, skip)
        else:
            print(json.dumps([path[1:], hashed(root + path)]))

def make_folders(path):
    at = path.find('/', 1)
    while at > 0:
        if not exists(path[:at]):
            os.mkdir(path[:at])
        at = path.find('/', at + 1)

def free():
    size, _, blocks, left = os.statvfs('/')[:4]
    return size * (left if left <= blocks else 0)
"""


Told = TypeVar("Told")


@dataclass(frozen=True)
class Found:
    """What lies on a board: path (no leading slash) -> SHA-256 in hex.

    `staged` is what an update that was broken off left; `ready` that one only awaits its end.
    """

    files: dict[str, str]
    staged: dict[str, str]
    free: int
    ready: bool


class BoardSide:
    """The board's file system, through its prompt. Everything raises DeviceError."""

    def __init__(self, repl: Repl) -> None:
        self._repl = repl
        repl.run(_TOOLS)

    def finish(self) -> None:
        """Lets an update that is ready be finished."""
        self._repl.run(
            f"names = {{}}\n"
            f"there = '/finish_update.py'\n"
            f"if exists('{READY}' + there): there = '{READY}' + there\n"
            f"with open(there) as file: exec(file.read(), names)\n"
            f"names['run']()"
        )

    def look(self) -> Found:
        """Everything but the person's own patterns."""
        ready = self._exists(READY)
        skip = ("/patterns", READY, PARTIAL)
        files = self._walk("", skip)
        return Found(files, self.staged(), self._told("print(free())", int), ready)

    def staged(self) -> dict[str, str]:
        """The files brought so far."""
        return self._walk(PARTIAL, ()) if self._exists(PARTIAL) else {}

    def _exists(self, path: str) -> bool:
        return self._told(f"print(exists({path!r}))", str.strip) == "True"

    def _walk(self, root: str, skip: tuple[str, ...]) -> dict[str, str]:
        return self._told(f"walk({root!r}, '', {skip!r})", _files)

    def _told(self, code: str, read: Callable[[str], Told]) -> Told:
        """What `read` makes of what the code prints. Raises DeviceError where it cannot."""
        said = self._repl.run(code)
        try:
            return read(said)
        except (ValueError, RecursionError):
            raise DeviceError(
                f"the board told {told(said.strip())}, which makes no sense",
                "Unplug the massager, plug it in and repeat the command. If it comes again, "
                "write the firmware anew: `solewave flash`.",
            ) from None

    def read(self, path: str) -> bytes:
        """A file's content."""
        code = f"with open({'/' + path!r}, 'rb') as f: print(hexlify(f.read()))"
        return self._told(code, lambda said: bytes.fromhex(said.strip()[2:-1]))

    def stage(self, path: str, content: bytes) -> None:
        """Brings a file beside the one that it is to replace."""
        target = f"{PARTIAL}/{path}"
        self._repl.run(f"make_folders({target!r})\nf = open({target!r}, 'wb')")
        for at in range(0, len(content), CHUNK):
            text = b2a_base64(content[at : at + CHUNK], newline=False).decode()
            self._repl.run(f"n = f.write(a2b_base64('{text}'))")
        self._repl.run("f.close()")

    def unstage(self, path: str) -> None:
        """Removes a file of another update that was broken off."""
        self._repl.run(f"os.remove({f'{PARTIAL}/{path}'!r})")

    def commit(self) -> None:
        """The one step that decides: from here on the new firmware runs."""
        self._repl.run(f"os.rename('{PARTIAL}', '{READY}')")


def _files(said: str) -> dict[str, str]:
    """Path and SHA-256 of each line. Raises ValueError."""
    return dict(FILE(json.loads(line), "the file") for line in said.splitlines())
