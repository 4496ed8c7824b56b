"""solewave new: a pattern to begin with."""

from pathlib import Path

import rich_click as click

from solewave import console


@click.command()
@click.argument("name")
def command(name: str) -> None:
    """Write a new pattern to begin with."""
    from solewave import pattern, playable  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415

    file = Path(name if name.endswith(".toml") else f"{name}.toml")
    stem = playable.valid_name(file.stem)
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(pattern.template(stem.replace("-", " ").capitalize()))
    except FileExistsError:
        raise UserError(f"{file} exists already", "Choose another name.") from None
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}") from None
    console.say(f"Wrote {file}. Edit it, then: solewave check {file}")
