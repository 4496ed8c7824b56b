"""solewave upload: patterns to the massager."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option

if TYPE_CHECKING:
    from solewave.upload import Uploaded


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|ROUTINE...")
@click.option("--name", metavar="NAME", help="Name on the massager; the file's own unless given.")
@port_option
@json_option
def command(files: tuple[str, ...], name: str | None, as_json: bool) -> None:
    """Check, compile and bring patterns to the massager."""
    from solewave import playable  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.sending import put  # noqa: PLC0415

    if name and len(files) > 1:
        raise UserError("--name fits one file only", "Upload the files one by one.")
    patterns = [playable.load(file, name) for file in files]
    done = []
    with massager(brief=True) as (client, info):
        for pattern in patterns:
            done.append(put(client, info, pattern, quiet=as_json))
            if not as_json:
                _report(done[-1])
    if as_json:
        console.data([asdict(one) for one in done])


def _report(one: "Uploaded") -> None:
    if one.was_stored:
        console.say(f"{one.name}: there already, {one.size} bytes")
        return
    went_on = f", went on at byte {one.resumed_at}" if one.resumed_at else ""
    later = "" if one.stored else "; written to flash when the session ends"
    console.say(f"{one.name}: uploaded, {one.size} bytes{went_on}{later}")
