"""Type for frames: Pillow takes one font for a text, here each character has the one it needs."""

from itertools import groupby
from typing import Any

from PIL import ImageDraw, ImageFont

from solewave.preview.lettering import HOUSE, Lettering, house_file

Color = tuple[int, int, int]


class Type:
    """Texts of one size, in pixels."""

    def __init__(self, letters: Lettering, size_px: float, bold: bool = False) -> None:
        self._letters = letters
        self._font_of = {
            family: _font(family, round(size_px), bold) for family in letters.families
        }
        ascent, descent = self._font_of[HOUSE].getmetrics()
        self._below_middle = -((descent - ascent) // 2)  # whole pixels: sharp letters

    def width(self, text: str) -> float:
        """Pixels that a text is wide."""
        return sum(float(font.getlength(part)) for font, part in self._parts(text))

    def write(
        self, pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, ink: Color,
        share: float = 0.0,
    ) -> None:  # fmt: skip
        """Writes `text` with its middle at the height `at[1]`; `share` of its width lies left
        of `at[0]`. All parts stand on one line, whatever their fonts."""
        x = at[0] - round(share * self.width(text))
        for font, part in self._parts(text):
            pen.text((x, at[1] + self._below_middle), part, ink, font, anchor="ls")
            x += font.getlength(part)

    def _parts(self, text: str) -> list[tuple[Any, str]]:
        """(font, characters) of each stretch that one font has."""
        family_of = self._letters.family_of
        stretches = groupby(self._letters.shown(text), lambda char: family_of.get(char, HOUSE))
        return [(self._font_of[family], "".join(chars)) for family, chars in stretches]


def _font(family: str, size_px: int, bold: bool) -> Any:
    if family == HOUSE:
        return ImageFont.truetype(str(house_file(bold)), size_px)
    from matplotlib.font_manager import FontProperties, findfont  # noqa: PLC0415

    file = findfont(FontProperties(family=[family], weight="bold" if bold else "normal"))
    return ImageFont.truetype(str(file), size_px, index=getattr(file, "face_index", 0))
