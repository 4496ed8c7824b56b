"""solewave pause."""

import rich_click as click

from solewave import console
from solewave.commands._shared import massager, port_option


@click.command()
@port_option
def command() -> None:
    """Pause the session; heat goes off."""
    with massager(brief=True) as (client, _):
        client.ask("pause")
    console.say("Paused; go on with: solewave resume")
