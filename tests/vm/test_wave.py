"""Waveforms: right to the rounding, and inside a small int of 31 bits."""

from math import cos, pi

from common import heap_lock, heap_unlock
from sole.core.wave import EASE, between

WASM = ("test_between_stays_in_small_ints",)

WHOLES = (1, 2, 127, 128, 32766, 32767, 32768, 32769, 65535, 65536, 1000000, 3599999, 3600000)
SPANS = ((0, 32767), (32767, 0), (32767, 32767), (3000, 4200), (0, 1))


def test_between_stays_in_small_ints():
    heap_lock()
    for start, end in SPANS:
        for whole in WHOLES:
            between(start, end, 0, whole)
            between(start, end, whole >> 1, whole)
            between(start, end, whole - 1, whole)
            between(start, end, whole, whole)
    heap_unlock()
    assert between(0, 32767, 32767, 32767) == 32767


def test_between_is_a_straight_line():
    for start, end in SPANS:
        for whole in WHOLES:
            for step in range(17):
                part = whole * step // 16
                exact = start + (end - start) * part / whole
                coarse = abs(end - start) * 128 / whole if whole >= 32768 else 0
                assert abs(between(start, end, part, whole) - exact) <= 1 + coarse, (whole, part)


def test_between_begins_and_ends_exactly():
    for start, end in SPANS:
        for whole in WHOLES:
            assert between(start, end, 0, whole) == start
            assert between(start, end, whole, whole) == end


def test_the_ease_table_is_a_raised_cosine():
    assert len(EASE) == 256
    assert EASE[0] == 0
    assert EASE[255] == 32767
    for index in range(256):
        exact = 32767 * (1 - cos(pi * index / 255)) / 2
        assert abs(EASE[index] - exact) < 0.51
