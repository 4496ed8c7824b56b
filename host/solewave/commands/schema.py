"""solewave schema: what editors need to complete and check patterns and board files."""

import rich_click as click

from solewave import console


@click.command()
@click.option("--board", "of_board", is_flag=True, help="That of board files instead.")
def command(of_board: bool) -> None:
    """Print the JSON Schema of patterns, for editors."""
    if of_board:
        from solewave.board import schema_file as board_schema  # noqa: PLC0415

        console.say(board_schema.generate().rstrip("\n"))
    else:
        from solewave.pattern import schema_file  # noqa: PLC0415

        console.say(schema_file.SCHEMA_PATH.read_text("utf-8").rstrip("\n"))
