"""solewave status: what the massager does right now."""

from typing import Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, massager, port_option


@click.command()
@port_option
@json_option
def command(as_json: bool) -> None:
    """Say what the massager does right now."""
    with massager() as (client, info):
        status = client.ask("status")
    if as_json:
        console.data({**status, "hello": info})
        return
    for label, text in _lines(status, info):
        console.say(f"{label:<9} {text}")


def _lines(status: dict[str, Any], info: dict[str, Any]) -> list[tuple[str, str]]:
    from solewave.live import clock  # noqa: PLC0415
    from solewave.refusals import fault_remedy  # noqa: PLC0415

    lines = [
        ("board", f"{info.get('title') or info.get('board')}, firmware {info.get('fw')}"),
        ("state", _session(status)),
        ("pad", _pad(status)),
        ("up", f"{clock(status['uptime_ms'])} min, {status['free']} bytes of memory free"),
        (
            "ticks",
            f"{status['ticks']}, {status['late']} late, "
            f"longest {status['longest_us'] / 1000:.1f} ms",
        ),
        ("frames", f"{status['frames']} good, {status['bad']} bad"),
    ]
    if status["fault"]:
        lines.insert(2, ("FAULT", f"{status['fault']}. {fault_remedy(status['fault'])}"))
    return lines


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
