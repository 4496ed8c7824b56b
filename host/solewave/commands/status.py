"""solewave status: what the massager does right now."""

from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option

if TYPE_CHECKING:
    from solewave.faults import Faults
    from solewave.settings import Settings


@click.command()
@port_option
@json_option
def command(as_json: bool) -> None:
    """Say what the massager does right now."""
    from solewave import device_clock  # noqa: PLC0415
    from solewave.faults import Faults, fetch  # noqa: PLC0415

    with massager() as (client, info):
        settings = device_clock.keep(client)
        status = client.ask("status")
        found = fetch(client) if status["fault"] else Faults([], None, [])
    if as_json:
        latched = {"latched": found.latched, "self_test": found.self_test}
        console.data({**status, **latched, "hello": info})
        return
    for label, text in _lines(status, info, found, settings):
        console.say(f"{label:<9} {text}", hang=10)


def _lines(
    status: dict[str, Any], info: dict[str, Any], found: "Faults", settings: "Settings | None"
) -> list[tuple[str, str]]:
    from solewave.live import clock  # noqa: PLC0415

    return [
        (
            "board",
            f"{info.get('title') or info.get('board') or 'none'}, firmware {info.get('fw')}",
        ),
        ("state", _session(status)),
        *_faults(status, found),
        *_bedtime(settings),
        ("pad", _pad(status)),
        ("up", f"{clock(status['uptime_ms'])} min, {status['free']} bytes of memory free"),
        (
            "ticks",
            f"{status['ticks']}, {status['late']} late, "
            f"longest {status['longest_us'] / 1000:.1f} ms",
        ),
        ("frames", f"{status['frames']} good, {status['bad']} bad"),
    ]


def _faults(status: dict[str, Any], found: "Faults") -> list[tuple[str, str]]:
    """What is latched, or what else forbids every output, each with what to do."""
    from solewave.faults import how_to_clear  # noqa: PLC0415

    codes = found.latched or ([status["fault"]] if status["fault"] else [])
    return [
        ("FAULT", f"{found.named(code)}. {found.remedy(code)} {how_to_clear(code)}".rstrip())
        for code in codes
    ]


def _bedtime(settings: "Settings | None") -> list[tuple[str, str]]:
    """When the massager invites next, where it has a bedtime."""
    if settings is None or settings.bedtime is None:
        return []
    from solewave.bedtime import invitation_text, text  # noqa: PLC0415

    when = "its clock is not set"
    if settings.clock:
        when = f"invites {invitation_text(settings.bedtime, settings.clock, settings.answered)}"
    return [("bedtime", f"{text(settings.bedtime)}; {when}")]


def _session(status: dict[str, Any]) -> str:
    from solewave.live import clock  # noqa: PLC0415

    if not status["name"]:
        return str(status["state"])
    live = ", live" if status["live"] else ""
    return (
        f"{status['state']} {status['name']}, section {status['section'] or '-'}, "
        f"{clock(status['elapsed_ms'])} of {clock(status['duration_ms'])}, "
        f"intensity {status['intensity_pct']} %, tempo {status['tempo_pct']} %{live}"
    )


def _pad(status: dict[str, Any]) -> str:
    from solewave.live import celsius  # noqa: PLC0415

    target_cc = status["target_cc"]
    heat = (
        f"target {celsius(target_cc)}, heater {status['heat_pct']} %" if target_cc else "heat off"
    )
    return f"{celsius(status['temp_cc'])}, {heat}"
