"""solewave virtual: the board that needs no hardware, in the foreground."""

import signal
import threading

import rich_click as click

from solewave import console


@click.command()
@click.option("--board", "board_name", metavar="BOARD", help="Board file, or the name of one.")
@click.option("--speed", default="1", metavar="N", help="Run its clock N times faster, 1 to 1000.")
def command(board_name: str | None, speed: str) -> None:
    """Run a virtual massager until Ctrl-C."""
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
    with virtual.VirtualBoard(loaded, connect.state_dir() / connect.VIRTUAL, speed=times) as made:
        console.say(
            f"A virtual massager runs on {made.port}, {times:g} times as fast as the clock."
        )
        console.say("In another terminal: solewave --port virtual play better-sleep")
        console.say("Ctrl-C ends it; what was uploaded is kept.")
        _until_interrupted()


def _until_interrupted() -> None:
    """Waits for Ctrl-C or a polite kill, even where a shell had Ctrl-C ignored."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    while not over.wait(0.5):
        pass  # Event.wait without a timeout holds signals back on Windows
    console.say("Ended.")
