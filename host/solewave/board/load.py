"""From a board file, or the name of a shipped one, to a checked Board."""

from pathlib import Path
from typing import Any

from sole.core import zones

from solewave import shipped, tomlsource
from solewave.board import checks, chip, compiled
from solewave.board.model import BoardFile, Indicator, Limits, Motor
from solewave.board.reading import PinUse, Reader
from solewave.problems import BadInput, KeyPath, Problem, Problems, allowed_words
from solewave.tomlsource import Source

_OWN_TO_A_MOTOR = ("zone", "pins")


class Board(BoardFile, frozen=True, kw_only=True):
    """A board that passed all checks. `warnings` are what a person should still know of it."""

    warnings: tuple[Problem, ...] = ()

    def compiled(self) -> bytes:
        """What the device reads as its board file (docs/board-format.md)."""
        return compiled.compile_board(self)


def names() -> list[str]:
    """The boards that come with Solewave, sorted."""
    return sorted(path.stem for path in shipped.path("boards").glob("*.toml"))


def load(path_or_name: str | Path) -> Board:
    """Reads and checks a board file, or the shipped board of that name.

    Whatever ends in .toml or names a directory is a path. Raises BadInput with all
    problems of the file, or if there is no such board.
    """
    return check(tomlsource.read(_path(str(path_or_name))))


def check(source: Source) -> Board:
    """Checks a board file that was read. Raises BadInput with all its problems."""
    problems = Problems(source.file, source.line)
    if "section" in source.data and "chip" not in source.data:
        remedy = "Name a board file; `solewave boards new NAME` drafts one."
        problems.error(("section",), "this is a pattern, no board file", remedy)
        problems.raise_if_errors()
    reader = Reader(problems)
    placed = _motors(source.data, reader)
    values = reader.values(source.data, BoardFile, (), skip=("motor", "motors"))
    values["motors"] = tuple(motor for _, motor in placed)
    reader.need(BoardFile, source.data, ())
    checks.buttons(source.data.get("buttons"), problems)
    _check_across(values, placed, reader)
    problems.raise_if_errors()
    return Board(**values, warnings=tuple(problems.warnings))


def _motors(data: dict[str, Any], reader: Reader) -> list[tuple[KeyPath, Motor]]:
    """The motors, each with what [motor] says of all of them."""
    shared = data.get("motor", {})
    given: dict[str, Any] = {}
    if isinstance(shared, dict):
        given = dict.fromkeys(shared)
        given |= reader.values(shared, Motor, ("motor",), hidden=_OWN_TO_A_MOTOR)
    else:
        reader.problems.error(("motor",), "must be a table", "Write its keys under [motor].")
    placed = reader.items(data.get("motors", []), Motor, ("motors",), given)
    if len(placed) > zones.COUNT:
        what = f"{len(placed)} motors"
        reader.problems.error(("motors",), what, f"Allowed: 0 to {zones.COUNT}, one a zone.")
    return placed


def _check_across(
    values: dict[str, Any], placed: list[tuple[KeyPath, Motor]], reader: Reader
) -> None:
    problems, heater = reader.problems, values.get("heater")
    checks.motors(placed, reader.unread, problems)
    checks.limits(values.get("limits", Limits()), problems)
    lamp = values.get("indicator")
    if lamp:
        checks.indicator(lamp, problems)
    if "supply" in values:
        checks.currents(values["supply"], heater, placed, problems)
    facts = _chip(values, problems)
    if facts:
        checks.labels(values.get("labels", {}), facts, problems)
        checks.pins(_pins(reader, lamp), facts, problems, values.get("psram"))
    if facts and heater:
        checks.heater(heater, facts, problems)


def _pins(reader: Reader, lamp: Indicator | None) -> list[PinUse]:
    """Every pin named, with its role; the lamp's takes a PWM channel only if it is dimmed."""
    if lamp and lamp.kind == "led":
        return reader.pins
    return [
        use._replace(role="output") if use.path[0] == "indicator" else use for use in reader.pins
    ]


def _chip(values: dict[str, Any], problems: Problems) -> chip.Chip | None:
    name = values.get("chip")
    if name is None or name in chip.names():
        return chip.load(name) if name else None
    problems.error(
        ("chip",), f'"{name}" is not a chip Solewave knows', allowed_words(name, chip.names())
    )
    return None


def _path(path_or_name: str) -> Path:
    path = Path(path_or_name)
    if path.suffix == ".toml" or path.name != path_or_name:
        return path
    if path_or_name in names():
        return shipped.path("boards") / f"{path_or_name}.toml"
    remedy = f"{allowed_words(path_or_name, names())} Or name a .toml file."
    if Path(f"{path_or_name}.toml").is_file():
        remedy = f"Did you mean {path_or_name}.toml?"
    raise BadInput(
        [Problem(path_or_name, 0, "", "no board of this name comes with Solewave", remedy)]
    )
