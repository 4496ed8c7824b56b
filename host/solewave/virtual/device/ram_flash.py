# mypy: ignore-errors
# ruff: noqa: ARG002
"""A flash that is only memory: as much of `open` and `os` as the firmware uses.

It outlives the resets of one trial. A full one refuses every byte, as LittleFS does.
"""

ENOENT, EEXIST, ENOSPC = 2, 17, 28
BLOCK = 4096
BLOCKS = 256


class RamFlash:
    """`files` maps paths to bytes. `full`: nothing more can be written."""

    def __init__(self, files):
        self.files = dict(files)
        self.full = False

    def open(self, path, mode="r"):
        """A file, as `open` gives it."""
        if "w" in mode or "a" in mode:
            if self.full:
                raise OSError(ENOSPC)
            if "w" in mode or path not in self.files:
                self.files[path] = b""
            return _Written(self.files, path)
        if path not in self.files:
            raise OSError(ENOENT)
        return _Read(self.files[path], "b" in mode)

    def mkdir(self, path):
        raise OSError(EEXIST)

    def listdir(self, path):
        inside = path + "/"
        return [name[len(inside) :] for name in self.files if name.startswith(inside)]

    def remove(self, path):
        if path not in self.files:
            raise OSError(ENOENT)
        del self.files[path]

    def rename(self, old, new):
        if old not in self.files:
            raise OSError(ENOENT)
        self.files[new] = self.files.pop(old)

    def stat(self, path):
        if path not in self.files:
            raise OSError(ENOENT)
        return (0x8000, 0, 0, 0, 0, 0, len(self.files[path]), 0, 0, 0)

    def statvfs(self, path):
        free = 0 if self.full else BLOCKS - 1 - len(self.files)
        return (BLOCK, BLOCK, BLOCKS, free, free, 0, 0, 0, 0, 255)


class _Read:
    def __init__(self, data, binary):
        self._data = data
        self._binary = binary
        self._at = 0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def read(self, size=-1):
        end = len(self._data) if size < 0 else self._at + size
        part = self._data[self._at : end]
        self._at += len(part)
        return part if self._binary else part.decode()

    def seek(self, at):
        self._at = at
        return at

    def readinto(self, buffer):
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def close(self):
        pass


class _Written:
    def __init__(self, files, path):
        self._files = files
        self._path = path

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def write(self, data):
        self._files[self._path] += data.encode() if isinstance(data, str) else bytes(data)
        return len(data)

    def close(self):
        pass
