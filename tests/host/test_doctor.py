"""`solewave doctor` on a healthy board and on broken ones: every word that it says."""

import os
import re
import stat
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import old_firmware as rig
import pytest
import serial
from littlefs import UserContext
from old_firmware import old_files, virtual
from sole.core.frame import seal
from solewave import console, filesystem, firmware_files, ports
from solewave.cli import run
from solewave.client import Client
from solewave.doctor import computer, examine, massager
from solewave.doctor.findings import Findings
from virtual_console import bare_board

GOLDEN = Path(__file__).parent / "doctor_messages.txt"
TITLE = "== "


def files(**changed: bytes | None) -> dict[str, bytes]:
    """This solewave's firmware; keys are paths with __ for / and _dot_ for the dot."""
    made = firmware_files.files(rig.compiled_board())
    for key, content in changed.items():
        path = key.replace("__", "/").replace("_dot_", ".")
        if content is None:
            del made[path]
        else:
            made[path] = content
    return made


def fault_file(past: list[str], latched: list[str], bites: int = 0) -> bytes:
    entries = [[code, 90, 3650, "better-sleep"] for code in past]
    return bytes(seal({"entries": entries, "latched": latched, "bites": bites}))


def wholly(made: dict[str, bytes]) -> dict[str, bytes]:
    """With a list of files that fits."""
    return made | {firmware_files.MANIFEST_FILE: firmware_files.manifest(made)}


def nearly_all() -> bytes:
    """As much as leaves eight blocks of a virtual board's flash."""
    size = filesystem.BLOCKS_DEFAULT * filesystem.BLOCK
    context = UserContext(buffer=bytearray(filesystem.build(size, files())))
    flash = filesystem.opened(context, filesystem.BLOCKS_DEFAULT)
    flash.mount()
    return bytes((filesystem.BLOCKS_DEFAULT - flash.used_block_count - 8) * filesystem.BLOCK)


Case = Callable[[Path], AbstractContextManager[Any]]
EDITED = bytes(seal({"v": 1, "name": "esp32-devkitc", "title": "My own", "chip": "esp32",
                     "pwm_hz": 200, "motors": [], "motor_budget_ma": 0, "heater": None,
                     "buttons": [], "indicator": None, "buzzer": None}))  # fmt: skip
NAMING = {"favorite": "feathers", "bedtime": {"at_min": 1380, "routine": "better-sleep"}}

VIRTUAL: dict[str, Case] = {
    "healthy": lambda at: virtual(at, files()),
    "a prompt and nothing else": bare_board,
    "a file of the firmware is missing": lambda at: virtual(at, files(sole__loop_dot_mpy=None)),
    "an older firmware": lambda at: virtual(at, old_files(at.parent)),
    "a broken board file": lambda at: virtual(at, wholly(files(board_dot_json=b"{}"))),
    "no board file": lambda at: virtual(at, wholly(files(board_dot_json=None))),
    "a board file of one's own": lambda at: virtual(at, wholly(files(board_dot_json=EDITED))),
    "a latched fault": lambda at: virtual(
        at, files(faults_dot_json=fault_file(["watchdog", "sensor-open"], ["sensor-open"]))
    ),
    "safe mode": lambda at: virtual(
        at, files(faults_dot_json=fault_file(["watchdog"] * 3, [], bites=3))
    ),
    "a file that is not what was installed": lambda at: virtual(
        at, files(main_dot_py=files()["main.py"] + b"# spoiled")
    ),
    "an update that was broken off": lambda at: virtual(
        at, files() | {"update.new/sole/app.mpy": b"half"}
    ),
    "settings that are damaged": lambda at: virtual(at, files(settings_dot_json=b"{}#00000000")),
    "settings that name what is not there": lambda at: virtual(
        at, files(settings_dot_json=bytes(seal(NAMING)))
    ),
    "a flash that is nearly full": lambda at: virtual(at, files(filler=nearly_all())),
}


