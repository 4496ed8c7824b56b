"""The massager's side: versions, board file, faults, memory, clock, as it tells them itself."""

import time
from binascii import crc32
from collections.abc import Callable
from typing import Any

import sole

from solewave import board, device_clock
from solewave.client import Client, patterns
from solewave.doctor.findings import Findings
from solewave.faults import Faults, fetch, how_to_clear
from solewave.refusals import self_test_remedy

MICROPYTHON_MIN = (1, 24)
FLASH_MIN = 16 * 1024
"""Bytes: the largest pattern that a massager takes."""
HEAP_MIN = 20_000
"""Bytes: a pattern of the largest size while it is uploaded, and its check."""
LATE_MAX = 0.01
"""Share of ticks that may begin late: more can be felt."""
CLOCK_S = 1.5
CLOCK_OFF_MAX = 0.1

UPDATE = "Bring it up to date: `solewave update`."
RESTORE = (
    "Bring back what is broken: `solewave update`. "
    "If it comes again, the board's flash is worn out."
)
NO_BOARD = "Bring one: `solewave update --board BOARD`; `solewave boards` lists them."


class Clock:
    """The wall's clock, replaced in tests."""

    now: Callable[[], float] = staticmethod(time.monotonic)
    sleep: Callable[[float], None] = staticmethod(time.sleep)


def look(found: Findings, client: Client, hello: dict[str, Any]) -> None:
    """Adds all that the massager tells. Raises DeviceError if it falls silent meanwhile."""
    _versions(found, hello)
    _update(found, hello)
    _board_file(found, hello)
    faults = fetch(client)
    _self_test(found, faults)
    _latched(found, faults)
    _start(found, hello, faults)
    first, begun = client.ask("status"), Clock.now()
    kept, free = patterns(client)
    _settings(found, client, {one["name"] for one in kept})
    Clock.sleep(max(0.0, CLOCK_S - (Clock.now() - begun)))
    last, ended = client.ask("status"), Clock.now()
    _memory(found, max(first["free"], last["free"]), len(kept), free)
    passed_ms = (ended - begun) * 1000 * client.line.time_scale
    on_chip = hello.get("platform") == "esp32"
    _clock(found, (last["uptime_ms"] - first["uptime_ms"]) / passed_ms, on_chip)
    _ticks(found, last, on_chip)
    _line(found, last, client)


def _versions(found: Findings, hello: dict[str, Any]) -> None:
    firmware, micropython = str(hello.get("fw")), str(hello.get("mpy"))
    if firmware == sole.__version__:
        found.well("firmware", f"{firmware}, as this solewave")
    else:
        found.wrong("firmware", f"{firmware} there, {sole.__version__} in this solewave", UPDATE)
    if _numbers(micropython) >= MICROPYTHON_MIN:
        found.well("MicroPython", micropython)
    else:
        least = ".".join(map(str, MICROPYTHON_MIN))
        remedy = "Write a newer one: `solewave flash` keeps the patterns."
        found.wrong("MicroPython", f"{micropython}, needed is {least} or newer", remedy)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())


def _update(found: Findings, hello: dict[str, Any]) -> None:
    if hello.get("update") == "broken-off":
        found.note(
            "update",
            "one was broken off; the old firmware runs, whole",
            "Run `solewave update` again: it goes on where it broke off.",
        )
    elif hello.get("update") == "finished":
        found.well("update", "finished at this start; the new firmware runs, whole")


def _board_file(found: Findings, hello: dict[str, Any]) -> None:
    name = hello.get("board")
    if name is None:
        found.wrong("board file", "missing or broken: nothing is driven", NO_BOARD)
        return
    text = f"{name} ({hello.get('title')}), chip {hello.get('chip')}"
    crc = hello.get("board_crc")
    if crc is not None:
        text += f", CRC-32 {crc:08x}"
    if name in board.names() and crc != _crc(name):
        found.note(
            "board file",
            f"{text}, not as in this solewave",
            f"Well so if you changed it; else: `solewave update --board {name}`.",
        )
    else:
        found.well("board file", text)


