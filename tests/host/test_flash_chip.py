"""`solewave flash`, esptool and all, against a mock of the chips' own bootloaders."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import esp_images
import pytest
from esp_images import VFS_AT, VFS_SIZE
from esptool import loader
from mock_chip import MockChip
from old_firmware import NEW
from solewave import board, filesystem
from solewave.board import chip as chips
from solewave.cli import run
from solewave.client import Client
from solewave.flashing import esp
from solewave.transport import open_port
from solewave.update import bring
from solewave.virtual import VirtualBoard

CHIPS = ("esp32", "esp32c3", "esp32c6", "esp32s2", "esp32s3")
HELLO = {"fw": NEW, "mpy": "1.28.0", "title": "A board", "board": None}
FAR_INTO_IT = 60_000
"""Bytes: esptool's helper takes some thousand, MicroPython's image 100 thousand."""
MINE = {
    "patterns/mine.sole": b"my pattern", "faults.json": b"latched",
    "settings.json": b"my settings", "usage/3.log": b"my evenings",
}  # fmt: skip


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    monkeypatch.setattr(esp, "ATTEMPTS", 1)
    monkeypatch.setattr(bring, "greet", lambda _port: HELLO)
    # esptool writes each byte out in hex, for a trace that is off: a third of the time.
    monkeypatch.setattr(loader.HexFormatter, "__str__", lambda _self: "")


@contextmanager
def mock(chip: str, vfs: bytes | None = None) -> Iterator[MockChip]:
    """A chip; with `vfs` it holds that file system, under MicroPython's partitions."""
    made = MockChip(chip)
    if vfs is not None:
        made.put(chips.load(chip).bootloader_at, esp_images.image(chip))
        made.put(VFS_AT, vfs)
    with made.plugged_in():
        yield made


def board_for(chip: str, folder: Path) -> str:
    """A board file for any chip: no pin is needed to write it."""
    shipped = [name for name in board.names() if board.load(name).chip == chip]
    if shipped:
        return shipped[0]
    path = folder / "bare.toml"
    path.write_text(BARE.format(chip=chip))
    return str(path)


BARE = """
format = 1
name = "bare"
title = "Nothing but a chip"
chip = "{chip}"
motors = []

[supply]
volts = 5
current_ma = 500
controller_ma = 300
"""


def image_file(chip: str, folder: Path) -> str:
    path = folder / f"{chip}.bin"
    path.write_bytes(esp_images.image(chip))
    return str(path)


def flash(port: str, folder: Path, chip: str, *more: str) -> int:
    return run(["flash", "--port", port, "--image", image_file(chip, folder), *more])