@contextmanager
def talker(word: bytes) -> Iterator[str]:
    """A port on which something else talks, or nobody."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    over = threading.Event()

    def talk() -> None:
        while word and not over.wait(0.05):
            os.write(ours, word)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        over.set()
        thread.join()
        os.close(ours)
        os.close(theirs)


@dataclass
class Comport:
    device: str
    description: str = "USB Serial"
    vid: int | None = 0x1A86
    pid: int | None = 0x7523


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    monkeypatch.setattr(massager, "CLOCK_S", 0.2)
    monkeypatch.setattr(massager, "CLOCK_OFF_MAX", 1000.0)  # test_doctor_verdicts.py
    monkeypatch.setattr(Client.hello, "__defaults__", (3, 0.4))
    monkeypatch.setattr(computer, "SYS", tmp_path)
    monkeypatch.setattr(ports, "comports", list)


def golden(case: str) -> str:
    """The lines of a case in GOLDEN."""
    for part in GOLDEN.read_text().split(TITLE)[1:]:
        title, _, lines = part.partition("\n")
        if title == case:
            return lines.strip()
    return f"no case {case}"


def expect(case: str, said: str) -> None:
    said = re.sub(r"/dev/pts/\d+", "PORT", said)
    said = re.sub(r"; it stopped: ImportError: .*", "", said)  # if the port was open by then
    said = re.sub(r"CRC-32 [0-9a-f]{8}", "CRC-32 CRC", said)
    said = re.sub(r"\d+ (bytes free|good frames)", r"N \1", said)
    said = re.sub(r"\d+ of \d+ late, the longest [\d.]+ ms", "N of N late, the longest N ms", said)
    assert said.strip() == golden(case)


@pytest.mark.parametrize("case", list(VIRTUAL))
def test_a_virtual_board(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with VIRTUAL[case](tmp_path / "b") as made:
        code = run(["doctor", "--port", made.port])
    said = capsys.readouterr().out
    expect(case, said)
    assert code == (2 if "WRONG" in said else 0)


@pytest.mark.parametrize(
    ("case", "word"),
    [("garbage", b"\xff\x00ets Jun  8 2016 00:22:57\r\nrst:0x10\r\n"), ("silence", b"")],
)
def test_a_port_where_no_massager_is(
    case: str, word: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with talker(word) as port:
        assert run(["doctor", "--port", port]) == 2
    expect(case, capsys.readouterr().out)


def test_a_port_that_is_busy(capsys: pytest.CaptureFixture[str]) -> None:
    with talker(b"") as port, serial.Serial(port, exclusive=True):
        assert run(["doctor", "--port", port]) == 2
    expect("a busy port", capsys.readouterr().out)


def test_no_such_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--port", "/dev/ttyNONE"]) == 2
    expect("no such port", capsys.readouterr().out)


def test_a_port_that_may_not_be_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = tmp_path / "class/tty/ttyUSB0/device"
    driver.mkdir(parents=True)
    (tmp_path / "ch341-uart").mkdir()
    (driver / "driver").symlink_to(tmp_path / "ch341-uart")
    device = tmp_path / "ttyUSB0"
    device.touch()
    monkeypatch.setattr(computer.os, "access", lambda *_: False)
    monkeypatch.setattr(Path, "group", lambda _self: "dialout")
    monkeypatch.setattr(computer.sys, "platform", "linux")
    found = examine.examine(None, lambda: [Comport(str(device))])
    show(found)
    said = capsys.readouterr().out.replace(str(tmp_path), "/dev")
    expect("no permission", said)
    assert not found.are_well
    assert stat.S_ISREG(device.stat().st_mode)


def show(found: Findings) -> None:
    for one in found.all:
        console.say(f"{one.state:<6}{one.about:<12} {one.text}")
        if one.remedy:
            console.say(f"{'':<18} {one.remedy}")


def test_nothing_is_plugged_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show(examine.examine(None, list))
    expect("nothing plugged in", capsys.readouterr().out)
    usb = tmp_path / "bus/usb/devices/1-2"
    usb.mkdir(parents=True)
    (usb / "idVendor").write_text("1a86\n")
    (usb / "idProduct").write_text("7523\n")
    (tmp_path / "bus/usb/devices/usb1").mkdir()
    show(examine.examine(None, list))
    expect("plugged in without a driver", capsys.readouterr().out)


def test_several_boards(capsys: pytest.CaptureFixture[str]) -> None:
    show(examine.examine(None, lambda: [Comport("/dev/ttyUSB0"), Comport("/dev/ttyUSB1")]))
    expect("several boards", capsys.readouterr().out)


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json  # noqa: PLC0415

    with virtual(tmp_path / "b", files()) as made:
        assert run(["doctor", "--json", "--port", made.port]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["well"] is True
    assert {"state": "ok", "about": "self-test", "text": "passed", "remedy": ""} in told[
        "findings"
    ]
