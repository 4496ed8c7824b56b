"""From the port to the clock: stops where the next look would need the one that failed."""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any

from solewave import ports
from solewave.client import Client
from solewave.connect import address, state_dir
from solewave.doctor import computer, massager
from solewave.doctor.findings import Findings
from solewave.errors import DeviceError
from solewave.sharing import join
from solewave.transport import open_port


def examine(spec: str | None, comports: Callable[[], Iterable[Any]] | None = None) -> Findings:
    """Looks at the port `spec` (None: the only one) and the massager behind it."""
    found = Findings()
    all_ports = comports or ports.comports
    chosen = computer.address(found, spec, all_ports)
    if chosen is None:
        return found
    with found.refused("port"), address(chosen) as (port, time_scale):
        if computer.look(found, port, all_ports):
            _behind(found, port, time_scale)
    return found


def _behind(found: Findings, port: str, time_scale: float) -> None:
    """Who answers there, and what it tells."""
    with found.refused("opening"):
        line = join(state_dir(), port, time_scale) or open_port(port, time_scale)
        with contextlib.closing(line), found.refused("answer"):
            client = Client(line)
            hello = _greeted(client)
            found.well("answer", f"a massager, {hello.get('title') or 'without a board file'}")
            massager.look(found, client, hello)


def _greeted(client: Client) -> dict[str, Any]:
    """Its hello. Raises DeviceError, at a bare prompt with the way to the firmware."""
    try:
        return client.hello()
    except DeviceError as error:
        if not client.wire.at_prompt:
            raise
        why = client.wire.why_stopped
        raise DeviceError(
            error.message + (f"; it stopped: {why}" if why else ""),
            "Press the board's reset button. If that does not help, put the firmware on it: "
            "`solewave update`, or `solewave flash` to begin anew.",
        ) from None
