"""solewave check: all problems of pattern files."""

from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option
from solewave.errors import DONE, USER, SolewaveError

if TYPE_CHECKING:
    from solewave.board import Board
    from solewave.playable import Playable
    from solewave.problems import Problem


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|ROUTINE...")
@click.option(
    "--board",
    "board_name",
    metavar="BOARD",
    help="Board file or name: warn of what plays differently on it.",
)
@json_option
def command(files: tuple[str, ...], board_name: str | None, as_json: bool) -> int:
    """Check pattern files and say all that is wrong."""
    board = _board(board_name, quiet=as_json) if board_name else None
    results = [_check(file, board, quiet=as_json) for file in files]
    if as_json:
        console.data(results)
    return DONE if all(result["ok"] for result in results) else USER


def _board(name: str, quiet: bool) -> "Board":
    """The board, after its own warnings. Raises BadInput."""
    from solewave import board  # noqa: PLC0415

    loaded = board.load(name)
    for warning in () if quiet else loaded.warnings:
        console.warn(str(warning))
    return loaded


def _check(file: str, board: "Board | None", quiet: bool) -> dict[str, Any]:
    from solewave import playable  # noqa: PLC0415

    try:
        pattern = playable.load(file, board=board)
    except SolewaveError as error:
        if not quiet:
            console.failed(error)
        return {"file": file, "ok": False, "problems": _reported(error)}
    if not quiet:
        _summary(file, pattern)
    return {"file": file, "ok": True, **_facts(pattern), **_board_facts(board)}


def _reported(error: SolewaveError) -> list[dict[str, Any]]:
    problems = getattr(error, "problems", None)
    if problems is None:
        return [{"what": error.message, "remedy": error.remedy, "severity": "error"}]
    return [_plain(problem) for problem in problems]


def _plain(problem: "Problem") -> dict[str, Any]:
    import msgspec  # noqa: PLC0415

    return msgspec.structs.asdict(problem)


def _facts(pattern: "Playable") -> dict[str, Any]:
    return {
        "name": pattern.name,
        "title": pattern.title,
        "duration_ms": pattern.duration_ms,
        "size": len(pattern.data),
        "sections": list(pattern.sections),
        "problems": [_plain(warning) for warning in pattern.warnings],
    }


def _board_facts(board: "Board | None") -> dict[str, Any]:
    if board is None:
        return {}
    return {"board": {"name": board.name, "problems": [_plain(one) for one in board.warnings]}}


def _summary(file: str, pattern: "Playable") -> None:
    from solewave.live import clock  # noqa: PLC0415

    for warning in pattern.warnings:
        console.warn(str(warning))
    count = len(pattern.sections)
    sections = f"{count} section{'s' if count != 1 else ''}"
    console.say(
        f"{file}: good: {pattern.title or pattern.name}, {clock(pattern.duration_ms)} min, "
        f"{sections} ({', '.join(pattern.sections)}), {len(pattern.data)} bytes",
        hang=2,
    )
