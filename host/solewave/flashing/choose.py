"""What goes on a board besides MicroPython: which board file, and what was there before."""

from sole.core.frame import FrameError, unseal

from solewave import board, filesystem, firmware_files
from solewave.errors import UserError
from solewave.flashing.existing import Existing
from solewave.flashing.partitions import Partition
from solewave.visible import visible

SHOWN = 5
"""Files named in a question."""


def board_file(loaded: board.Board | None, existing: Existing, chip: str, title: str) -> bytes:
    """The compiled board file for a chip: the one named, else the one that the board has.

    Raises UserError for another chip's, and where there is neither: a guess could drive a
    wrong pin.
    """
    if loaded is not None:
        need_chip(loaded.chip, chip, title)
        return loaded.compiled()
    try:
        own = unseal(existing.board_file or b"")
    except FrameError:
        fitting = [name for name in board.names() if board.load(name).chip == chip]
        raise UserError(
            "nothing tells how this board is wired",
            f"Name it with --board: {', '.join(fitting) or 'a board file of your own'}.",
        ) from None
    need_chip(str(own.get("chip")), chip, title)
    return existing.board_file or b""


def need_chip(wanted: str, found: str, title: str) -> None:
    """Raises UserError if a board file for the chip `wanted` is not for `found`."""
    if wanted != found:
        raise UserError(
            f"the board file is for the chip {wanted}, this board has an {title}",
            "Name the board file that describes this massager, or another port.",
        )


def consent(existing: Existing, erase: bool) -> str:
    """The question to ask a person before anything that is not ours goes; "" if none is needed."""
    if erase:
        return ""
    if not existing.readable:
        return "The board has a file system that Solewave cannot read. Erase it?"
    if existing.others:
        shown = ", ".join(map(visible, existing.others[:SHOWN]))
        more = len(existing.others) - SHOWN
        shown += f" and {more} more" if more > 0 else ""
        return f"The board has files that are not Solewave's: {shown}. Erase them?"
    return ""


def file_system(place: Partition, compiled: bytes, existing: Existing, erase: bool) -> bytes:
    """The image of the board's file system: the firmware, and what is kept unless `erase`.

    Raises UserError if it does not fit.
    """
    kept = {} if erase else existing.kept
    return filesystem.build(place.size, {**firmware_files.files(compiled), **kept})
