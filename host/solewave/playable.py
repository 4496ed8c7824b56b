"""A pattern to upload: from TOML, from a compiled file, or one that is shipped."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sole.core import pattern as compiled
from sole.core.names import name_is_good

from solewave.errors import UserError

if TYPE_CHECKING:
    from solewave.board import Board
    from solewave.problems import Problem

NAME_RULE = "A name has 1 to 32 characters a-z 0-9 - and begins with a letter or digit."


@dataclass(frozen=True)
class Playable:
    """A compiled pattern that passed the device's own check, and the name it goes by."""

    name: str
    data: bytes
    title: str
    duration_ms: int
    sections: tuple[str, ...]
    warnings: "list[Problem]" = field(default_factory=list)

    @property
    def note(self) -> str:
        """What the author asks the person to be told at the end; "" if nothing."""
        return str(compiled.note(self.data))


def load(path: str, name: str | None = None, board: "Board | None" = None) -> Playable:
    """Reads, checks and compiles `path` (.toml or .sole), or the shipped routine of that name.

    With a `board` the warnings are those that hold on it; a .sole file cannot tell.
    Raises BadInput with all problems of a TOML file, UserError for anything else.
    """
    file = existing(path)
    name = valid_name(name) if name else _name_of(file)
    if file.suffix == ".sole":
        made_before = of_bytes(name, _read(file), str(file))
        return made_before if board is None else replace(made_before, warnings=[_blind(file)])
    from solewave import pattern  # noqa: PLC0415  (needs msgspec and a TOML parser)

    made = pattern.load(file)
    warnings = made.warnings
    if board is not None:
        warnings = pattern.warnings_for(made, board.served, board.spin_up_ms, board.heat_max_cc)
    return Playable(name, made.data, made.title, made.duration_ms, _sections(made.data), warnings)


def _name_of(file: Path) -> str:
    """What a pattern is called by its file. Raises UserError if that cannot be a name."""
    name = slug(file.stem)
    if not name_is_good(name):
        remedy = (
            f"{NAME_RULE} Rename the file, or upload it with --name; its title may be anything."
        )
        raise UserError(f"{file}: a pattern cannot be named after this file", remedy)
    return name


def _blind(file: Path) -> "Problem":
    from solewave.problems import Problem  # noqa: PLC0415  (needs msgspec)

    what = "a compiled pattern is not compared with the board"
    return Problem(str(file), 0, "", what, "Check its .toml file.", "warning")


def of_bytes(name: str, data: bytes, where: str) -> Playable:
    """A Playable of compiled bytes. Raises UserError, naming `where`, if they are damaged."""
    try:
        compiled.check(data)
    except compiled.PatternError as error:
        raise UserError(
            f"{where}: not a pattern that a massager plays: {error.say} (pattern-{error.code})",
            "Compile it again from its .toml file.",
        ) from None
    return Playable(name, data, compiled.title(data), compiled.duration_ms(data), _sections(data))


def is_file(text: str) -> bool:
    """Whether a person who writes `text` means a file, not a pattern on the massager."""
    return text.endswith((".toml", ".sole")) or "/" in text or "\\" in text


def existing(path: str) -> Path:
    """The file of that path, or the shipped routine of that name. Raises UserError."""
    if not path:
        raise UserError("the name of the file is empty", "Name a .toml or .sole file.")
    file = Path(path)
    if file.exists() and not file.is_dir():  # a pipe too: solewave check <(make-pattern)
        return file
    routine = None if is_file(path) else shipped(path)
    if routine:
        return routine
    if file.is_dir():
        raise UserError(f"{path} is a directory", "Name a .toml or .sole file in it.")
    raise UserError(f"there is no file {path}", _meant(path))


def _meant(path: str) -> str:
    """What to do about a file that is not there: the nearest that is, or how to get one."""
    if not is_file(path):
        from solewave.problems import nearest  # noqa: PLC0415
        from solewave.shipped import path as folder  # noqa: PLC0415

        if Path(f"{path}.toml").is_file():
            return f"Did you mean {path}.toml?"
        routines = sorted(file.stem for file in folder("routines").glob("*.toml"))
        close = nearest(path, routines)
        meant = f"Did you mean {close}? " if close else ""
        return f"{meant}Without a suffix it names a shipped routine: {', '.join(routines)}."
    return "Check the name and the directory; `solewave new NAME` writes a pattern to begin with."


def shipped(name: str) -> Path | None:
    """The shipped routine of that name, or None."""
    from solewave.shipped import path  # noqa: PLC0415

    file = path("routines") / f"{name}.toml"
    return file if name_is_good(name) and file.is_file() else None


def valid_name(name: str) -> str:
    """`name` itself. Raises UserError if the device would refuse it."""
    if not name_is_good(name):
        raise UserError(f'"{name}" cannot be a pattern\'s name', NAME_RULE)
    return name


def where_to_get(name: str, names: list[str]) -> str:
    """What to do about a pattern that the massager, which has `names`, does not have."""
    from solewave.problems import nearest  # noqa: PLC0415

    if shipped(name):
        return f"It is one of the shipped routines: `solewave upload {name}` brings it there."
    if Path(f"{name}.toml").is_file():
        return f"{name}.toml lies here: `solewave upload {name}.toml` brings it there."
    close = nearest(name, names)
    meant = f"Did you mean {close}? " if close else ""
    return f"{meant}It has: {', '.join(names) or 'none yet'}."


def slug(stem: str) -> str:
    """The name on the massager that a file's name stands for; it may still be no valid one.

    Accents go (`Fußbad für Zoë` is `fussbad-fur-zoe`), and whatever else a name cannot have
    becomes a dash.
    """
    letters = unicodedata.normalize("NFKD", stem.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _sections(data: bytes) -> tuple[str, ...]:
    return tuple(compiled.section_name(data, index) for index in range(data[15]))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from None