@pytest.mark.parametrize("chip", CHIPS)
def test_a_bare_chip_becomes_a_massager(
    chip: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = board.load(board_for(chip, tmp_path))
    with mock(chip) as running:

        def greet(_port: str) -> dict[str, Any]:
            """What the chip would do after its reset, done by the virtual board."""
            (tmp_path / "b").mkdir()
            (tmp_path / "b" / "flash").write_bytes(running.held(VFS_AT, VFS_SIZE))
            with VirtualBoard(
                loaded, tmp_path / "b", 20, flash_blocks=512, with_firmware=False
            ) as made:
                line = open_port(made.port, 20)
                try:
                    return Client(line).hello()
                finally:
                    line.close()

        monkeypatch.setattr(bring, "greet", greet)
        assert flash(running.port, tmp_path, chip, "--board", board_for(chip, tmp_path)) == 0
        start = chips.load(chip).bootloader_at
        image = esp_images.image(chip)
        assert running.held(start, len(image)) == image
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith(chips.load(chip).esptool_name)
    assert said[1].startswith(f"MicroPython: {chip}.bin (SHA-256 ")
    assert said[2] == "Written, and compared with what the flash holds now."
    assert said[3].startswith(f"{loaded.title} says hello: firmware {NEW}, MicroPython 1.29")


def test_patterns_are_kept_and_the_board_file_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compiled = board.load("esp32-devkitc").compiled()
    before = {"board.json": compiled, "manifest.json": b"", "sole/app.mpy": b"old", **MINE}
    with mock("esp32", filesystem.build(VFS_SIZE, before)) as running:
        assert flash(running.port, tmp_path, "esp32") == 0
        assert "Kept: mine, the settings, the log of sessions\n" in capsys.readouterr().out
        (tmp_path / "vfs").write_bytes(running.held(VFS_AT, VFS_SIZE))
        after = filesystem.read(tmp_path / "vfs", VFS_SIZE // 4096)
        assert after["board.json"] == compiled
        assert after.items() >= MINE.items()
        assert after["sole/app.mpy"] != b"old"
        assert flash(running.port, tmp_path, "esp32", "--erase") == 0
        assert "Erased: mine, the settings, the log of sessions\n" in capsys.readouterr().out
        (tmp_path / "vfs").write_bytes(running.held(VFS_AT, VFS_SIZE))
        assert not filesystem.read(tmp_path / "vfs", VFS_SIZE // 4096).keys() & MINE.keys()


def test_a_release_that_finds_the_place_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, size = 0x22_0000, 0x1E_0000
    image = esp_images.image("esp32", esp_images.table(esp_images.SINCE_1_26))
    (tmp_path / "later.bin").write_bytes(image)
    with MockChip("esp32").plugged_in() as chip:
        options = ["--port", chip.port, "--image", str(tmp_path / "later.bin")]
        assert run(["flash", *options, "--board", "esp32-devkitc"]) == 0
        chip.put(at, filesystem.build(size, {"manifest.json": b"", **MINE}))
        assert run(["flash", *options, "--board", "esp32-devkitc"]) == 0
        assert "Kept: mine, the settings, the log of sessions\n" in capsys.readouterr().out
        (tmp_path / "vfs").write_bytes(chip.held(at, size))
    assert filesystem.read(tmp_path / "vfs", size // 4096).items() >= MINE.items()


def test_other_files_go_only_with_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {"main.py": b"import wifi", "wifi.py": b"", "boot.py": b""}
    with mock("esp32", filesystem.build(VFS_SIZE, before)) as running:
        assert flash(running.port, tmp_path, "esp32", "--board", "esp32-devkitc") == 1
        assert capsys.readouterr().err == (
            "solewave: nothing was written: The board has files that are not Solewave's: "
            "main.py, wifi.py. Say yes, or give --yes, to go on without them.\n"
        )
        assert flash(running.port, tmp_path, "esp32") == 1
        assert "nothing tells how this board is wired" in capsys.readouterr().err
        assert flash(running.port, tmp_path, "esp32", "--board", "esp32-devkitc", "--yes") == 0


def test_another_chips_board_file_and_image_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with mock("esp32c3") as running:
        assert flash(running.port, tmp_path, "esp32c3", "--board", "esp32-devkitc") == 1
        assert capsys.readouterr().err == (
            "solewave: the board file is for the chip esp32, this board has an ESP32-C3. "
            "Name the board file that describes this massager, or another port.\n"
        )
        assert (
            flash(running.port, tmp_path, "esp32s3", "--board", board_for("esp32c3", tmp_path))
            == 1
        )
        assert "esp32s3.bin is for ESP32-S3, the board has ESP32-C3" in capsys.readouterr().err
        assert running.held(0, 4096) == b"\xff" * 4096, "nothing was written"


def test_a_chip_that_solewave_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with mock("esp32h2") as running:
        assert flash(running.port, tmp_path, "esp32") == 2
    assert "the board has an ESP32-H2, which Solewave does not know" in capsys.readouterr().err


def test_the_cable_is_pulled_midway_and_the_next_try_succeeds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chip = MockChip("esp32")
    with chip.plugged_in(lambda count, data: data if count < FAR_INTO_IT else None):
        assert flash(chip.port, tmp_path, "esp32", "--board", "esp32-devkitc") == 2
    said = capsys.readouterr().err
    assert "the writing broke off" in said
    assert "run the command again" in said
    assert chip.held(0x1000, 1) == b"\xe9", "some of it was written"
    with chip.plugged_in():
        assert flash(chip.port, tmp_path, "esp32", "--board", "esp32-devkitc") == 0


@pytest.mark.parametrize(("times", "code"), [(1, 0), (1000, 2)], ids=["once", "always"])
def test_bytes_that_change_on_the_line_are_sent_again_or_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], times: int, code: int
) -> None:
    changed = []

    def spoil(count: int, data: bytes) -> bytes:
        if count < FAR_INTO_IT or len(changed) >= times or not data:
            return data
        changed.append(count)
        at = next(at for at, byte in enumerate(data) if byte not in (0xC0, 0xDB, 0xDC, 0xDD))
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    with MockChip("esp32").plugged_in(spoil) as chip:
        assert flash(chip.port, tmp_path, "esp32", "--board", "esp32-devkitc") == code
    assert changed
    image = esp_images.image("esp32")
    assert (chip.held(0x1000, len(image)) == image) == (code == 0)
    assert ("the writing broke off" in capsys.readouterr().err) == (code == 2)


def test_flash_that_does_not_hold_what_was_written_is_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mocker: Any
) -> None:
    with MockChip("esp32").plugged_in() as chip:
        compare = chip.flash.md5_stub_response

        def worn(*args: Any, **more: Any) -> bytes:
            chip.flash.data[0x1100] ^= 1
            return bytes(compare(*args, **more))

        mocker.patch.object(chip.flash, "md5_stub_response", worn)
        assert flash(chip.port, tmp_path, "esp32", "--board", "esp32-devkitc") == 2
    assert "MD5 of file does not match data in flash" in capsys.readouterr().err


def test_nobody_answers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with VirtualBoard(
        board.load("esp32-devkitc"), tmp_path / "b", files={"x": b""}, with_firmware=False
    ) as made:
        assert flash(made.port, tmp_path, "esp32") == 2
    said = capsys.readouterr().err
    assert "no bootloader answers" in said
    assert "Hold the board's BOOT button" in said


def test_a_virtual_board_cannot_be_flashed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["flash", "--port", "virtual"]) == 1
    assert "a virtual board has no bootloader" in capsys.readouterr().err
