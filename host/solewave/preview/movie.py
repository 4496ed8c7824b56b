"""A pattern as a moving picture of both soles: GIF by Pillow, MP4 by ffmpeg."""

import importlib
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sole.core.limits import FULL_Q15

from solewave.errors import UserError
from solewave.preview.lettering import PLAIN, Lettering
from solewave.preview.scene import Scene
from solewave.preview.soles_frame import Frames, Moment

LASTS_MS = 20_000
FPS = 10
FRAMES_MAX = 3000
PACE_MAX = 4.0
"""Strokes are never shown faster than this; a quicker movie leaps from excerpt to excerpt."""
EXCERPT_MS = 2_500
FADE_MS = 320
"""Of an excerpt, and from one to the next, in the movie's time."""
COLORS = 128
SAMPLED = 24
"""Frames from which the colors of a GIF are taken."""

Drawn = Callable[[int, int], object]
"""Told after each frame: how many are drawn, of how many."""


@dataclass(frozen=True)
class Shot:
    """A frame: the time in the pattern that it shows.

    While one excerpt fades into the next, `fading_ms` is the time in the one before, of which
    `faded` (1 to 0) is still seen.
    """

    at_ms: float
    fading_ms: float = 0.0
    faded: float = 0.0


@dataclass(frozen=True)
class Plan:
    """All frames, each shown for `frame_ms` (a multiple of 10, as GIF has it)."""

    frame_ms: int
    shots: list[Shot]


def plan(duration_ms: int, speed: float | None, fps: int | None) -> Plan:
    """The frames of a movie; by default it lasts 20 s, or as long as the pattern if that is
    shorter. Raises UserError if it would have more than FRAMES_MAX."""
    frame_ms = max(20, round(100 / (fps or FPS)) * 10)
    speed = speed or max(1.0, duration_ms / LASTS_MS)
    count = max(1, int(duration_ms / speed / frame_ms))
    if count > FRAMES_MAX:
        remedy = f"At most {FRAMES_MAX}: raise --speed or lower --fps."
        raise UserError(f"the movie would have {count} frames", remedy)
    return Plan(frame_ms, [_shot(index * frame_ms, speed, duration_ms) for index in range(count)])


def _shot(movie_ms: float, speed: float, duration_ms: int) -> Shot:
    if speed <= PACE_MAX:
        return Shot(movie_ms * speed)
    excerpt, within_ms = divmod(movie_ms, EXCERPT_MS)
    at_ms = _begins_ms(excerpt, speed) + within_ms * PACE_MAX
    if excerpt == 0 or within_ms >= FADE_MS:
        return Shot(min(at_ms, duration_ms))
    before_ms = _begins_ms(excerpt - 1, speed) + (EXCERPT_MS + within_ms) * PACE_MAX
    faded = 1 - within_ms / FADE_MS
    return Shot(min(at_ms, duration_ms), min(before_ms, duration_ms), faded)


def _begins_ms(excerpt: float, speed: float) -> float:
    """An excerpt is the middle of the stretch for which it stands."""
    return excerpt * EXCERPT_MS * speed + EXCERPT_MS * (speed - PACE_MAX) / 2


def draw(
    scene: Scene, kind: str, plan: Plan, width_px: int, drawn: Drawn, letters: Lettering = PLAIN
) -> bytes:
    """The movie's file; `kind` is gif or mp4. Raises UserError if there is no ffmpeg for mp4."""
    frames = Frames(scene.title, scene.duration_ms, width_px, letters)
    pictures = _pictures(scene, frames, plan, drawn)
    if kind == "gif":
        sample = _sampled(scene, frames, plan)
        return _gif(pictures, sample, plan.frame_ms)
    return _mp4(pictures, frames.size, plan.frame_ms)


def _pictures(scene: Scene, frames: Frames, plan: Plan, drawn: Drawn) -> Iterator[Image.Image]:
    for done, shot in enumerate(plan.shots, 1):
        yield frames.draw(moment(scene, shot))
        drawn(done, len(plan.shots))


