"""What a picture is lettered with: DejaVu Sans, and fonts of this computer for what it lacks."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib
from matplotlib.ft2font import FT2Font

HOUSE = "DejaVu Sans"
"""Comes with matplotlib and knows most alphabets, but no Chinese, Japanese or Korean."""
HOUSE_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
MISSING = "\N{REPLACEMENT CHARACTER}"
TOLD_MAX = 12
"""Characters that a complaint names."""
UNLIKED = ("Serif", "Mono", "Sharp", "HK", "TC")
"""Words in the names of families that are taken if no other has the letters."""
NO_LETTERS = "Last Resort High-Efficiency"
"""Comes with matplotlib too, and has a box for every character there is."""


@dataclass(frozen=True)
class Lettering:
    """`family_of`: which other family has a character that HOUSE lacks; `lacking`: none has."""

    family_of: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lacking: str = ""

    @property
    def families(self) -> tuple[str, ...]:
        """All that are needed, HOUSE first."""
        return (HOUSE, *dict.fromkeys(self.family_of.values()))

    def shown(self, text: str) -> str:
        """`text` with MISSING for each character that no font has."""
        return "".join(MISSING if char in self.lacking else char for char in text)

    def left_to_the_reader(self) -> "Lettering":
        """For a file that holds its texts as such: who reads it may have what is lacking here."""
        return replace(self, lacking="")

    @property
    def complaint(self) -> str:
        """What is lacking, for the person, and what to do."""
        some = self.lacking[:TOLD_MAX] + ("…" if len(self.lacking) > TOLD_MAX else "")
        return (
            f"no font on this computer has {some} (shown as {MISSING}). "
            "Install one that has, or draw an .svg, which takes the fonts of its reader."
        )


PLAIN = Lettering()


def chosen(texts: Iterable[str]) -> Lettering:
    """What these texts can be lettered with. Other fonts are looked for only if HOUSE lacks
    a character, and in what is installed since matplotlib last looked only if those it knew lack
    it too."""
    wanted = _not_in_house(texts)
    if not wanted:
        return PLAIN
    family_of: dict[str, str] = {}
    for families in (_known, _new):
        family_of |= _covered(wanted - family_of.keys(), families())
        if len(family_of) == len(wanted):
            break
    return Lettering(MappingProxyType(family_of), "".join(sorted(wanted - family_of.keys())))


def house_file(bold: bool) -> Path:
    """The font file of HOUSE."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / HOUSE_FILES[bold]


def _not_in_house(texts: Iterable[str]) -> set[str]:
    found = {char for text in texts for char in text if ord(char) > 0x7E}
    if found:
        faces = [FT2Font(str(house_file(bold))) for bold in (False, True)]
        found = {one for one in found if not all(face.get_char_index(ord(one)) for face in faces)}
    return found


def _covered(wanted: set[str], families: Iterator[tuple[str, list[FT2Font]]]) -> dict[str, str]:
    """A family for each character that has one; as few families as a greedy choice finds."""
    has: dict[str, set[str]] = {}
    for family, faces in families:
        has[family] = {one for one in wanted if _all_have(faces, one)}
        if has[family] == wanted:
            return dict.fromkeys(sorted(wanted), family)
    found: dict[str, str] = {}
    while left := wanted - found.keys():
        best = max(has, key=lambda family: len(has[family] & left), default="")
        if not best or not has[best] & left:
            break
        found |= dict.fromkeys(sorted(has[best] & left), best)
    return found


def _all_have(faces: list[FT2Font], char: str) -> bool:
    return bool(faces) and all(face.get_char_index(ord(char)) for face in faces)


def _known() -> Iterator[tuple[str, list[FT2Font]]]:
    from matplotlib.font_manager import fontManager  # noqa: PLC0415  (most titles need none)

    return _opened(fontManager.ttflist)


def _new() -> Iterator[tuple[str, list[FT2Font]]]:
    """Of the font files that have come since matplotlib made its list."""
    from matplotlib.font_manager import findSystemFonts, fontManager  # noqa: PLC0415

    known = len(fontManager.ttflist)
    for file in sorted(set(findSystemFonts()) - {entry.fname for entry in fontManager.ttflist}):
        # Fonts of bitmaps, and broken files.
        with suppress(OSError, RuntimeError, NotImplementedError, KeyError, ValueError):
            fontManager.addfont(file)
    return _opened(fontManager.ttflist[known:])


def _opened(entries: list[Any]) -> Iterator[tuple[str, list[FT2Font]]]:
    """(family, its upright faces, regular and bold), sans before the rest."""
    upright = [one for one in entries if one.style == "normal" and one.name != NO_LETTERS]
    for family, found in groupby(sorted(upright, key=_liking), key=lambda entry: entry.name):
        yield family, [face for entry in found for face in _face(entry)]


def _face(entry: Any) -> Iterator[FT2Font]:
    # matplotlib 3.11 and newer knows all faces of a collection, older ones the first.
    index = getattr(entry, "index", 0)
    which: Any = {"face_index": index} if index else {}
    with suppress(OSError, RuntimeError):  # the file has gone
        yield FT2Font(entry.fname, **which)


def _liking(entry: Any) -> tuple[bool, str]:
    return any(word in entry.name for word in UNLIKED), str(entry.name)
