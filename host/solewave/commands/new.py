"""solewave new: a pattern to begin with."""

from pathlib import Path

import rich_click as click

from solewave import console
from solewave.commands._shared import lay_schema, write_new


@click.command()
@click.argument("name")
def command(name: str) -> None:
    """Write a new pattern to begin with."""
    from solewave import pattern, playable  # noqa: PLC0415
    from solewave.pattern.schema_file import FILE_NAME, SCHEMA_PATH  # noqa: PLC0415

    file = Path(name if name.endswith(".toml") else f"{name}.toml")
    stem = playable.valid_name(file.stem)
    text = pattern.template(stem.replace("-", " ").capitalize())
    write_new(file, text.encode(), "Choose another name.")
    schema = lay_schema(file.parent, FILE_NAME, SCHEMA_PATH.read_text("utf-8"))
    console.say(f"Wrote {file}{schema}. Edit it, then: solewave check {file}", hang=2)
