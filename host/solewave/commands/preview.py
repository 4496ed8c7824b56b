"""solewave preview: a pattern as a picture, before it is felt."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from solewave import console, out_file
from solewave.commands._shared import json_option
from solewave.errors import UserError
from solewave.number_range import Number

if TYPE_CHECKING:
    from solewave.preview.scene import Scene

PICTURE_WIDTH_PX = 1400
MOVIE_WIDTH_PX = 400


@dataclass(frozen=True)
class _Size:
    """What may be said of a file; None where nothing was said."""

    width_px: int | None
    speed: float | None
    fps: int | None


@click.command()
@click.argument("file", metavar="FILE|ROUTINE")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw to a .png, .svg, .pdf, .gif or .mp4 file.",
)
@click.option(
    "--board",
    "board_name",
    metavar="BOARD",
    help="Board file or name: show what it really plays.",
)
@click.option(
    "--width",
    "width_px",
    type=click.IntRange(240, 8000),
    metavar="PIXELS",
    help=f"Of a .png ({PICTURE_WIDTH_PX}), .gif or .mp4 ({MOVIE_WIDTH_PX}).",
)
@click.option(
    "--speed",
    type=Number(0.1, 1000),
    metavar="TIMES",
    help="Of a .gif or .mp4: how much faster than life; by default it lasts 20 s.",
)
@click.option(
    "--fps",
    type=click.IntRange(1, 50),
    metavar="COUNT",
    help="Frames a second of a .gif or .mp4 (10).",
)
@json_option
def command(
    file: str,
    out: Path | None,
    board_name: str | None,
    width_px: int | None,
    speed: float | None,
    fps: int | None,
    as_json: bool,
) -> None:
    """See a pattern before you feel it: a picture of all of it."""
    kind = _kind(out, _Size(width_px, speed, fps))
    scene = _scene(file, board_name)
    if out is not None:
        _draw(scene, kind, out, _Size(width_px, speed, fps))
    if as_json:
        from solewave.preview.report import report  # noqa: PLC0415

        written = {} if out is None else {"written": str(out)}
        console.data({"file": file, **report(scene), **written})
    elif out is None:
        _show(scene)
    else:
        _tell(scene, out)


def _kind(out: Path | None, size: _Size) -> str:
    """The kind of file, "" for none. Raises UserError before anything is computed."""
    from solewave.preview import target  # noqa: PLC0415

    kind = ""
    if out is not None:
        kind = target.kind_of(out)
        out_file.check_writable(out)
    if kind not in target.MOVIES and (size.speed is not None or size.fps is not None):
        raise UserError("--speed and --fps are for moving pictures", "Name one: -o OUT.gif.")
    if not kind and size.width_px is not None:
        raise UserError("--width is for files", "Name one: -o OUT.png.")
    return kind


def _scene(file: str, board_name: str | None) -> "Scene":
    from solewave import board, playable  # noqa: PLC0415

    on = board.load(board_name) if board_name else None
    pattern = playable.load(file, board=on)
    from solewave.preview.scene import compose  # noqa: PLC0415  (numpy, only for a good file)

    return compose(pattern, on)


def _draw(scene: "Scene", kind: str, out: Path, size: _Size) -> None:
    from solewave.preview import lettering, target  # noqa: PLC0415

    letters = lettering.chosen(scene.own_texts)
    if kind in target.MOVIES:
        from solewave.preview import movie  # noqa: PLC0415

        plan = movie.plan(scene.duration_ms, size.speed, size.fps)
        width_px = size.width_px or MOVIE_WIDTH_PX
        with console.steps(f"drawing {out.name}") as drawn:
            data = movie.draw(scene, kind, plan, width_px, drawn, letters)
    else:
        from solewave.preview import picture  # noqa: PLC0415

        if kind == "svg":
            letters = letters.left_to_the_reader()
        data = picture.draw(scene, kind, size.width_px or PICTURE_WIDTH_PX, letters)
    out_file.write(out, data)
    if letters.lacking:
        console.warn(f"warning: {letters.complaint}")


def _tell(scene: "Scene", out: Path) -> None:
    for mark in scene.marks:
        console.warn(f"warning: {mark.text}")
    console.say(f"{out}: {scene.title}, {scene.facts}")


def _show(scene: "Scene") -> None:
    from solewave.preview.terminal import lines  # noqa: PLC0415

    found = lines(scene, console.columns())
    if console.can_draw():
        console.styled(found)
        return
    for line in found:
        console.say(line.plain)
