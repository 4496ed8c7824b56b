"""solewave flash: from a bare chip to a massager that says hello."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import port_option

if TYPE_CHECKING:
    from solewave.board import Board
    from solewave.flashing.esp import Bootloader
    from solewave.flashing.existing import Existing
    from solewave.flashing.image import Image

BAUD = 460800


@click.command()
@port_option
@click.option("--board", "board_name", metavar="BOARD", help="Board file, or the name of one.")
@click.option(
    "--image",
    "image_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="MicroPython to write instead of the release.",
)
@click.option("--erase", is_flag=True, help="Drop patterns, settings and log on the board.")
@click.option("--yes", is_flag=True, help="Do not ask before other files are erased.")
@click.option(
    "--baud",
    metavar="N",
    type=click.IntRange(9600, 5_000_000),
    default=BAUD,
    help=f"Bits a second while writing; {BAUD} unless given.",
)
@click.pass_context
def command(
    ctx: click.Context,
    board_name: str | None,
    image_path: Path | None,
    erase: bool,
    yes: bool,
    baud: int,
) -> None:
    """Put MicroPython and the firmware on a board."""
    from solewave import board  # noqa: PLC0415
    from solewave.flashing import esp  # noqa: PLC0415
    from solewave.update.bring import greet  # noqa: PLC0415

    loaded = board.load(board_name) if board_name else None
    for problem in loaded.warnings if loaded else ():
        console.warn(str(problem))
    port = _port(ctx.find_root().obj.port)
    with esp.connected(port) as chip:
        console.say(f"{port}: {chip.title}")
        _write(chip, loaded, image_path, erase, yes, baud)
    _welcome(greet(port))


def _port(spec: str | None) -> str:
    """A real port: a virtual board has no bootloader."""
    from solewave import ports  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415

    if spec and spec.partition(":")[0] == "virtual":
        raise UserError(
            "a virtual board has no bootloader",
            "It always runs this solewave's firmware; `solewave virtual` starts it.",
        )
    return spec or ports.find(real=True)


def _write(
    chip: "Bootloader",
    loaded: "Board | None",
    image_path: Path | None,
    erase: bool,
    yes: bool,
    baud: int,
) -> None:
    """All until the chip starts anew; whatever is refused is refused before a byte is written."""
    from solewave.flashing import choose, existing  # noqa: PLC0415

    if loaded is not None:
        choose.need_chip(loaded.chip, chip.chip, chip.title)
    chip.prepare(baud)
    image = _image(chip, image_path)
    found = existing.look(chip)
    compiled = choose.board_file(loaded, found, chip.chip, chip.title)
    _need_consent(choose.consent(found, erase), yes)
    _tell_kept(found, erase)
    files = choose.file_system(image.file_system, compiled, found, erase)
    with console.progress("writing") as progress:
        chip.write([(image.at, image.data), (image.file_system.at, files)], progress)
    console.say("Written, and compared with what the flash holds now.")
    chip.reset()


def _image(chip: "Bootloader", path: Path | None) -> "Image":
    """The MicroPython to write; says what of it was verified."""
    from solewave.board import chip as chips  # noqa: PLC0415
    from solewave.flashing import image, micropython  # noqa: PLC0415

    facts = chips.load(chip.chip)
    if path is not None:
        source = micropython.from_file(path)
    else:
        with console.progress("MicroPython") as progress:
            source = micropython.release(facts.micropython_board, progress)
    made = image.checked(source.data, source.name, chip.chip, facts, chip.flash_size)
    console.say(f"MicroPython: {source.name} ({source.verified}; its own checksums are right)")
    return made


def _need_consent(question: str, yes: bool) -> None:
    from solewave.errors import UserError  # noqa: PLC0415

    if question and not yes and not console.confirm(question):
        raise UserError(
            "nothing was written: " + question.rpartition(". ")[0],
            "Say yes, or give --yes, to go on without them.",
        )


def _tell_kept(found: "Existing", erase: bool) -> None:
    if found.belongings:
        console.say(f"{'Erased' if erase else 'Kept'}: {', '.join(found.belongings)}")


def _welcome(hello: dict[str, Any]) -> None:
    console.say(
        f"{hello.get('title') or 'The board'} says hello: firmware {hello['fw']}, "
        f"MicroPython {hello.get('mpy', '?')}."
    )
    if hello.get("board"):
        console.say("Next: solewave doctor, then solewave play stress-relief")
