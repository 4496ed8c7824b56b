"""solewave simulate: a session on a model of the massager, in seconds, with faults at will."""

from typing import TYPE_CHECKING

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option

if TYPE_CHECKING:
    from solewave.simulate.session import Moment, Report


@click.command()
@click.argument("pattern", metavar="ROUTINE|FILE")
@click.option("--board", "board_name", metavar="BOARD", help="Board file, or the name of one.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT[@TIME]",
    help="Break something, such as heater-stuck-on@5min. Can be given more than once.",
)
@json_option
def command(pattern: str, board_name: str | None, faults: tuple[str, ...], as_json: bool) -> None:
    """Play a pattern on a model, with faults; tell what happens."""
    from solewave import board, connect, playable  # noqa: PLC0415
    from solewave.simulate.faults import parse  # noqa: PLC0415
    from solewave.simulate.session import simulate  # noqa: PLC0415

    injections = [parse(text) for text in faults]
    chosen = playable.load(pattern)
    report = simulate(chosen, board.load(board_name or connect.BOARD_DEFAULT), injections)
    if as_json:
        import msgspec  # noqa: PLC0415

        console.data(msgspec.to_builtins(report))
    else:
        _show(report, chosen.title or chosen.name)


def _show(report: "Report", title: str) -> None:
    console.say(f"{title} on {report.board}, simulated under {report.interpreter}")
    console.say()
    for name, text in _rows(report):
        if text:
            console.say(f"{name:9}  {text}")


def _rows(report: "Report") -> list[tuple[str, str]]:
    from solewave.live import clock  # noqa: PLC0415

    return [
        ("session", _session(report)),
        ("fault", _moments(report.faults)),
        ("latched", _moments(report.latched) or "nothing"),
        ("reset", _moments(report.resets)),
        ("heat", _heat(report)),
        ("highest", f"pad {report.pad_peak_c:.1f} C, skin {report.skin_peak_c:.1f} C"),
        (
            "over 40 C",
            f"pad {clock(report.pad_above_40_ms)}, skin {clock(report.skin_above_40_ms)}",
        ),
        (
            "over 43 C",
            f"pad {clock(report.pad_above_43_ms)}, skin {clock(report.skin_above_43_ms)}",
        ),
    ]


def _session(report: "Report") -> str:
    from solewave.live import clock  # noqa: PLC0415

    if report.refused is not None:
        return f"refused: {report.refused}"
    ended = report.ended or "cut off"
    return f"{clock(report.session_ms)} of {clock(report.duration_ms)} min, ended: {ended}"


def _heat(report: "Report") -> str:
    from solewave.live import clock  # noqa: PLC0415

    if report.heating:
        return "GOES ON: unplug it"
    if report.heat_ended_ms is None:
        return "none"
    fuse = ", by the thermal fuse" if report.fuse_open else ""
    return f"on for {clock(report.heat_on_ms)}, last at {clock(report.heat_ended_ms)}{fuse}"


def _moments(moments: "list[Moment]") -> str:
    from solewave.live import clock  # noqa: PLC0415

    return ", ".join(f"{one.what} at {clock(max(one.at_ms, 0))}" for one in moments)
