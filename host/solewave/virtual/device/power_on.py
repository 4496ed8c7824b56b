# mypy: ignore-errors
# ruff: noqa: ARG005, PLC0415
"""From power-on to the prompt: hardware, flash, boot.py, main.py, as a board does it."""

import json
import sys

import view

MARK = "\x1bswv:prompt\x1b"
"""Tells the host, in the stream itself, that the board's own files have had their turn."""
_WHOLE, _EXIT, _BROKEN_OFF = 0, 1, 2
_ON_ITS_WAY = 50000
"""Empty turns, some milliseconds: no signal takes longer from the host to here."""
_OURS = (
    "adc", "alarms", "chips", "clock", "flash", "gpio", "plant", "power_on", "pwm", "rtc",
    "ticker", "view", "world",
)  # fmt: skip


def under_micropython():
    """Everything up to the prompt. The host's file system is out of reach afterwards."""
    import flash
    import ticker
    import vfs

    world = _begin(sys.argv[1])
    config = world.config
    device = flash.Flash(config["flash"], config["flash_blocks"], _busy(world), world.reset)
    ticker.start(world.clock)
    vfs.umount("/")
    vfs.mount(vfs.VfsLfs2(device, progsize=32, readsize=32, lookahead=32), "/")
    sys.path[:] = ["", ".frozen", "/lib"]
    sys.argv[:] = []
    for name in _OURS:
        sys.modules.pop(name, None)
    run_files(world, __import__("__main__").__dict__)


def _begin(path):
    """Reads the host's configuration, makes the world, replaces the modules it shadows."""
    import world as world_module

    with open(path) as file:
        world = world_module.begin(json.load(file))
    for name in ("machine", "time", "select"):
        sys.modules.pop(name, None)
        sys.modules["u" + name] = __import__(name)
    __import__("neopixel")
    return world


def _busy(world):
    return world.clock.busy if world.config["flash_timing"] else lambda us: None


def run_files(world, names):
    """Runs boot.py, and main.py unless a raw prompt is to follow, in the namespace `names`."""
    end = _run(world, view.BOOTING, "/boot.py", names)
    if end == _WHOLE and world.config["run_main"]:
        end = _run(world, view.RUNNING, "/main.py", names)
    world.phase(view.ENDED)
    if end == _EXIT:
        world.reset(5)  # the interpreter would go on to its prompt
    sys.stdout.write(MARK)


def _run(world, phase, path, names):
    """How it ended. As on an ESP32, main.py runs only after a boot.py that ran to its end.

    The host interrupts only in `phase`: what comes before and after is no code of the board.
    """
    try:
        with open(path) as file:
            code = compile(file.read(), path, "exec")
    except OSError:
        return _WHOLE  # a board without the file starts all the same
    except SyntaxError as error:
        sys.print_exception(error)
        return _BROKEN_OFF
    world.phase(phase)
    try:
        exec(code, names)
    except SystemExit:
        return _EXIT
    except BaseException as error:  # Ctrl-C too: it leads to the prompt
        sys.print_exception(error)
        return _BROKEN_OFF
    finally:
        _no_more_interrupts(world)
    return _WHOLE


def _no_more_interrupts(world):
    """Tells the host so, and waits for one that it has sent already."""
    world.phase(view.BETWEEN)
    try:
        for _ in range(_ON_ITS_WAY):
            pass
    except KeyboardInterrupt:
        pass
