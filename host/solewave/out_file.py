"""A file that a command was asked to write."""

from pathlib import Path

from solewave.errors import UserError


def check_writable(path: Path) -> None:
    """Raises UserError if there is no folder to write to, before anything is done for nothing."""
    if path.is_dir():
        raise UserError(f"{path} is a directory", "Name a file in it.")
    if not path.parent.is_dir():
        raise UserError(f"there is no directory {path.parent}", "Make it, or name another.")


def write(path: Path, data: bytes) -> None:
    """The file at once and whole. Raises UserError if it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        remedy = "Name another file with -o."
        raise UserError(f"{path} cannot be written: {error.strerror}", remedy) from None
