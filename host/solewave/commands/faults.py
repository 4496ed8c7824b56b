"""solewave faults: what went wrong, what to do about it, and taking back what is over."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option

if TYPE_CHECKING:
    from solewave.faults import Faults


@click.group(invoke_without_command=True)
@port_option
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show faults and what to do; clear one."""
    if ctx.invoked_subcommand is not None:
        return
    from solewave.faults import fetch  # noqa: PLC0415

    with massager() as (client, _):
        found = fetch(client)
    if as_json:
        console.data(_plain(found))
    else:
        _show(found)


@command.command()
@click.argument("code", required=False)
@port_option
def clear(code: str | None) -> None:
    """Take back the latched fault CODE, once its cause has gone."""
    from solewave import faults  # noqa: PLC0415

    if code is not None:
        _need_known(code)
    with massager() as (client, _):
        if code is None:
            raise _unnamed(faults.fetch(client).latched)
        faults.clear(client, code)
        left = faults.fetch(client).latched
    console.say(f"Cleared {code}" + (f"; still latched: {', '.join(left)}" if left else ""))


def _need_known(code: str) -> None:
    """Raises UserError, with the nearest code, for one that no massager has."""
    from sole.core.faults import CODES  # noqa: PLC0415

    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.problems import allowed_words  # noqa: PLC0415

    if code not in CODES:
        raise UserError(f'there is no fault "{code}"', allowed_words(code, CODES))


def _unnamed(latched: list[str]) -> Exception:
    """A person says which fault has gone: clearing all of them unseen would be a habit."""
    from solewave.errors import UserError  # noqa: PLC0415

    if not latched:
        return UserError("no fault is latched", "There is nothing to clear.")
    ways = " or ".join(f"`solewave faults clear {code}`" for code in latched)
    return UserError("name the fault whose cause has gone", f"Say {ways}.")


def _plain(found: "Faults") -> dict[str, Any]:
    return {
        "latched": [{"code": code, "remedy": found.remedy(code)} for code in found.latched],
        "self_test": found.self_test,
        "entries": [{**asdict(entry), "remedy": entry.remedy} for entry in found.entries],
    }


def _show(found: "Faults") -> None:
    from solewave.faults import how_to_clear  # noqa: PLC0415
    from solewave.live import celsius, clock  # noqa: PLC0415

    for code in found.latched:
        console.say(f"LATCHED  {found.named(code)}")
        console.say(f"         {found.remedy(code)} {how_to_clear(code)}".rstrip(), hang=9)
    if not found.latched:
        console.say("Nothing is latched.")
    if not found.entries:
        console.say("No fault is on record.")
        return
    console.say()
    console.table(
        ("UPTIME ", "PAD ", "PLAYED", "FAULT"),
        [
            (clock(one.uptime_s * 1000), celsius(one.temp_cc), one.pattern or "-", one.code)
            for one in found.entries
        ],
    )
    _show_remedies(found)


def _show_remedies(found: "Faults") -> None:
    """Each fault's once, in the order of the ring; those of latched faults are shown above."""
    remedies = {one.code: one.remedy for one in found.entries if one.code not in found.latched}
    if remedies:
        console.say()
    for code, remedy in remedies.items():
        console.say(f"{code}: {remedy}", hang=2)
