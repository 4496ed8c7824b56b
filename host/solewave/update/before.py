"""Who is on the port before its firmware is stopped."""

import contextlib
from typing import Any

from solewave.client import AT_WORK, Client
from solewave.connect import state_dir
from solewave.errors import DeviceError, UserError
from solewave.sharing import join
from solewave.transport import open_port


def look_first(port: str, time_scale: float, chip: str | None) -> dict[str, Any] | None:
    """The `hello` of the firmware on `port`, None if only MicroPython's prompt answers there.

    Raises UserError while a session runs, and where the board has another chip than `chip`;
    DeviceError where neither a massager nor a prompt answers.
    """
    line = join(state_dir(), port, time_scale) or open_port(port, time_scale)
    with contextlib.closing(line):
        client = Client(line)
        try:
            hello = client.hello()
        except DeviceError:
            if client.wire.at_prompt:
                return None
            raise
        status = client.ask("status")
    if status["state"] in AT_WORK:
        raise UserError(
            f"the massager on {port} plays {status['name'] or 'a pattern'}",
            "An update switches everything off: end the session with `solewave stop` first.",
        )
    if chip and hello.get("chip") and hello["chip"] != chip:
        raise UserError(
            f"the board file is for a {chip}, the massager on {port} has a {hello['chip']}",
            "Name the board file that describes this massager.",
        )
    return hello
