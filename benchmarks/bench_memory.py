"""Heap and size of the firmware, compiled as it is on a board, on the 32-bit interpreter.

All that a start runs counts, boot.py first. The stubs of the hardware are imported before
that: a board's own modules for pins and timers are C and take no heap.

Measured twice: with the modules on the file system, as on every stock board, and in a ROM file
system, which runs bytecode where it lies and needs an image of MicroPython of one's own.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import guests
import report
from solewave import board, firmware_files, pattern, shipped

ROUTINE = "stress-relief"
BIG = 16384
KIB = 1024
GOALS = {"boot": 40, "session": 56, "mpy": 64}
"""KiB: after boot, at the peak of a session, all compiled files."""

CODE = """
import gc, machine, neopixel, time, memory
def used():
    gc.collect()
    return gc.mem_alloc()
def opened(name, *mode):
    return open(FOLDER + name, *mode)
before = used()
at_prompt = {"open": opened}
exec(opened("/boot.py").read(), at_prompt)
import finish_update
finish_update.run(FOLDER)
del finish_update
import sole.run, sole.app
print(used() - before)
del sole
loop = memory.boot(FOLDER)
print(used() - before)
size = len(opened("/patterns/" + NAME + ".sole", "rb").read())
memory.start(loop, NAME)
memory.second(loop)
print(used() - before)
memory.second(loop)
print(gc.mem_alloc() - before)
memory.upload(loop, "other", size)
print(gc.mem_alloc() - before)
used()
memory.upload(loop, "big", BIG)
print(used() - before)
memory.ask(loop, do="stop", now=True)
memory.second(loop)
for round in range(ROUNDS):
    if round < 2 or round == ROUNDS - 1:
        print(used() - before)
    used()
    memory.session(loop, NAME)
"""
PRINTED = ("modules", "boot", "session_live", "session", "upload", "upload_big_live")
PRINTED_LATER = ("first_sessions", "second_sessions", "last_sessions")
SESSIONS = 30
NOTE = "32 bits, compiled files, five routines."


def firmware(folder: Path) -> dict[str, int]:
    """Writes what `solewave flash` would; the sizes of the compiled files."""
    sizes = {}
    for name, content in firmware_files.files(board.load(guests.BOARD).compiled()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix == ".mpy":
            sizes[name] = len(content)
    (folder / "patterns").mkdir()
    for source in shipped.path("routines").glob("*.toml"):
        compiled = pattern.loads(source.read_text(encoding="utf-8")).data
        (folder / "patterns" / f"{source.stem}.sole").write_bytes(compiled)
    return sizes


def heap(folder: Path) -> dict[str, int]:
    """Bytes in use at each of PRINTED."""
    code = f"FOLDER, NAME, BIG, ROUNDS = {str(folder)!r}, {ROUTINE!r}, {BIG}, {SESSIONS}\n" + CODE
    printed = guests.run_compiled(code, folder)
    return dict(zip(PRINTED + PRINTED_LATER, map(int, printed.split()), strict=True))


def growth_of(used: dict[str, int]) -> int:
    """Bytes more after many sessions than after two."""
    return used["last_sessions"] - used["second_sessions"]


def to_rom(folder: Path) -> None:
    """Moves the compiled modules into an image that `guests.run_compiled` mounts."""
    modules = folder / "modules"
    modules.mkdir()
    for name in ("sole", "lib"):
        (folder / name).rename(modules / name)
    build = ["romfs", "--no-mpy", "--output", str(folder / guests.ROM_IMAGE), "build"]
    command = [sys.executable, "-m", "mpremote", *build, str(modules)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(modules)


def main() -> None:
    """Measures, prints, keeps."""
    with tempfile.TemporaryDirectory() as name:
        sizes = firmware(Path(name))
        used = heap(Path(name))
        to_rom(Path(name))
        rom = heap(Path(name))
    mpy = sum(sizes.values())
    growth = growth_of(used)
    what = {
        "modules": "all modules imported, no part made yet",
        "boot": "after boot",
        "session_live": f"{ROUTINE} plays: what is held",
        "session": "the same, just before garbage is collected",
        "upload": "the same, with an upload of a routine",
        "upload_big_live": f"an upload of {BIG:,} bytes: what is held",
    }
    rows = [[say, f"{used[key]:,}", f"{rom[key]:,}"] for key, say in what.items()]
    rows += [
        [f"more held after {SESSIONS} sessions", f"{growth:,}", f"{growth_of(rom):,}"],
        [f"compiled files on flash ({len(sizes)})", f"{mpy:,}", ""],
    ]
    largest = sorted(sizes, key=lambda name: -sizes[name])[:8]
    files = [[name, f"{sizes[name]:,}"] for name in largest]
    goals = [
        report.Goal("heap after boot", used["boot"] / KIB, GOALS["boot"], "KiB"),
        report.Goal(
            "heap at the peak of a session", used["session"] / KIB, GOALS["session"], "KiB"
        ),
        report.Goal(f"growth in {SESSIONS} sessions", growth, 0, "bytes"),
        report.Goal("compiled firmware", mpy / KIB, GOALS["mpy"], "KiB"),
    ]
    tables = [
        report.Table("Memory", ["", "bytes", "modules in ROM"], rows, NOTE),
        report.Table("The largest files", ["", "bytes"], files),
    ]
    in_rom = {f"{key}_rom": value for key, value in rom.items()}
    report.publish("memory", tables, goals, used | in_rom | {"mpy": mpy})


if __name__ == "__main__":
    main()
