"""A chip whose flash holds what no MicroPython would write: `flash` looks at it and goes on."""

from __future__ import annotations

from random import Random

from fuzz.words import EVIL
from held_flash import BLOCKS, FLASH_SIZE, VFS_AT, VFS_SIZE, HeldFlash, image, table
from hypothesis import given, settings
from hypothesis import strategies as st
from littlefs import UserContext
from rigs.nightly import NIGHTLY
from solewave import filesystem
from solewave.flashing import choose, existing

READS_MAX = 2000
PLACES = (0, 4096, VFS_AT, VFS_SIZE, FLASH_SIZE - 1, FLASH_SIZE, 1 << 31, (1 << 32) - 1)
LABELS = ("vfs", "ffat", "\xff\xfe", "vfs\0x", "\x1b[2J", "")

modest = settings(max_examples=2000 if NIGHTLY else 40, derandomize=not NIGHTLY, deadline=None)


def looked_at(files: bytes, partition_table: bytes | None = None) -> existing.Existing:
    chip = HeldFlash(files, partition_table)
    found = existing.look(chip)
    assert chip.reads < READS_MAX
    assert choose.consent(found, erase=False).isprintable()
    assert all(name.isprintable() for name in found.belongings)
    return found


def spoiled(rng: Random) -> bytes:
    """Bytes and blocks of the file system become others; most of it is in its first blocks."""
    made = bytearray(image())
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(made) // rng.choice((1, 8, 8)))
        size = rng.choice((1, 1, 4, 64))
        made[at : at + size] = rng.randbytes(size)
        if rng.random() < 0.2:
            to, of = (rng.randrange(BLOCKS) * filesystem.BLOCK for _ in range(2))
            made[to : to + filesystem.BLOCK] = made[of : of + filesystem.BLOCK]
    return bytes(made[:VFS_SIZE])


def test_a_good_flash_is_read():
    found = looked_at(image())
    assert found.belongings == ["mine", "small"]


@given(seed=st.integers(0, (1 << 32) - 1))
@modest
def test_a_spoiled_file_system_is_read_as_far_as_it_goes(seed):
    looked_at(spoiled(Random(seed)))


@given(
    entries=st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(LABELS)),
        max_size=4,
    )
)
@modest
def test_a_table_that_lies(entries):
    looked_at(image(), table(*entries))


def test_a_name_in_another_encoding_is_asked_about():
    context = UserContext(buffer=bytearray(b"\xff" * VFS_SIZE))
    flash = filesystem.opened(context, BLOCKS, filesystem.DISK_VERSION)
    flash.filename_encoding = "latin-1"
    flash.format()
    flash.mount()
    with flash.open("m\xfcde.txt", "w"):
        pass
    assert not looked_at(bytes(context.buffer)).readable


def test_a_name_that_gives_orders_is_shown():
    name = EVIL.replace("/", "")
    files = filesystem.build(VFS_SIZE, {name: b"", f"patterns/{name}": b""})
    found = looked_at(files)
    assert "\\x1b]0;owned" in choose.consent(found, erase=False)
