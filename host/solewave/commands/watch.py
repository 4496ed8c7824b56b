"""solewave watch: the live view of whatever plays."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option

if TYPE_CHECKING:
    from solewave.attach import View
    from solewave.client import Client

HINT = "Ctrl-C leave"
"""The session plays on."""


@click.command()
@port_option
@json_option
def command(as_json: bool) -> None:
    """Watch what plays until it ends or Ctrl-C."""
    from solewave.attach import Attachment  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.session import follow, how_it_ended, raise_fault  # noqa: PLC0415

    with massager() as (client, _):
        status = client.ask("status")
        if not status["name"]:
            raise UserError("nothing plays", "Start a session with `solewave play`.")
        with _view(client, status, as_json) as shown:
            attachment = Attachment(client, shown, on_interrupt=lambda: False)
            follow(attachment, lambda: None)
    if attachment.over and not as_json:
        console.say(f"{status['name']}: {how_it_ended(attachment.end)}")
    raise_fault(attachment.end.get("fault"))


def _view(
    client: "Client", status: dict[str, Any], as_json: bool
) -> "AbstractContextManager[View]":
    from solewave import views  # noqa: PLC0415

    if as_json:
        return nullcontext(views.Json())
    return views.view(status["name"], HINT, client.line.time_scale, quiet=False)
