"""solewave simulate: a session on a model of the massager, in seconds, with faults at will."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from solewave import console
from solewave.commands._shared import intensity_option, json_option, tempo_option
from solewave.errors import UserError
from solewave.number_range import Number

if TYPE_CHECKING:
    from solewave.board import Board
    from solewave.playable import Playable
    from solewave.simulate.faults import Injection
    from solewave.simulate.report import Report
    from solewave.simulate.session import Wishes

ROOM_MIN_C, ROOM_MAX_C = 5, 40
"""What a board file's model may say of its room."""


@click.command()
@click.argument("pattern", metavar="FILE|ROUTINE")
@click.option(
    "--board",
    "board_names",
    multiple=True,
    metavar="BOARD",
    help="Board file, or the name of one. Several are compared.",
)
@click.option(
    "--compare", "others", multiple=True, metavar="FILE|ROUTINE", help="Another pattern beside it."
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT[@TIME]",
    help="Break something, such as heater-stuck-on@5min. Can be given more than once.",
)
@intensity_option
@tempo_option
@click.option(
    "--room",
    "room_c",
    type=Number(ROOM_MIN_C, ROOM_MAX_C),
    metavar="CELSIUS",
    help="Temperature of the room, and of the pad at the start.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what happened, ten rows a second, to a .csv or .parquet file.",
)
@json_option
def command(
    pattern: str,
    board_names: tuple[str, ...],
    others: tuple[str, ...],
    faults: tuple[str, ...],
    intensity_pct: int | None,
    tempo_pct: int | None,
    room_c: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Play a pattern on a model, with faults; tell what happens."""
    from solewave import board, connect, playable  # noqa: PLC0415
    from solewave.simulate.faults import parse  # noqa: PLC0415
    from solewave.simulate.session import Wishes  # noqa: PLC0415

    _check_out(out, len(board_names) > 1 or bool(others))
    injections = [parse(text) for text in faults]
    patterns = [playable.load(one) for one in (pattern, *others)]
    boards = [board.load(name) for name in board_names or (connect.BOARD_DEFAULT,)]
    wishes = Wishes(intensity_pct or 100, tempo_pct or 100, room_c)
    rows = None if out is None else bytearray()
    reports = _simulate(patterns, boards, injections, wishes, rows)
    if out is not None and rows is not None:
        _write(out, bytes(rows), boards[0], patterns[0])
    _tell(reports, patterns[0].title or patterns[0].name, out, as_json)


def _check_out(out: Path | None, several: bool) -> None:
    """Raises UserError, before anything is simulated, if no trace can be written."""
    if out is None:
        return
    from solewave.simulate import trace_file  # noqa: PLC0415

    if several:
        remedy = "Leave --compare out and name one --board."
        raise UserError("-o writes the trace of one simulation, not of several", remedy)
    trace_file.check(out)


def _simulate(
    patterns: "Sequence[Playable]",
    boards: "Sequence[Board]",
    injections: "Sequence[Injection]",
    wishes: "Wishes",
    rows: bytearray | None,
) -> "list[Report]":
    """Each pattern on each board, in this order."""
    from solewave.simulate.faults import check  # noqa: PLC0415
    from solewave.simulate.session import planned_ms, simulate  # noqa: PLC0415

    watched_ms = min(planned_ms(pattern) for pattern in patterns)
    for board in boards:
        for injection in injections:
            check(injection, board, watched_ms)
    whole_ms = sum(planned_ms(pattern) for pattern in patterns) * len(boards)
    done_ms = 0
    with console.steps("simulating") as drawn:

        def advance(ms: int) -> None:
            nonlocal done_ms
            done_ms += ms
            drawn(min(done_ms, whole_ms), whole_ms)

        return [
            simulate(pattern, board, injections, wishes=wishes, rows=rows, advance=advance)
            for pattern in patterns
            for board in boards
        ]


def _write(out: Path, packed: bytes, board: "Board", pattern: "Playable") -> None:
    from solewave.simulate import trace, trace_file  # noqa: PLC0415

    trace_file.write(out, trace.columns(packed, board.served, pattern.sections))


def _tell(reports: "list[Report]", title: str, out: Path | None, as_json: bool) -> None:
    if as_json:
        import msgspec  # noqa: PLC0415

        found = msgspec.to_builtins(reports)
        written = {} if out is None else {"written": str(out)}
        console.data({**found[0], **written} if len(found) == 1 else found)
    elif len(reports) == 1:
        _show(reports[0], title, out)
    else:
        _show_together(reports)


def _show(report: "Report", title: str, out: Path | None) -> None:
    from solewave.simulate import summary  # noqa: PLC0415

    console.say(f"{title} on {report.board}, simulated under {report.interpreter}")
    console.say()
    for name, text in summary.rows(report):
        console.say(f"{name:10}  {text}", hang=12)
    console.say()
    console.say(report.verdict, hang=0)
    if out is not None:
        console.say(f"The trace is in {out}.")


def _show_together(reports: "list[Report]") -> None:
    from solewave.simulate import comparison  # noqa: PLC0415

    names = comparison.headings(reports)
    console.table(names, comparison.rows(reports))
    console.say()
    for name, report in zip(names[1:], reports, strict=True):
        console.say(f"{name}: {report.verdict}", hang=2)
