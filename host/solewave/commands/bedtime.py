"""solewave bedtime: when the massager invites to a massage before bed."""

from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option, remedy_if_missing

if TYPE_CHECKING:
    from solewave.client import Client
    from solewave.settings import Settings

OFF = "off"
EXPLAINED = "It only invites: a press of its button starts, and without one nothing does."


@click.command()
@click.argument("time", metavar="[TIME|off]", required=False)
@click.option("--days", metavar="DAYS", help="Evenings: daily, mon-fri or mon,wed,sat-sun.")
@click.option("--routine", metavar="NAME", help="What a press starts; better-sleep unless given.")
@click.option("--pulse/--no-pulse", default=None, help="Nudge the feet softly when it invites.")
@port_option
@json_option
def command(
    time: str | None, days: str | None, routine: str | None, pulse: bool | None, as_json: bool
) -> None:
    """Set the bedtime before which the massager invites."""
    from solewave import device_clock, settings  # noqa: PLC0415

    asked = _asked(time, days, routine, pulse)
    with massager() as (client, _):
        before = settings.fetch(client)
        found, said = before, ""
        if time == OFF:
            found = settings.change(client, {"bedtime": None})
        elif asked:
            found = _set(client, before, asked)
            said = "set to this computer's"
        elif device_clock.is_wrong(client, before):
            device_clock.put_right(client)
            found = settings.fetch(client)
            said = f"{device_clock.off_text(before)}; set to this computer's now"
        said = said or device_clock.off_text(found)
        if as_json:
            console.data(_plain(found))
            return
    _show(found, said)


def _asked(
    time: str | None, days: str | None, routine: str | None, pulse: bool | None
) -> dict[str, Any]:
    """The parts of a bedtime that were given, by the keys of the setting. Raises UserError."""
    from solewave import bedtime  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.playable import valid_name  # noqa: PLC0415

    asked = {
        "at_min": bedtime.parse_time(time) if time not in (None, OFF) else None,
        "days": bedtime.parse_days(days) if days is not None else None,
        "routine": valid_name(routine) if routine is not None else None,
        "pulse": pulse,
    }
    given = {key: value for key, value in asked.items() if value is not None}
    if time == OFF and given:
        raise UserError("`off` takes no options", "Say `solewave bedtime off`.")
    return given


def _set(client: "Client", before: "Settings", asked: dict[str, Any]) -> "Settings":
    """Changes what was asked for; the rest of an earlier bedtime stays."""
    from dataclasses import asdict  # noqa: PLC0415

    from sole.core.settings import checked  # noqa: PLC0415

    from solewave import device_clock, settings  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415

    kept = asdict(before.bedtime) if before.bedtime else {}
    wanted = {**kept, **asked}
    if "at_min" not in wanted:
        raise UserError(
            "the massager has no bedtime yet", "Give one: `solewave bedtime 23:00` and options."
        )
    wanted = checked({"bedtime": wanted})
    name = wanted["bedtime"]["routine"]
    remedy = remedy_if_missing(client, name)
    if remedy:
        raise UserError(f"the massager has no pattern {name}", remedy)
    device_clock.put_right(client)
    return settings.change(client, wanted)


def _show(found: "Settings", clock_said: str) -> None:
    from solewave import bedtime, settings_text  # noqa: PLC0415

    console.say("{:<9} {}".format(*settings_text.lines(found)["bedtime"]), hang=10)
    if found.bedtime and found.clock:
        invites = bedtime.invitation_text(found.bedtime, found.clock, found.answered)
        console.say(f"invites   {invites}")
    now = f"{found.clock:%A %Y-%m-%d %H:%M:%S}, " if found.clock else ""
    console.say(f"clock     {now}{clock_said}")
    if found.bedtime:
        console.say(EXPLAINED, hang=0)
    for remark in settings_text.remarks(found):
        console.warn(remark)


def _plain(found: "Settings") -> dict[str, Any]:
    from solewave import bedtime, device_clock  # noqa: PLC0415
    from solewave.settings import plain  # noqa: PLC0415

    told = plain(found)
    invites = None
    if found.bedtime and found.clock:
        begin, end = bedtime.next_invitation(found.bedtime, found.clock, found.answered)
        invites = {"from": begin.isoformat(), "until": end.isoformat()}
    return {
        "bedtime": told["bedtime"],
        "clock": told["clock"],
        "clock_ahead_s": device_clock.ahead_s(found),
        "invites": invites,
        "stored": found.stored,
        "broken": found.broken,
    }
