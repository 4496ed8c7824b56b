"""solewave resume: goes on with a paused session, watched to its end."""

import rich_click as click

from solewave.commands._shared import json_option, massager, port_option


@click.command()
@port_option
@json_option
def command(as_json: bool) -> None:
    """Go on with a paused session and watch it."""
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.session import attach, report  # noqa: PLC0415
    from solewave.upload import fetch_playable  # noqa: PLC0415

    with massager() as (client, _):
        name = client.ask("status")["name"]
        if not name:
            raise UserError("nothing is paused", "Start a session with `solewave play`.")
        pattern = fetch_playable(client, name)
        title = pattern.title or name
        summary = attach(
            client, title, pattern.note, lambda: client.start("resume"), quiet=as_json
        )
    report(summary, as_json)
