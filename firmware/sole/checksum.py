"""CRC-32 of a file, in small pieces: a heap in use has no room for a whole one."""

from binascii import crc32

PIECE = 512


def file_crc(path):
    """CRC-32 of the file at `path`, a number. Raises OSError."""
    crc = 0
    piece = bytearray(PIECE)
    view = memoryview(piece)
    with open(path, "rb") as file:
        count = file.readinto(piece)
        while count:
            crc = crc32(view[:count], crc)
            count = file.readinto(piece)
    return crc
