"""Titles in scripts that DejaVu Sans has not: another font's letters, or a sign and a warning."""

from __future__ import annotations

import shutil

import matplotlib
import numpy as np
import preview_patterns
import pytest
from matplotlib import font_manager
from matplotlib.text import Text
from PIL import Image, ImageDraw
from solewave.cli import run
from solewave.preview import lettering, picture
from solewave.preview.frame_type import Type
from solewave.preview.lettering import HOUSE, MISSING, PLAIN, chosen
from solewave.preview.scene import compose

INTEGRAL_TOP = "\N{TOP HALF INTEGRAL}"
CIRCLED = "\N{CIRCLED LATIN CAPITAL LETTER A}"
NOBODY_HAS = "\N{CUNEIFORM SIGN A}"
"""DejaVu Sans Bold lacks the second and the third; STIX, which comes with matplotlib, has the
second. matplotlib's Last Resort has a box for each."""

PATTERN = """\
format = 1
title = "{title}"
[section.tap]
lasts = "4s"
[[section.tap.stroke]]
kind = "tapotement"
rate = "60/min"
tap = "100ms"
level = 40
"""


@pytest.fixture(autouse=True)
def only_what_matplotlib_brings(monkeypatch):
    """Whatever is installed on this computer; a test may append what it installs."""
    own = matplotlib.get_data_path()
    bundled = [one for one in font_manager.fontManager.ttflist if one.fname.startswith(own)]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", bundled)
    installed: list[str] = []
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: installed)
    return installed


def test_most_texts_need_no_other_font_and_look_for_none(monkeypatch):
    monkeypatch.setattr(lettering, "_known", lambda: pytest.fail("looked for fonts"))
    texts = ["After work", "Füße kneten ✓", "массаж ног", "שלום", "تدليك", f"{INTEGRAL_TOP} 😴"]
    assert chosen(texts) is PLAIN


def test_what_dejavu_lacks_comes_from_a_font_that_has_it():
    letters = chosen(["plain", f"a {CIRCLED}"])
    assert letters.lacking == ""
    assert letters.families == (HOUSE, letters.family_of[CIRCLED])
    assert letters.family_of[CIRCLED].startswith("STIX")
    assert letters.shown(f"a {CIRCLED}") == f"a {CIRCLED}"


def test_what_no_font_has_is_replaced_and_named():
    letters = chosen([f"a {NOBODY_HAS}{CIRCLED}"])
    assert letters.lacking == NOBODY_HAS
    assert letters.shown(f"a {NOBODY_HAS}{CIRCLED}") == f"a {MISSING}{CIRCLED}"
    assert f"has {NOBODY_HAS} (shown as {MISSING})" in letters.complaint


def test_a_font_installed_since_matplotlib_last_looked_is_found(
    only_what_matplotlib_brings, monkeypatch, tmp_path
):
    manager = font_manager.fontManager
    stix = [one for one in manager.ttflist if one.name.startswith("STIX")]
    rest = [one for one in manager.ttflist if one not in stix]
    monkeypatch.setattr(manager, "ttflist", rest)
    assert chosen([CIRCLED]).lacking == CIRCLED
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    installed = [shutil.copy(one.fname, tmp_path) for one in stix]
    only_what_matplotlib_brings += [str(broken), *installed]
    assert chosen([CIRCLED]).lacking == ""


@pytest.mark.filterwarnings("error:Glyph .* missing")
def test_a_picture_measures_and_draws_with_the_other_font():
    letters = chosen([CIRCLED, NOBODY_HAS])
    names = letters.families
    for bold in (False, True):
        picture.measure(CIRCLED, bold=bold, families=names)
    scene = compose(preview_patterns.made(preview_patterns.COLD))
    object.__setattr__(scene, "title", f"{CIRCLED} {NOBODY_HAS}")
    with matplotlib.rc_context({**picture.SETTINGS, "font.family": list(names)}):
        figure = picture.figure_of(scene, letters)
    title = next(one for one in figure.findobj(Text) if one.get_gid() == "title")
    assert title.get_text() == f"{CIRCLED} {MISSING}"
    assert title.get_fontfamily() == list(names)


def inked(letters, text, share=0.0):
    """Columns of a frame that have ink after writing from, or up to, its middle."""
    image = Image.new("RGB", (400, 40))
    kind = Type(letters, 20)
    kind.write(ImageDraw.Draw(image), (200, 20), text, (255, 255, 255), share)
    return np.nonzero(np.asarray(image).any(axis=(0, 2)))[0], kind.width(text)


def test_a_frame_takes_each_character_from_the_font_that_has_it():
    letters = chosen([CIRCLED])
    text = f"a{CIRCLED}b"
    columns, width = inked(letters, text)
    assert width == pytest.approx(
        inked(PLAIN, "a")[1] + inked(letters, CIRCLED)[1] + inked(PLAIN, "b")[1]
    )
    assert 200 <= columns[0] <= columns[-1] <= 201 + width
    columns, _ = inked(letters, text, share=1)
    assert 199 - width <= columns[0] <= columns[-1] <= 201


@pytest.mark.parametrize(
    ("kind", "size", "warned"),
    [
        ("png", ["--width", "400"], 1),
        ("gif", ["--width", "240", "--fps", "1"], 1),
        ("pdf", [], 1),
        ("svg", [], 0),
    ],
)
def test_the_person_is_warned_once_but_of_an_svg(
    kind, size, warned, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tap.toml").write_text(PATTERN.format(title=NOBODY_HAS * 3), "utf-8")
    assert run(["preview", "tap.toml", "-o", f"tap.{kind}", *size]) == 0
    assert capsys.readouterr().err.count("no font on this computer has") == warned
    if kind == "svg":
        assert NOBODY_HAS * 3 in (tmp_path / "tap.svg").read_text("utf-8")
