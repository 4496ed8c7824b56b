# mypy: ignore-errors
# ruff: noqa: ARG005, PLC0415
"""From power-on to the prompt: hardware, flash, boot.py, main.py, as a board does it."""

import json
import sys

import view

MARK = "\x1bswv:prompt\x1b"
"""Tells the host, in the stream itself, that the board's own files have had their turn."""
_OURS = (
    "adc", "alarms", "chips", "clock", "flash", "gpio", "plant", "power_on", "pwm", "view",
    "world",
)  # fmt: skip


def under_micropython():
    """Everything up to the prompt. The host's file system is out of reach afterwards."""
    import flash
    import vfs

    world = _begin(sys.argv[1])
    config = world.config
    device = flash.Flash(config["flash"], config["flash_blocks"], _busy(world))
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
    return world


def _busy(world):
    return world.clock.busy if world.config["flash_timing"] else lambda us: None


def run_files(world, names):
    """Runs boot.py, and main.py unless a raw prompt is to follow, in the namespace `names`."""
    world.phase(view.BOOTING)
    alive = _run("/boot.py", names)
    if alive and world.config["run_main"]:
        world.phase(view.RUNNING)
        alive = _run("/main.py", names)
    world.phase(view.ENDED)
    if not alive:
        world.reset(5)  # the interpreter would go on to its prompt
    sys.stdout.write(MARK)


def _run(path, names):
    """False if the file asked for a soft reset; whatever else ends it, the prompt follows."""
    try:
        with open(path) as file:
            code = compile(file.read(), path, "exec")
    except OSError:
        return True  # a board without the file starts all the same
    try:
        exec(code, names)
    except SystemExit:
        return False
    except BaseException as error:  # Ctrl-C too: it leads to the prompt
        sys.print_exception(error)
    return True
