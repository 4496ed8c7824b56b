"""Plays a pattern and prints what it gave, tick by tick, folded into CRCs.

Runs on every interpreter that is compared. Each line is a CRC-32 of the ten levels and
the heat target of 50 ticks; the last line tells the number of ticks, the CRC of all
that went before it, the last elapsed time and the state.
"""

from binascii import crc32

from sole.core.player import IDLE, Player

BLOCK_TICKS = 50
RECORD = 22
"""Bytes of one tick: ten levels and the heat target, two bytes each."""


def play(path, dt_ms, intensity_pct, tempo_pct, commands=()):
    """Prints the trace of the pattern at `path`.

    `commands` holds (tick, name of a method of Player, its arguments).
    """
    with open(path, "rb") as file:
        data = file.read()
    player = Player()
    player.load(data)
    player.start(intensity_pct, tempo_pct)
    block = bytearray(BLOCK_TICKS * RECORD)
    ticks = 0
    total = 0
    while player.state != IDLE:
        for tick, name, arguments in commands:
            if tick == ticks:
                getattr(player, name)(*arguments)
        player.step(dt_ms)
        record(player, block, ticks % BLOCK_TICKS * RECORD)
        ticks += 1
        if ticks % BLOCK_TICKS == 0:
            total = crc32(block, total)
            print("%08x" % crc32(block))
    print("%08x" % crc32(memoryview(block)[: ticks % BLOCK_TICKS * RECORD]))
    print("%d ticks, %08x, %d ms, state %d" % (ticks, total, player.elapsed_ms, player.state))


def record(player, block, at):
    """Puts one tick into `block`."""
    for level in player.levels:
        block[at] = level & 255
        block[at + 1] = level >> 8
        at += 2
    block[at] = player.heat_cc & 255
    block[at + 1] = player.heat_cc >> 8
