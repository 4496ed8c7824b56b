"""solewave play: a pattern on the massager, watched to its end."""

from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave.commands._shared import (
    intensity_option,
    json_option,
    massager,
    port_option,
    tempo_option,
)

if TYPE_CHECKING:
    from solewave.client import Client
    from solewave.playable import Playable


@click.command()
@click.argument("pattern", metavar="NAME|FILE")
@intensity_option
@tempo_option
@click.option("--name", help="Name on the massager, for a FILE; its own unless given.")
@port_option
@json_option
def command(
    pattern: str, intensity_pct: int, tempo_pct: int, name: str | None, as_json: bool
) -> None:
    """Play a pattern; a file is checked and uploaded first."""
    from solewave import playable  # noqa: PLC0415
    from solewave.sending import put  # noqa: PLC0415
    from solewave.session import attach, report  # noqa: PLC0415

    chosen = _from_file(pattern, name)
    if chosen is None:
        playable.valid_name(pattern)
    with massager() as (client, info):
        if chosen is not None:
            put(client, info, chosen, quiet=as_json)
        else:
            chosen = _on_board(client, pattern)
        request: dict[str, Any] = {
            "name": chosen.name,
            "intensity_pct": intensity_pct,
            "tempo_pct": tempo_pct,
        }
        summary = attach(
            client,
            chosen.title or chosen.name,
            chosen.note,
            lambda: client.start("play", **request),
            quiet=as_json,
        )
    report(summary, as_json)


def _from_file(pattern: str, name: str | None) -> "Playable | None":
    from solewave import playable  # noqa: PLC0415

    return playable.load(pattern, name) if name or playable.is_file(pattern) else None


def _on_board(client: "Client", name: str) -> "Playable":
    """The pattern as the massager has it, for its title and note."""
    from solewave import playable  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.upload import fetch  # noqa: PLC0415

    try:
        return playable.of_bytes(name, fetch(client, name), name)
    except UserError as error:
        if error.code != "no-pattern":
            raise
        raise UserError(
            f"the massager has no pattern {name}", _where_to_get(client, name)
        ) from None


def _where_to_get(client: "Client", name: str) -> str:
    from solewave import playable  # noqa: PLC0415
    from solewave.client import patterns  # noqa: PLC0415
    from solewave.problems import nearest  # noqa: PLC0415

    if playable.shipped(name):
        return f"It is one of the shipped routines: `solewave upload {name}` brings it there."
    names: list[Any] = [one["name"] for one in patterns(client)[0]]
    close = nearest(name, names)
    meant = f"Did you mean {close}? " if close else ""
    return f"{meant}It has: {', '.join(names) or 'none yet'}."
