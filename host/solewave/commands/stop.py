"""solewave stop."""

import rich_click as click

from solewave import console
from solewave.commands._shared import massager, port_option


@click.command()
@port_option
def command() -> None:
    """Stop the session softly."""
    with massager() as (client, _):
        client.ask("stop")
    console.say("Stopping")
