"""Unpacking deflated pieces, damaged and hostile ones among them."""

from common import raises
from sole.core import limits
from sole.inflate import PIECE_MAX, inflate

PACKED = b"KLJNIMK\xcfHD\xa3\x01"
"""`abcdefgh` three times, by zlib with a window of 1,024 bytes."""
LONGEST = b"KL\x1c\x05\xa3`\x14\x8cT\x00\x00"
"""1,024 times `a`."""
TOO_LONG = b"KL\x1c\x05\xa3`\x14\x8cX\x00\x00"
"""1,025 times `a`."""
BOMB = b"\xed\xc11\x01\x00\x00\x00\xc2\xa0\xf5Om\x08_\xa0" + bytes(1016) + b"\x3e\x03"
"""1,048,576 zeros."""


def test_a_piece_is_unpacked():
    assert PIECE_MAX == limits.INFLATE_MAX
    assert inflate(PACKED) == b"abcdefgh" * 3
    assert inflate(LONGEST) == b"a" * 1024


def test_what_is_no_whole_piece_is_refused():
    for end in range(len(PACKED)):
        raises(ValueError, inflate, PACKED[:end])
    for bad in (b"\xff\xff\xff", b"\x03\x00", bytes(range(200)), b"\x63\x00\x82\x00"):
        raises(ValueError, inflate, bad)


def test_a_piece_that_gets_too_long_is_refused():
    raises(ValueError, inflate, TOO_LONG)
    raises(ValueError, inflate, BOMB)
