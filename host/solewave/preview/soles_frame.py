"""Both soles from above as one frame of a moving picture: what glows, and how warm it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from sole.core.zones import COUNT, FEET, PLACES

from solewave import sole_outline
from solewave.preview.frame_type import Type
from solewave.preview.labels import shortened
from solewave.preview.lettering import PLAIN, Lettering
from solewave.sole_outline import Polygon

Floats = NDArray[np.float32]

PAPER = (17, 20, 26)
COLD = (52, 60, 74)
WARM = (150, 62, 40)
GLOW = (120, 214, 255)
INK = (236, 239, 244)
QUIET = (150, 158, 170)
BAR = (58, 66, 80)

COLD_C, WARM_C = 26.0, 42.0
TINTS = 12
STEPS = 16
"""Steps of warmth and of levels: what does not change from frame to frame costs nothing."""
GAMMA = 0.6
"""Weak levels must still be seen to glow."""
OVERSAMPLED = 3
HALO = 0.22
"""How much of a zone's glow falls beside the sole."""


@dataclass(frozen=True)
class Moment:
    """What one frame shows: levels 0 to 1 of the ten zones, pad in degrees C or None."""

    levels: NDArray[np.float64]
    pad_c: float | None
    at_ms: float
    section: str


class Frames:
    """Draws moments of one pattern at one size; `size` is in pixels, both even."""

    def __init__(
        self, title: str, duration_ms: int, width_px: int, letters: Lettering = PLAIN
    ) -> None:
        unit = width_px / 480
        self.size = (width_px // 2 * 2, round(466 * unit) // 2 * 2)
        self._unit = unit
        self._duration_ms = duration_ms
        self._large, self._type = Type(letters, 17 * unit, bold=True), Type(letters, 14 * unit)
        self._title = title
        self._sole = _mask(self.size, [self._placed(foot, sole_outline.OUTLINE) for foot in FEET])
        self._glow = np.stack([self._zone_glow(zone) for zone in range(COUNT)])
        self._seams = self._seam_lines()

    def draw(self, moment: Moment) -> Image.Image:
        """The frame of one moment, RGB."""
        levels = np.round(moment.levels.astype(np.float32) ** GAMMA * STEPS) / STEPS
        glow = np.tensordot(levels, self._glow, axes=1)
        glow = np.minimum(glow, 1)[..., None]
        base = np.array(_tint(moment.pad_c), dtype=np.float32)
        sole = self._sole[..., None]
        ground = np.array(PAPER, dtype=np.float32) * (1 - sole) + base * sole
        ground = ground * (1 - 0.35 * self._seams[..., None])
        picture = ground + (np.array(GLOW, dtype=np.float32) - ground) * glow
        image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
        self._write(ImageDraw.Draw(image), moment)
        return image

    def _placed(self, foot: str, polygons: tuple[Polygon, ...]) -> list[Polygon]:
        """Polygons of a left foot where that foot stands, in pixels."""
        unit = self._unit
        long, top = 322 * unit, 48 * unit
        wide = long * sole_outline.ASPECT
        left = self.size[0] / 2 + (26 * unit if foot == "right" else -26 * unit - wide)
        found = []
        for polygon in polygons:
            turned = sole_outline.mirrored(polygon) if foot == "right" else polygon
            found.append(tuple((left + x * wide, top + y * long) for x, y in turned))
        return found

    def _zone_glow(self, zone: int) -> Floats:
        """How much of a zone's color each pixel takes: soft inside, a halo beside the sole."""
        foot, place = FEET[zone // 5], PLACES[zone % 5]
        own = self._placed(foot, sole_outline.ZONES[place])
        shape = _mask(self.size, [own])
        if place in ("ball", "arch"):
            dimple = self._placed(foot, sole_outline.ZONES["solar_plexus"])
            shape = shape * (1 - _mask(self.size, [dimple]))
        near, far = _blurred(shape, 3 * self._unit), _blurred(shape, 8 * self._unit)
        return near * self._sole + HALO * far * (1 - self._sole)

    def _seam_lines(self) -> Floats:
        """Where one zone ends and the next begins, so that zones at rest can be told apart."""
        image = Image.new("L", self.size)
        pen = ImageDraw.Draw(image)
        for foot in FEET:
            for place in ("heel", "arch", "ball", "solar_plexus"):
                fill = 0 if place == "solar_plexus" else None
                for polygon in self._placed(foot, sole_outline.ZONES[place]):
                    pen.polygon(polygon, fill, outline=255, width=max(1, round(self._unit)))
        return _blurred(_shares(image), 0.6 * self._unit) * self._sole

    def _write(self, pen: ImageDraw.ImageDraw, moment: Moment) -> None:
        """Title above, section, warmth, clock and progress below."""
        unit, (width, height) = self._unit, self.size
        left, right = 22 * unit, width - 22 * unit
        title = shortened(self._title, right - left, self._large.width)
        self._large.write(pen, (left, 26 * unit), title, INK)
        clock = f"{_clock(moment.at_ms)} / {_clock(self._duration_ms)}"
        self._type.write(pen, (right, height - 56 * unit), clock, INK, share=1)
        room = right - left - self._type.width(clock) - 12 * unit
        section = shortened(moment.section, room, self._type.width)
        self._type.write(pen, (left, height - 56 * unit), section, INK)
        if moment.pad_c is not None:
            warmth = f"{moment.pad_c:.0f} °C"
            self._type.write(pen, (width / 2, height - 22 * unit), warmth, QUIET, share=0.5)
        self._bar(pen, left, right, height - 38 * unit, moment.at_ms / self._duration_ms)

    def _bar(
        self, pen: ImageDraw.ImageDraw, left: float, right: float, y: float, share: float
    ) -> None:
        half = 2 * self._unit
        pen.rounded_rectangle((left, y - half, right, y + half), half, BAR)
        end = left + (right - left) * min(share, 1)
        if end > left + 2 * half:
            pen.rounded_rectangle((left, y - half, end, y + half), half, GLOW)


def _clock(at_ms: float) -> str:
    minutes, seconds = divmod(int(at_ms) // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def _tint(pad_c: float | None) -> tuple[float, ...]:
    """The sole's own color: slate when cold, ember when warm."""
    share = 0.0 if pad_c is None else (pad_c - COLD_C) / (WARM_C - COLD_C)
    share = round(min(max(share, 0.0), 1.0) * TINTS) / TINTS
    return tuple(cold + (warm - cold) * share for cold, warm in zip(COLD, WARM, strict=True))


def _mask(size: tuple[int, int], groups: list[list[Polygon]]) -> Floats:
    """1 inside any polygon, 0 outside, smooth at the edges; (height, width)."""
    large = Image.new("L", (size[0] * OVERSAMPLED, size[1] * OVERSAMPLED))
    pen = ImageDraw.Draw(large)
    for polygon in (polygon for group in groups for polygon in group):
        pen.polygon([(x * OVERSAMPLED, y * OVERSAMPLED) for x, y in polygon], fill=255)
    return _shares(large.resize(size, Image.Resampling.BOX))


def _blurred(mask: Floats, radius: float) -> Floats:
    image = Image.fromarray((mask * 255).astype(np.uint8))
    return _shares(image.filter(ImageFilter.GaussianBlur(radius)))


def _shares(gray: Image.Image) -> Floats:
    """0 to 1 for each pixel, (height, width)."""
    return np.asarray(gray).astype(np.float32) / np.float32(255)
