"""What every strip of a picture is made with.

A strip's function reserves room on the page and gives back its Plan: what draws there later,
when the height of the page is known.
"""

from collections.abc import Callable

from solewave.preview.canvas import Canvas

Plan = Callable[[Canvas], None]
Measure = Callable[..., float]
"""Inches that a text is wide: `solewave.preview.picture.measure`."""

ROW = 0.2
PAD = 0.06
"""Free on both sides of a text."""
