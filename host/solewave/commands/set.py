"""solewave set: what the massager keeps when no computer is attached."""

from typing import Any

import rich_click as click
from sole.core import limits
from sole.core import settings as rules

from solewave import console, number_range
from solewave.commands._shared import (
    intensity_option,
    json_option,
    massager,
    port_option,
    remedy_if_missing,
    tempo_option,
)


def _hundredths(_ctx: click.Context, _param: click.Parameter, value: float | None) -> int | None:
    """`40.5` is 4050."""
    return None if value is None else round(value * 100)


@click.command()
@intensity_option
@tempo_option
@click.option(
    "--heat-limit",
    "heat_limit_cc",
    type=number_range.Number(limits.HEAT_TARGET_MIN_CC / 100, limits.HEAT_TARGET_MAX_CC / 100),
    callback=_hundredths,
    metavar="CELSIUS",
    help="The warmest that the pad may get, whatever a pattern asks.",
)
@click.option("--favorite", metavar="NAME", help="The pattern that the button starts.")
@click.option("--no-favorite", is_flag=True, help="The button starts what was played last.")
@click.option(
    "--volume",
    "volume_pct",
    type=click.IntRange(0, rules.VOLUME_MAX_PCT),
    metavar="PERCENT",
    help="Loudness of the buzzer; 0 is silent.",
)
@port_option
@json_option
def command(no_favorite: bool, as_json: bool, **options: Any) -> None:
    """Show or change what the massager keeps without a computer."""
    from solewave import settings, settings_text  # noqa: PLC0415

    changes = _changes(no_favorite, options)
    with massager() as (client, _):
        name = changes.get("favorite")
        remedy = remedy_if_missing(client, name) if name else None
        found = settings.change(client, changes) if changes else settings.fetch(client)
    if remedy:
        console.warn(f"warning: the massager has no pattern {name} yet. {remedy}")
    if as_json:
        console.data(settings.plain(found))
        return
    for key, line in settings_text.lines(found).items():
        if not changes or key in changes:
            console.say("{:<11} {}".format(*line), hang=12)
    if changes and found.stored:
        console.say("Stored.")
    for remark in settings_text.remarks(found):
        console.warn(remark)


def _changes(no_favorite: bool, options: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, checked as the massager will. Raises UserError."""
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.playable import valid_name  # noqa: PLC0415

    changes = {key: value for key, value in options.items() if value is not None}
    if no_favorite:
        if "favorite" in changes:
            raise UserError("--favorite and --no-favorite exclude each other", "Give one of them.")
        changes["favorite"] = None
    elif "favorite" in changes:
        valid_name(changes["favorite"])
    checked: dict[str, Any] = rules.checked(changes)
    return checked
