"""The moving picture: how many frames, how long, how large; where the zones of a sole lie."""

from __future__ import annotations

import io
import os
import stat
import sys
from itertools import pairwise

import numpy as np
import preview_patterns
import pytest
from PIL import Image
from sole.core.zones import COUNT, PLACES
from solewave import playable, sole_outline
from solewave.errors import UserError
from solewave.preview import movie
from solewave.preview.movie import Shot
from solewave.preview.scene import compose
from solewave.preview.soles_frame import Frames, Moment


def area(polygon):
    """Twice the area inside, by Gauss's formula; 0 for nothing."""
    pairs = zip(polygon, (*polygon[1:], polygon[0]), strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs))


def test_the_body_is_ball_arch_and_heel_without_gaps():
    parts = [area(sole_outline.ZONES[place][0]) for place in ("ball", "arch", "heel")]
    assert sum(parts) == pytest.approx(area(sole_outline.BODY), rel=1e-6)
    assert all(part > 0.1 for part in parts)


def test_zones_lie_in_the_unit_square_in_order_from_toes_to_heel():
    points = [point for polygon in sole_outline.OUTLINE for point in polygon]
    assert min(x for x, _ in points) >= 0
    assert max(x for x, _ in points) <= 1
    assert min(y for _, y in points) >= 0
    assert max(y for _, y in points) == pytest.approx(1, abs=0.01)
    heights = [sole_outline.CENTERS[place][1] for place in PLACES]
    assert heights == sorted(heights)
    assert sole_outline.mirrored(((0.25, 0.5),)) == ((0.75, 0.5),)


@pytest.mark.parametrize("zone", range(COUNT))
def test_a_zone_that_is_driven_glows_where_it_lies(zone):
    frames = Frames("", 1000, 240)
    levels = np.zeros(COUNT)
    dark = np.asarray(frames.draw(Moment(levels, None, 0, "")), dtype=int)
    levels[zone] = 1.0
    lit = np.asarray(frames.draw(Moment(levels, None, 0, "")), dtype=int)
    rows, columns = np.nonzero((lit - dark).sum(axis=2) > 60)
    assert len(rows) > 50
    middle = frames.size[0] / 2
    assert (columns < middle).all() if zone < 5 else (columns > middle).all()
    top, bottom = (frames.size[1] * share for share in (0.10, 0.80))
    share = (rows.mean() - top) / (bottom - top)
    assert share == pytest.approx(sole_outline.CENTERS[PLACES[zone % 5]][1], abs=0.08)


def test_warmth_tints_the_soles():
    frames = Frames("", 1000, 240)
    cold, warm = (
        np.asarray(frames.draw(Moment(np.zeros(COUNT), pad_c, 0, "")), dtype=int)
        for pad_c in (22.0, 42.0)
    )
    redder = (warm - cold)[..., 0] > 40
    assert redder.mean() > 0.1


def test_a_gif_has_the_frames_of_its_plan():
    scene = compose(preview_patterns.made(1))
    plan = movie.plan(scene.duration_ms, None, 5)
    told = []
    data = movie.draw(scene, "gif", plan, 240, lambda done, count: told.append((done, count)))
    count = scene.duration_ms // 200
    assert len(plan.shots) == count
    assert told == [(done, count) for done in range(1, count + 1)]
    with Image.open(io.BytesIO(data)) as gif:
        assert gif.size == (240, 232)
        assert gif.info["loop"] == 0
        lasting_ms = []
        for frame in range(gif.n_frames):  # Pillow joins frames that are alike
            gif.seek(frame)
            lasting_ms.append(gif.info["duration"])
    assert sum(lasting_ms) == count * 200


def test_a_gif_has_the_colors_of_its_frames_though_it_has_few():
    scene = compose(playable.load("solar-plexus"))
    plan = movie.plan(scene.duration_ms, None, 2)
    gif = movie.draw(scene, "gif", plan, 240, lambda done, count: None)
    frames = Frames(scene.title, scene.duration_ms, 240)
    last = Shot(plan.shots[-1].at_ms)
    wanted = np.asarray(frames.draw(movie.moment(scene, last)), dtype=int)
    with Image.open(io.BytesIO(gif)) as found:
        found.seek(found.n_frames - 1)
        off = np.abs(np.asarray(found.convert("RGB"), dtype=int) - wanted).max(axis=2)
    assert np.percentile(off, 99) < 20, "a sole that is warm stays red, and white text white"


@pytest.mark.parametrize("duration_ms", [3_000, 20_000, 120_000, 1_800_000, 3_600_000])
def test_a_movie_lasts_twenty_seconds_or_as_long_as_its_pattern(duration_ms):
    plan = movie.plan(duration_ms, None, None)
    lasts_ms = len(plan.shots) * plan.frame_ms
    assert lasts_ms == pytest.approx(min(duration_ms, movie.LASTS_MS), abs=plan.frame_ms)
    assert all(0 <= shot.at_ms <= duration_ms for shot in plan.shots)
    assert plan.shots[-1].at_ms > 0.9 * duration_ms


def test_a_quick_movie_shows_strokes_in_excerpts_at_a_pace_that_can_be_seen():
    plan = movie.plan(1_800_000, 90, 10)
    times = [shot.at_ms for shot in plan.shots]
    steps = [after - before for before, after in pairwise(times)]
    leaps = [step for step in steps if step > movie.PACE_MAX * plan.frame_ms + 1]
    assert all(step > 0 for step in steps)
    assert len(leaps) == len(plan.shots) * plan.frame_ms // movie.EXCERPT_MS - 1
    assert sum(shot.faded > 0 for shot in plan.shots) >= len(leaps)


def test_a_movie_of_too_many_frames_is_refused():
    with pytest.raises(UserError) as refused:
        movie.plan(3_600_000, 1, 50)
    assert refused.value.message == "the movie would have 180000 frames"
    assert refused.value.remedy == "At most 3000: raise --speed or lower --fps."


@pytest.fixture
def encoder(tmp_path, monkeypatch):
    """Puts a program called ffmpeg on the path that runs the given Python lines."""

    def install(*body):
        program = tmp_path / "ffmpeg"
        program.write_text("\n".join((f"#!{sys.executable}", "import sys", *body)))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])

    return install


def movie_of(scene):
    plan = movie.plan(scene.duration_ms, 4, 2)
    return plan, movie.draw(scene, "mp4", plan, 240, lambda *_: None)


def test_mp4_frames_go_to_ffmpeg_raw(encoder):
    encoder(
        "size = len(sys.stdin.buffer.read())",
        "open(sys.argv[-1], 'w').write(f'{size} {sys.argv}')",
    )
    plan, data = movie_of(compose(preview_patterns.made(1)))
    size, _, words = data.decode().partition(" ")
    assert int(size) == len(plan.shots) * 240 * 232 * 3
    assert "'240x232'" in words
    assert "'2.000'" in words


def test_an_ffmpeg_that_fails_is_told_with_its_own_words(encoder):
    encoder("sys.exit('Unknown encoder')")
    with pytest.raises(UserError) as refused:
        movie_of(compose(preview_patterns.made(1)))
    assert refused.value.message == "ffmpeg failed: Unknown encoder"


def test_without_ffmpeg_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(UserError) as refused:
        movie_of(compose(preview_patterns.made(1)))
    assert refused.value.message == "there is no ffmpeg to make an .mp4 with"
    assert "a .gif needs neither" in refused.value.remedy
