"""Options and arguments that several verbs have."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

if TYPE_CHECKING:
    from solewave.client import Client

Function = TypeVar("Function", bound=Callable[..., Any])


def _keep_port(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.find_root().obj.port = value


def port_option(function: Function) -> Function:
    """--port behind the verb, for those who think of it late; it wins over the one before."""
    return click.option(
        "--port",
        metavar="PORT",
        expose_value=False,
        callback=_keep_port,
        help="Serial port, pyserial URL, virtual or virtual:SPEED.",
    )(function)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def intensity_option(function: Function) -> Function:
    """--intensity in percent, as the device allows it."""
    from sole.core import limits  # noqa: PLC0415

    return click.option(
        "--intensity",
        "intensity_pct",
        type=click.IntRange(limits.INTENSITY_MIN_PCT, limits.INTENSITY_MAX_PCT),
        default=100,
        show_default=True,
        metavar="PERCENT",
        help="Strength of all strokes.",
    )(function)


def tempo_option(function: Function) -> Function:
    """--tempo in percent, as the device allows it."""
    from sole.core import limits  # noqa: PLC0415

    return click.option(
        "--tempo",
        "tempo_pct",
        type=click.IntRange(limits.TEMPO_MIN_PCT, limits.TEMPO_MAX_PCT),
        default=100,
        show_default=True,
        metavar="PERCENT",
        help="Speed of the strokes; the duration stays.",
    )(function)


@contextmanager
def massager() -> Iterator[tuple["Client", dict[str, Any]]]:
    """The massager behind --port and its `hello`."""
    from solewave.connect import connect  # noqa: PLC0415

    context = click.get_current_context(silent=False)
    with connect(context.find_root().obj.port if context else None) as connected:
        yield connected