def _crc(name: str) -> int:
    return crc32(board.load(name).compiled())


def _self_test(found: Findings, faults: Faults) -> None:
    if faults.self_test is None:
        found.well("self-test", "passed")
    else:
        broken = faults.self_test.startswith("flash")
        remedy = RESTORE if broken else self_test_remedy(faults.self_test)
        found.wrong("self-test", faults.self_test, remedy)


def _latched(found: Findings, faults: Faults) -> None:
    for code in faults.latched:
        if code == "self-test":
            continue  # said above
        found.wrong("fault", code, f"{faults.remedy(code)} {how_to_clear(code)}".rstrip())
    if not faults.latched:
        found.well("fault", "none is latched")


def _settings(found: Findings, client: Client, names: set[str]) -> None:
    """Says nothing if all is well, and brings the clock along, as `status` does."""
    settings = device_clock.keep(client)
    if settings is None:
        return  # an older firmware
    if settings.broken:
        found.note("settings", "damaged on flash; the defaults hold", "Give them: `solewave set`.")
    wanted = {settings.favorite: "favorite"}
    if settings.bedtime is not None:
        wanted[settings.bedtime.routine] = "bedtime"
    for name, about in wanted.items():
        if name is not None and name not in names:
            what = f"the massager has no pattern {name}"
            found.note(about, what, f"Bring it there: `solewave upload {name}`.")


def _start(found: Findings, hello: dict[str, Any], faults: Faults) -> None:
    cause = str(hello.get("reset"))
    if cause == "watchdog":
        found.note("last start", cause, "If it comes again, check the supply, then report it.")
    else:
        found.well("last start", cause)
    if faults.entries:
        newest = faults.entries[0].code
        found.note(
            "history", f"{len(faults.entries)} on record, the newest: {newest}",
            "`solewave faults` tells all.",
        )  # fmt: skip


def _memory(found: Findings, heap: int, kept: int, free: int) -> None:
    """`heap` is the better of two answers: what is not collected yet counts as used."""
    text = f"{free} bytes free, {kept} pattern{'' if kept == 1 else 's'}"
    if free < FLASH_MIN:
        found.wrong("flash", text, "Make room: `solewave list`, then `solewave remove NAME`.")
    else:
        found.well("flash", text)
    text = f"{heap} bytes free"
    if heap < HEAP_MIN:
        remedy = "Unplug the massager and plug it in; report it if it comes again."
        found.wrong("heap", text, remedy)
    else:
        found.well("heap", text)


def _clock(found: Findings, pace: float, on_chip: bool) -> None:
    if abs(pace - 1) > CLOCK_OFF_MAX and not on_chip:
        text = f"this computer gives the virtual board {pace:.2f} of its speed"
        found.note("clock", text, "Give it a lower one, such as --port virtual:20.")
    elif abs(pace - 1) > CLOCK_OFF_MAX:
        found.wrong(
            "clock", f"runs at {pace:.2f} times this computer's",
            "Unplug the massager and plug it in; if it stays so, replace the board.",
        )  # fmt: skip
    else:
        found.well("clock", "keeps time")


def _ticks(found: Findings, status: dict[str, Any], on_chip: bool) -> None:
    late, ticks = status["late"], max(status["ticks"], 1)
    text = f"{late} of {ticks} late, the longest {status['longest_us'] / 1000:.1f} ms"
    if not on_chip:
        found.well("ticks", f"{text}; a virtual board's depend on this computer")
    elif late / ticks > LATE_MAX:
        found.wrong("ticks", text, "Report it, with the output of `solewave doctor --json`.")
    else:
        found.well("ticks", text)


def _line(found: Findings, status: dict[str, Any], client: Client) -> None:
    bad = status["bad"] + client.wire.bad
    text = f"{status['frames']} good frames, {bad} bad"
    if bad * 100 > status["frames"]:
        found.note("line", text, "Use a shorter or better cable.")
    else:
        found.well("line", text)
