"""solewave doctor: what is wrong, and what to do about it."""

from dataclasses import asdict

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, port_option
from solewave.errors import DEVICE, DONE


@click.command()
@port_option
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Look at port, board and firmware; say what to do."""
    from solewave.doctor.examine import examine  # noqa: PLC0415

    with console.waiting("looking at the massager"):
        found = examine(ctx.find_root().obj.port)
    if as_json:
        console.data({"well": found.are_well, "findings": [asdict(one) for one in found.all]})
    else:
        for one in found.all:
            console.say(f"{one.state:<6}{one.about:<12} {one.text}", hang=19)
            if one.remedy:
                console.say(f"{'':<18} {one.remedy}", hang=19)
    return DONE if found.are_well else DEVICE
