"""solewave play: a pattern on the massager, watched to its end."""

from typing import TYPE_CHECKING

import rich_click as click

from solewave.commands._shared import (
    intensity_option,
    json_option,
    massager,
    port_option,
    remedy_if_missing,
    tempo_option,
)

if TYPE_CHECKING:
    from solewave.client import Client
    from solewave.playable import Playable
    from solewave.session import MakeCompany, Summary


@click.command()
@click.argument("pattern", metavar="NAME|FILE")
@intensity_option
@tempo_option
@click.option(
    "--name", metavar="NAME", help="Name on the massager, for a FILE; its own unless given."
)
@click.option("--live", is_flag=True, help="Play each new version of FILE as it is saved.")
@port_option
@json_option
def command(
    pattern: str,
    intensity_pct: int | None,
    tempo_pct: int | None,
    name: str | None,
    live: bool,
    as_json: bool,
) -> None:
    """Play a pattern; a file is checked and uploaded first."""
    from solewave.session import report  # noqa: PLC0415

    given = {"intensity_pct": intensity_pct, "tempo_pct": tempo_pct}
    scales = {key: value for key, value in given.items() if value is not None}
    if live:
        summary = _compose(pattern, name, scales, as_json)
    else:
        summary = _play(pattern, name, scales, as_json)
    report(summary, as_json)


def _play(pattern: str, name: str | None, scales: dict[str, int], quiet: bool) -> "Summary":
    from solewave import device_clock, playable  # noqa: PLC0415
    from solewave.sending import put  # noqa: PLC0415

    chosen = _from_file(pattern, name)
    if chosen is None:
        playable.valid_name(pattern)
    with massager() as (client, info):
        device_clock.keep(client)
        if chosen is not None:
            put(client, info, chosen, quiet)
        else:
            chosen = _on_board(client, pattern)
        return _attached(client, chosen, scales, quiet)


def _compose(path: str, name: str | None, scales: dict[str, int], quiet: bool) -> "Summary":
    """Plays the file while it is written; nothing of it stays on the massager."""
    from solewave import composing, device_clock, playable  # noqa: PLC0415
    from solewave.sending import put  # noqa: PLC0415

    composing.check(path, name)
    file = composing.SavedFile(path)
    chosen = playable.load(path, None)
    with massager() as (client, info):
        device_clock.keep(client)
        put(client, info, chosen, quiet, keep=False)
        return _attached(
            client,
            chosen,
            scales,
            quiet,
            lambda attachment: composing.Composer(attachment, file, chosen, info),
        )


def _attached(
    client: "Client",
    chosen: "Playable",
    scales: dict[str, int],
    quiet: bool,
    company: "MakeCompany | None" = None,
) -> "Summary":
    from solewave.session import attach  # noqa: PLC0415

    return attach(
        client,
        chosen.title or chosen.name,
        chosen.note,
        lambda: client.start("play", name=chosen.name, **scales),
        quiet,
        company,
    )


def _from_file(pattern: str, name: str | None) -> "Playable | None":
    from solewave import playable  # noqa: PLC0415

    return playable.load(pattern, name) if name or playable.is_file(pattern) else None


def _on_board(client: "Client", name: str) -> "Playable":
    """The pattern as the massager has it, with what to do where it has none."""
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.upload import fetch_playable  # noqa: PLC0415

    try:
        return fetch_playable(client, name)
    except UserError as error:
        if error.code != "no-pattern":
            raise
        remedy = remedy_if_missing(client, name) or ""
        raise UserError(f"the massager has no pattern {name}", remedy) from None
