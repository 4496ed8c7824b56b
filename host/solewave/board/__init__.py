"""Board files: what a massager is built of, checked against its chip, compiled for the device."""

from solewave.board.load import Board, check, load, names

__all__ = ["Board", "check", "load", "names"]