def moment(scene: Scene, shot: Shot) -> Moment:
    """What a frame shows."""
    levels = _levels(scene, shot.at_ms)
    if shot.faded:
        levels = levels * (1 - shot.faded) + _levels(scene, shot.fading_ms) * shot.faded
    warmth = scene.warmth
    pad_c = None
    if warmth is not None:
        pad_c = float(warmth.pad_c[_row(shot.at_ms, warmth.step_ms, len(warmth.pad_c))])
    return Moment(levels, pad_c, shot.at_ms, scene.timeline.named_at(shot.at_ms))


def _levels(scene: Scene, at_ms: float) -> NDArray[np.float64]:
    """What is felt in the ten zones, 0 to 1."""
    course = scene.course
    if scene.on_board:
        pct = scene.lanes_pct[_row(at_ms, course.step_ms, len(scene.lanes_pct))]
        return np.asarray(pct / 100, dtype=np.float64)
    level = course.levels_q15[_row(at_ms, course.step_ms, len(course.levels_q15))]
    return np.asarray(level / FULL_Q15, dtype=np.float64)


def _row(at_ms: float, step_ms: int, count: int) -> int:
    return min(int(at_ms // step_ms), count - 1)


def _sampled(scene: Scene, frames: Frames, plan: Plan) -> Image.Image:
    """Frames from all over the movie below one another: the colors that it needs."""
    every = max(1, len(plan.shots) // SAMPLED)
    pictures = [frames.draw(moment(scene, shot)) for shot in plan.shots[every // 2 :: every]]
    width, height = frames.size
    sheet = Image.new("RGB", (width, height * len(pictures)))
    for place, picture in enumerate(pictures):
        sheet.paste(picture, (0, height * place))
    # The octree keeps rare colors (text, the tint of a warm moment); a median cut gives them up.
    return sheet.quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _gif(pictures: Iterator[Image.Image], palette: Image.Image, frame_ms: int) -> bytes:
    reduced = (one.quantize(palette=palette, dither=Image.Dither.NONE) for one in pictures)
    first = next(reduced)
    out = io.BytesIO()
    first.save(
        out, "GIF", save_all=True, append_images=reduced, duration=frame_ms, loop=0, optimize=False
    )
    return out.getvalue()


def _mp4(pictures: Iterator[Image.Image], size: tuple[int, int], frame_ms: int) -> bytes:
    program = _ffmpeg()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "movie.mp4"
        words = [
            *(program, "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"),
            *("-s", f"{size[0]}x{size[1]}", "-framerate", f"{1000 / frame_ms:.3f}", "-i", "-"),
            *("-pix_fmt", "yuv420p", "-movflags", "+faststart", str(file)),
        ]
        log = Path(folder) / "log"
        with (
            log.open("wb") as said,
            subprocess.Popen(words, stdin=subprocess.PIPE, stdout=said, stderr=said) as running,
        ):
            _feed(running, pictures)
        if running.returncode or not file.is_file():
            lines = log.read_text("utf-8", "replace").splitlines() or ["no reason given"]
            raise UserError(f"ffmpeg failed: {lines[-1]}", "Draw a .gif instead.")
        return file.read_bytes()


def _feed(running: "subprocess.Popen[bytes]", pictures: Iterator[Image.Image]) -> None:
    """Hands over frame after frame; one that has ended early is told of by its exit code."""
    assert running.stdin is not None
    try:
        for picture in pictures:
            running.stdin.write(picture.tobytes())
        running.stdin.close()
    except BrokenPipeError:
        pass


def _ffmpeg() -> str:
    """An ffmpeg on the path, or the one that the package imageio-ffmpeg brings."""
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        return str(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        remedy = "Install ffmpeg, or `pip install imageio-ffmpeg`; a .gif needs neither."
        raise UserError("there is no ffmpeg to make an .mp4 with", remedy) from None
