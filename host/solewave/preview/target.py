"""Where a preview goes: which kinds of file can be drawn."""

from pathlib import Path

from solewave.errors import UserError

PICTURES = ("png", "svg", "pdf")
MOVIES = ("gif", "mp4")


def kind_of(path: Path) -> str:
    """The kind of file that a path's suffix asks for. Raises UserError for any other."""
    kind = path.suffix.lower().removeprefix(".")
    if kind in PICTURES + MOVIES:
        return kind
    what = f'"{path.suffix}" is no kind of picture' if kind else "the name has no suffix"
    allowed = " ".join(f".{one}" for one in PICTURES + MOVIES)
    raise UserError(f"{path}: {what}", f"Allowed: {allowed}.")
