"""Waveforms in integers: a phase of 0..16383 gives a level of 0..32767 (Q15).

No intermediate exceeds 2^30, the largest small int of a 32-bit MicroPython.
"""

from array import array


def _raised_cosine():
    """(1 - cos(pi x)) / 2 at 256 points, Q15, by cos(n + 1) = 2 cos(1) cos(n) - cos(n - 1).

    Integers of 48 fractional bits, so that every interpreter gets the same table.
    """
    one = 1 << 48
    step = 281453615606995  # cos(pi / 255), 48 fractional bits
    before, now = step, one
    table = array("H")
    for _ in range(256):
        table.append(((one - now) * 32767 // 2 + (one >> 1)) // one)
        before, now = now, (2 * step * now >> 48) - before
    return table


EASE = _raised_cosine()


def between(start, end, part, whole):
    """`start` + (`end` - `start`) * `part` / `whole`, for levels of Q15 and times up to an hour.

    `part` must lie in 0..`whole`. Times past 32 s are taken in steps of 128 ms so that
    the product stays below 2^30; that is finer than any level can show.
    """
    if whole >= 32768:
        whole >>= 7
        part >>= 7
        if part > whole:
            part = whole
    return start + (end - start) * part // whole
