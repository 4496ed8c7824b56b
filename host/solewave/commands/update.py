"""solewave update: the firmware of this solewave on a board that has an older one."""

from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, port_option

if TYPE_CHECKING:
    from solewave.update.bring import Brought


@click.command()
@port_option
@click.option("--board", "board_name", metavar="BOARD", help="Bring this board file too.")
@json_option
@click.pass_context
def command(ctx: click.Context, board_name: str | None, as_json: bool) -> None:
    """Bring the firmware up to date; patterns and settings stay."""
    from solewave import board  # noqa: PLC0415
    from solewave.connect import address  # noqa: PLC0415
    from solewave.update.before import look_first  # noqa: PLC0415
    from solewave.update.bring import bring, greet  # noqa: PLC0415

    loaded = board.load(board_name) if board_name else None
    for problem in loaded.warnings if loaded else ():
        console.warn(str(problem))
    with address(ctx.find_root().obj.port) as (port, time_scale):
        before = look_first(port, time_scale, loaded.chip if loaded else None)
        with console.progress("firmware") as progress:
            board_file = loaded.compiled() if loaded else None
            brought = bring(port, board_file, before is not None, progress)
        after = greet(port)
    _report(before, after, brought, as_json)


def _report(
    before: dict[str, Any] | None, after: dict[str, Any], brought: "Brought", as_json: bool
) -> None:
    if as_json:
        old = before["fw"] if before else None
        found = {"files": brought.files, "bytes": brought.size, "removed": brought.removed}
        console.data({"before": old, "after": after["fw"], **found, "hello": after})
        return
    if brought.files:
        was = f"firmware {before['fw']}" if before else "no firmware"
        console.say(f"Brought {brought.files} files, {brought.size} bytes; the board had {was}.")
    else:
        console.say("The board has every file already; nothing was brought.")
    console.say(
        f"{after.get('title') or 'The board'} runs firmware {after['fw']}; "
        "patterns and settings are as they were."
    )
