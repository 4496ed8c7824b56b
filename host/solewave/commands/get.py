"""solewave get: a compiled pattern from the massager to a file."""

from pathlib import Path

import rich_click as click

from solewave import console
from solewave.commands._shared import massager, port_option, write_new


@click.command()
@click.argument("name")
@click.option("-o", "--output", metavar="FILE", help="Where to write it; NAME.sole unless given.")
@port_option
def command(name: str, output: str | None) -> None:
    """Copy a compiled pattern from the massager to a file."""
    from solewave import playable  # noqa: PLC0415
    from solewave.upload import fetch  # noqa: PLC0415

    file = Path(output or f"{playable.valid_name(name)}.sole")
    with massager(brief=True) as (client, _):
        data = fetch(client, playable.valid_name(name))
    write_new(file, data, "Name another file with --output.")
    console.say(f"Wrote {file}, {len(data)} bytes")
