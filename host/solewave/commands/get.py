"""solewave get: a compiled pattern from the massager to a file."""

from pathlib import Path

import rich_click as click

from solewave import console
from solewave.commands._shared import massager, port_option, write_new


@click.command()
@click.argument("name", metavar="NAME")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it; NAME.sole unless given.",
)
@port_option
def command(name: str, out: Path | None) -> None:
    """Copy a compiled pattern from the massager to a file."""
    from solewave import playable  # noqa: PLC0415
    from solewave.upload import fetch  # noqa: PLC0415

    file = out or Path(f"{playable.valid_name(name)}.sole")
    with massager(brief=True) as (client, _):
        data = fetch(client, playable.valid_name(name))
    write_new(file, data, "Name another file with -o.")
    console.say(f"Wrote {file}, {len(data)} bytes")
