"""A page of fixed width that grows downwards: where each strip of a picture stands."""

from dataclasses import dataclass, field

WIDTH = 10.0
LEFT = 1.3
RIGHT = 0.3
MARGIN = 0.16
"""Inches."""

PLOT = WIDTH - LEFT - RIGHT


@dataclass(frozen=True)
class Strip:
    """A row of the page; `top` is counted from the page's upper edge."""

    top: float
    height: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.top + self.height / 2


@dataclass
class Page:
    """Hands out strips from top to bottom; `height` is what they need so far."""

    height: float = MARGIN
    strips: dict[str, Strip] = field(default_factory=dict)

    def add(self, name: str, height: float, gap: float = 0.0) -> Strip:
        """The next strip, `gap` below the one before."""
        strip = Strip(self.height + gap, height)
        self.height += gap + height
        self.strips[name] = strip
        return strip

    def x_of(self, at_ms: float, duration_ms: int) -> float:
        """Inches from the left edge at which a time stands."""
        return LEFT + PLOT * at_ms / duration_ms
