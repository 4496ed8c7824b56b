"""A folder for tests that need files; runs on both Pythons."""

import os
from random import getrandbits


class Folder:
    """An empty folder below /tmp, gone at the end."""

    def __enter__(self):
        self.path = "/tmp/solewave-test-%x" % getrandbits(30)
        os.mkdir(self.path)
        return self.path

    def __exit__(self, *_exception):
        _remove(self.path)


def _remove(path):
    for name in os.listdir(path):
        try:
            os.remove(path + "/" + name)
        except OSError:
            _remove(path + "/" + name)
    os.rmdir(path)
