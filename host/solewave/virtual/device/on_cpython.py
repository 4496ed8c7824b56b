# mypy: ignore-errors
# ruff: noqa: ARG002, ARG005
"""The same board where MicroPython has no build: CPython gets what the firmware expects of it.

Files lie in a plain folder: paths that begin with a slash are looked up there. There is no
prompt; once main.py has ended, Ctrl-D restarts the board.
"""

import builtins
import gc
import importlib.machinery
import os
import select
import signal
import sys
import time
import traceback
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.meta_path.insert(0, importlib.machinery.PathFinder)  # this folder before the built-in `time`

import power_on  # noqa: E402 - its folder has modules named as the standard library's

CTRL_D = b"\x04"
_ON_THE_BOARD = ("sole", "power_on", "finish_update", "__main__")


def main():
    """Runs one start of the board, until its next reset."""
    # A script's background job has it ignored, and CPython then leaves it so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _time()
    _select()
    _micropython()
    world = power_on._begin(sys.argv[1])
    root = world.config["files"]
    os.makedirs(root, exist_ok=True)
    os.chdir(root)
    sys.path.append(root)  # finish_update; the package itself is the host's own
    _pwmio()
    _gc()
    _files(root)
    _console()
    sys.argv[:] = []
    power_on.run_files(world, {"__name__": "__main__"})
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout.write("This virtual board runs on CPython: it has no prompt. Ctrl-D restarts it.\n")
    while sys.stdin.buffer.read(1) not in (CTRL_D, b""):
        pass


def replace_modules():
    """What MicroPython has and CPython lacks, without a board: `trial` brings its own."""
    _time()
    _select()
    _micropython()
    _pwmio()
    _gc()


def _time():
    """`utime`, which the stub of `time` builds on."""
    module = types.ModuleType("utime")
    module.__dict__.update({k: v for k, v in time.__dict__.items() if not k.startswith("_")})
    module.ticks_us = lambda: time.monotonic_ns() // 1000
    module.sleep_us = lambda us: time.sleep(us / 1_000_000)
    module.clock = time.process_time
    sys.modules["utime"] = module


class _Poll:
    """CPython's poll with MicroPython's interface: it gives back the objects it was given."""

    def __init__(self):
        self._real = select.poll()
        self._objects = {}

    def register(self, obj, mask=select.POLLIN | select.POLLOUT):
        self._objects[obj.fileno()] = obj
        self._real.register(obj.fileno(), mask)

    def unregister(self, obj):
        self._real.unregister(obj.fileno())

    def modify(self, obj, mask):
        self._real.modify(obj.fileno(), mask)

    def poll(self, timeout=-1):
        return [(self._objects[fd], event) for fd, event in self._real.poll(timeout)]

    def ipoll(self, timeout=-1, flags=0):
        return iter(self.poll(timeout))


def _select():
    module = types.ModuleType("uselect")
    for name in ("POLLIN", "POLLOUT", "POLLERR", "POLLHUP"):
        setattr(module, name, getattr(select, name))
    module.poll = _Poll
    sys.modules["uselect"] = module


class _Implementation(types.SimpleNamespace):
    """CPython's, which can also be read as MicroPython's tuple."""

    def __getitem__(self, index):
        return (self.name, tuple(self.version))[index]


def _micropython():
    module = types.ModuleType("micropython")
    module.const = lambda value: value
    module.heap_lock = module.heap_unlock = lambda: 0
    module.alloc_emergency_exception_buf = lambda size: None
    module.kbd_intr = lambda char: None
    module.opt_level = lambda level=0: 0
    module.schedule = lambda function, argument: function(argument)
    sys.modules["micropython"] = module
    sys.implementation = _Implementation(**sys.implementation.__dict__)
    sys.print_exception = lambda error, file=None: traceback.print_exception(
        error, file=file or sys.stdout
    )


def _pwmio():
    """adafruit_motor names it in annotations; the real one asks for a chip when imported."""
    module = types.ModuleType("pwmio")
    module.PWMOut = object
    sys.modules["pwmio"] = module


def _gc():
    """CPython has no heap of a fixed size; these numbers stand for "plenty"."""
    gc.mem_free = lambda: 100_000
    gc.mem_alloc = lambda: 100_000
    gc.threshold = lambda amount=0: -1


def _files(root):
    """`open` and `os` as on a board whose root is `root`, for the board's own code alone."""

    def inside(path, caller):
        ours = caller.f_globals.get("__name__", "").partition(".")[0] in _ON_THE_BOARD
        absolute = isinstance(path, str) and path.startswith("/")
        return root + path if ours and absolute else path

    def wrapped(function, paths):
        def call(path=".", *rest, **kwargs):
            caller = sys._getframe(1)
            rest = [inside(part, caller) for part in rest[: paths - 1]] + list(rest[paths - 1 :])
            return function(inside(path, caller), *rest, **kwargs)

        return call

    module = types.ModuleType("os")
    module.__dict__.update({k: v for k, v in os.__dict__.items() if not k.startswith("__")})
    for name in ("stat", "statvfs", "listdir", "mkdir", "rmdir", "remove", "unlink"):
        setattr(module, name, wrapped(getattr(os, name), 1))
    module.rename = wrapped(os.rename, 2)
    builtins.open = wrapped(open, 1)
    sys.modules["os"] = module


def _console():
    """Unbuffered, so that what poll sees is what can be read."""

    class Text:
        def __init__(self, fd, mode):
            self.buffer = os.fdopen(fd, mode, buffering=0, closefd=False)
            self.fileno = self.buffer.fileno

        def read(self, size=-1):
            return self.buffer.read(size).decode()

        def write(self, text):
            return self.buffer.write(text.encode())

        def flush(self):
            pass

    sys.stdin, sys.stdout = Text(0, "rb"), Text(1, "wb")


if __name__ == "__main__":
    main()
