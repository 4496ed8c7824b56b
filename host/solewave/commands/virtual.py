"""solewave virtual: the board that needs no hardware, in the foreground."""

import signal
import threading
from typing import TYPE_CHECKING

import rich_click as click

from solewave import console

if TYPE_CHECKING:
    from solewave.virtual import VirtualBoard

_LOOK_S = 0.1


@click.command()
@click.option("--board", "board_name", metavar="BOARD", help="Board file, or the name of one.")
@click.option("--speed", default="1", metavar="N", help="Run its clock N times faster, 1 to 1000.")
def command(board_name: str | None, speed: str) -> None:
    """Run a virtual massager until Ctrl-C; keys are its buttons."""
    from solewave import board, connect, virtual  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415

    times = connect.valid_speed(speed)
    running = virtual.find_running()
    if running is not None:
        raise UserError(
            f"a virtual board runs already, on {running.port}",
            "Use it with --port virtual, or end it with Ctrl-C where it was started.",
        )
    loaded = board.load(board_name or connect.BOARD_DEFAULT)
    with virtual.VirtualBoard(loaded, connect.virtual_folder(), speed=times) as made:
        over = _ended_by_signals()
        pace = f", {times:g} times as fast as the clock" if times != 1 else ""
        console.say(f"A virtual massager runs on {made.port}{pace}.")
        console.say("In another terminal: solewave --port virtual upload better-sleep", hang=2)
        console.say("             and then: solewave --port virtual play better-sleep", hang=2)
        console.say("Ctrl-C ends it; what was uploaded is kept.")
        _until_ended(made, over)
    console.say("Ended.")


def _ended_by_signals() -> threading.Event:
    """Set by Ctrl-C or a polite kill, even where a shell had Ctrl-C ignored."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    return over


def _until_ended(made: "VirtualBoard", over: threading.Event) -> None:
    """Until `over` is set or the key for it is pressed.

    Raises DeviceError if the board ends by itself.
    """
    from solewave.errors import DeviceError  # noqa: PLC0415
    from solewave.keys import Keyboard  # noqa: PLC0415
    from solewave.virtual import button_keys  # noqa: PLC0415

    with Keyboard().opened() as keys:
        if keys.works:
            console.say(button_keys.explain(made), hang=6)
        while not over.wait(_LOOK_S):
            if made.error:
                raise DeviceError(f"the virtual board ended: {made.error}")
            if _take(keys.pressed(), made):
                return


def _take(typed: str, made: "VirtualBoard") -> bool:
    """Does what was typed; True if that was to end."""
    from solewave.virtual import button_keys  # noqa: PLC0415

    for key in typed:
        if key == button_keys.END:
            return True
        console.say(button_keys.press(made, key))
    return False
