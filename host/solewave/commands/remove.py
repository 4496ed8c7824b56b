"""solewave remove: patterns off the massager."""

import rich_click as click

from solewave import console
from solewave.commands._shared import massager, port_option


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@port_option
def command(names: tuple[str, ...]) -> None:
    """Remove patterns from the massager."""
    from solewave import playable  # noqa: PLC0415
    from solewave.client import STORE_S  # noqa: PLC0415

    valid = [playable.valid_name(name) for name in names]
    with massager(brief=True) as (client, _):
        for name in valid:
            client.ask("remove", timeout_s=STORE_S, name=name)
            console.say(f"Removed {name}")
