"""solewave stop."""

import rich_click as click

from solewave import console
from solewave.commands._shared import massager, port_option


@click.command()
@click.option("--now", is_flag=True, help="At once, without the fade.")
@port_option
def command(now: bool) -> None:
    """Stop the session softly, or at once."""
    with massager(brief=True) as (client, _):
        if now:
            client.ask("stop", now=True)
        else:
            client.ask("stop")
    console.say("Stopped" if now else "Stopping")
