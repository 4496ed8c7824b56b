"""Options and arguments that several verbs have."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

from solewave import console

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
    """--intensity in percent, as the device allows it; None where it is not given."""
    from sole.core import limits  # noqa: PLC0415

    return click.option(
        "--intensity",
        "intensity_pct",
        type=click.IntRange(limits.INTENSITY_MIN_PCT, limits.INTENSITY_MAX_PCT),
        metavar="PERCENT",
        help="Strength of all strokes.",
    )(function)


def tempo_option(function: Function) -> Function:
    """--tempo in percent, as the device allows it; None where it is not given."""
    from sole.core import limits  # noqa: PLC0415

    return click.option(
        "--tempo",
        "tempo_pct",
        type=click.IntRange(limits.TEMPO_MIN_PCT, limits.TEMPO_MAX_PCT),
        metavar="PERCENT",
        help="Speed of the strokes; the duration stays.",
    )(function)


def write_new(file: Path, data: bytes, remedy: str) -> None:
    """Writes a file that must not be there yet. Raises UserError, with `remedy` if it is."""
    from solewave.errors import UserError  # noqa: PLC0415

    try:
        with file.open("xb") as opened:
            opened.write(data)
    except FileExistsError:
        raise UserError(f"{file} exists already", remedy) from None
    except OSError as error:
        where = "Choose a folder that is there and where you may write."
        raise UserError(f"{file} cannot be written: {error.strerror}", where) from None


def lay_schema(folder: Path, name: str, schema: str) -> str:
    """Lays the schema that a new file names into its folder; what to say of it, "" if it is there.

    Raises UserError.
    """
    from solewave.editor_schema import lay_beside  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415

    try:
        laid = lay_beside(folder, name, schema)
    except OSError as error:
        raise UserError(f"{folder / name} cannot be written: {error.strerror}") from None
    return f", and {name} for your editor" if laid else ""


def remedy_if_missing(client: "Client", name: str) -> str | None:
    """None if the massager has the pattern `name`, else what to do about it."""
    from solewave.client import patterns  # noqa: PLC0415
    from solewave.playable import where_to_get  # noqa: PLC0415

    names = [str(one["name"]) for one in patterns(client)[0]]
    return None if name in names else where_to_get(name, names)


@contextmanager
def massager(*, brief: bool = False) -> Iterator[tuple["Client", dict[str, Any]]]:
    """The massager behind --port and its `hello`; a `brief` one takes a third of the time."""
    from solewave.connect import connect  # noqa: PLC0415

    context = click.get_current_context(silent=False)
    port = context.find_root().obj.port if context else None
    with ExitStack() as stack:
        with console.waiting("waiting for the massager's answer"):
            connected = stack.enter_context(connect(port, brief=brief))
        yield connected
