"""solewave list: the patterns on the massager."""

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option


@click.command()
@port_option
@json_option
def command(as_json: bool) -> None:
    """List the patterns on the massager."""
    from solewave.client import patterns  # noqa: PLC0415
    from solewave.live import clock  # noqa: PLC0415

    with massager(brief=True) as (client, _):
        found, free = patterns(client)
    if as_json:
        console.data({"patterns": found, "free": free})
        return
    if found:
        console.table(
            ("NAME", "MINUTES ", "BYTES ", "TITLE"),
            [
                (one["name"], clock(one["duration_ms"]), str(one["size"]), one["title"] or "")
                for one in found
            ],
        )
    else:
        console.say("No patterns yet: solewave upload FILE.toml")
    console.say(f"{free} bytes free")
