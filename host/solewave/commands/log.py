"""solewave log: what was played, when, and how long motors and pad have run."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option, write_new

if TYPE_CHECKING:
    from solewave.usage import Hours, Session

BESIDE = len("2026-11-26 21:40    minutes  40.0 °C  host-lost")
"""Columns that a line of the table needs beside the routine's name."""


@click.command()
@click.option("--last", default=20, metavar="N", help="Sessions to show; 20 unless given.",
              type=click.IntRange(min=1))  # fmt: skip
@click.option("--calendar", is_flag=True, help="Show the minutes of each day of half a year.")
@click.option("--hours", "as_hours", is_flag=True, help="Show how long each part has run.")
@click.option(
    "--csv", "csv_file", metavar="FILE", help="Write all sessions as CSV; - prints them."
)
@port_option
@json_option
def command(
    last: int, calendar: bool, as_hours: bool, csv_file: str | None, as_json: bool
) -> None:
    """Show past sessions; hours of motors and pad."""
    from solewave import usage  # noqa: PLC0415

    _need_one(calendar=calendar, hours=as_hours, csv=csv_file is not None, json=as_json)
    with massager() as (client, info):
        sessions, hours = usage.sessions(client), usage.hours(client)
        names = usage.motor_names(info.get("zones") or [], len(hours.motors_s))
    if as_json:
        motors = [{"plays": name, "s": s} for name, s in zip(names, hours.motors_s, strict=True)]
        told = {"sessions": hours.sessions, "motors": motors, "pad_s": hours.pad_s}
        console.data({"sessions": [_plain(one) for one in sessions], "hours": told})
    elif csv_file is not None:
        _write_csv(sessions, csv_file)
    elif calendar:
        _show_calendar(sessions)
    elif as_hours:
        _show_hours(hours, names)
    else:
        _show_sessions(sessions[:last], len(sessions), hours)


def _need_one(**given: bool) -> None:
    """Raises UserError if more than one way to show the log was asked for."""
    from solewave.errors import UserError  # noqa: PLC0415

    asked = [f"--{name}" for name, is_given in given.items() if is_given]
    if len(asked) > 1:
        raise UserError(f"{' and '.join(asked)} exclude each other", "Give one of them.")


def _plain(one: "Session") -> dict[str, Any]:
    return {**asdict(one), "start": one.start.isoformat() if one.start else None}


def _write_csv(sessions: "list[Session]", csv_file: str) -> None:
    from pathlib import Path  # noqa: PLC0415

    from solewave.usage import as_csv  # noqa: PLC0415

    text = as_csv(sessions)
    if csv_file == "-":
        console.say(text.rstrip("\n"))
        return
    write_new(Path(csv_file), text.encode(), "Name another file, or - to print it.")
    console.say(f"Wrote {csv_file}, {len(sessions)} session{'s' * (len(sessions) != 1)}")


def _show_sessions(sessions: "list[Session]", kept: int, hours: "Hours") -> None:
    from solewave.live import celsius, clock  # noqa: PLC0415

    if not sessions:
        console.say("No session is on record yet: solewave play better-sleep")
        return
    console.table(
        ("WHEN", "ROUTINE", "MINUTES ", "PAD ", "ENDED"),
        [
            (
                f"{one.start:%Y-%m-%d %H:%M}" if one.start else "no clock",
                _cut(one.routine),
                clock(one.length_s * 1000),
                celsius(one.highest_cc),
                one.ended,
            )
            for one in sessions
        ],
    )
    if len(sessions) < kept:
        console.say(f"{len(sessions)} of {kept} that are kept; --last {kept} shows all.")
    console.say(f"{hours.sessions} in all, pad on for {_hours(hours.pad_s)} h; more: --hours")


def _hours(s: int) -> str:
    """Hours and minutes: `12:05`."""
    return f"{s // 3600}:{s // 60 % 60:02d}"


def _cut(name: str) -> str:
    """A name that leaves the rest of the line its room on a terminal; whole in a pipe."""
    room = max(8, console.columns() - BESIDE)
    return name if len(name) <= room or not console.is_terminal() else name[: room - 1] + "…"


def _show_hours(hours: "Hours", names: list[str]) -> None:
    rows = [(_hours(s), name) for s, name in zip(hours.motors_s, names, strict=True)]
    console.table(("HOURS ", "PART"), [*rows, (_hours(hours.pad_s), "pad")])
    console.say("A motor's data sheet tells its life; brushes wear out, and uneven hours show")
    console.say("which motor goes first.")


def _show_calendar(sessions: "list[Session]") -> None:
    from solewave import device_clock, week_map  # noqa: PLC0415

    today = device_clock.local_now().date()
    dated = [(one.start.date(), one.minutes) for one in sessions if one.start]
    ascii_only = console.is_plain()
    for row in week_map.week_map(week_map.by_day(dated), today, console.columns(), ascii_only):
        console.say(row)
    console.say(f"     {week_map.legend(ascii_only)}")
    undated = len(sessions) - len(dated)
    if undated:
        console.say(f"{undated} of {len(sessions)} sessions began with no clock; not shown.")
