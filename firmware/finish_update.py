"""Finishes an update before anything of the firmware is imported.

`solewave update` fills the folder PARTIAL, checks it, and renames it to READY: that one
rename decides. Until then the old firmware runs, as it was. From then on every start first
moves what READY holds to its place, as often as the power is cut meanwhile, so that only
the whole new firmware ever runs. This file stands alone: what it replaces may not be used.
"""

import json
import os
from binascii import crc32

READY = "/update"
PARTIAL = "/update.new"
MANIFEST = "/manifest.json"
"""Sealed: path -> CRC-32 of every file of a firmware (sole.selftest)."""
SEAL_SIZE = 9


def run(root=""):
    """`finished` if an update was, `broken-off` if one came only in part, None without one."""
    _settle(root)
    if _exists(root + READY):
        new = _manifest(root + READY + MANIFEST)
        if new is None and _exists(root + READY + MANIFEST):
            # Only worn flash does this. The self-test tells whether the old one is whole.
            print("solewave: the list of the update's files is broken, it is not installed")
            return "broken-off"
        _install(root, new)
        print("solewave: the update is in place, the new firmware runs")
        return "finished"
    if _exists(root + PARTIAL):
        print("solewave: an update was broken off, the old firmware runs")
        return "broken-off"
    return None


def _settle(root):
    """Lets LittleFS end a rename that a power cut left half done: it does so before it changes
    anything, and until then a folder may not show all that it holds."""
    try:
        os.mkdir(root + "/sole")
    except OSError:
        pass  # it is there; the attempt is what counts


def _install(root, new):
    """Moves every file; `new` is None if only the empty folders are left."""
    if new is not None:
        for path in sorted(new):
            _move(root, "/" + path)
        for path in _manifest(root + MANIFEST) or ():
            if path not in new and _exists(root + "/" + path):
                os.remove(root + "/" + path)
        os.rename(root + READY + MANIFEST, root + MANIFEST)
    _remove_tree(root + READY)


def _move(root, path):
    """Puts a file over the old one, unless that was done before or nothing new came of it."""
    if not _exists(root + READY + path):
        return
    at = path.find("/", 1)
    while at > 0:
        if not _exists(root + path[:at]):
            os.mkdir(root + path[:at])
        at = path.find("/", at + 1)
    os.rename(root + READY + path, root + path)


def _manifest(path):
    """A sealed list of files, or None."""
    try:
        with open(path, "rb") as file:
            data = file.read()
        body = data[:-SEAL_SIZE]
        return json.loads(body) if data[-SEAL_SIZE:] == b"#%08x" % crc32(body) else None
    except (OSError, ValueError):
        return None


def _exists(path):
    try:
        os.stat(path)
        return True
    except OSError:
        return False


def _remove_tree(path):
    for name in os.listdir(path):
        try:
            os.remove(path + "/" + name)
        except OSError:  # a folder
            _remove_tree(path + "/" + name)
    os.rmdir(path)
