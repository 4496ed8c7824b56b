"""Colors and sizes of the pictures: one blue in two strengths for all zones, and lines that
differ in their dashes too (Okabe and Ito's palette), so that gray paper and color-blind
readers lose nothing."""

from typing import Any

INK = "#1a1a1a"
QUIET = "#5f6368"
RULE = "#c9ccd1"
BAND = "#f4f5f7"
PAPER = "#ffffff"

PEAK = "#a9cde8"
MEAN = "#0072b2"
WARNING = "#1a1a1a"

LIMIT: dict[str, Any] = {"color": INK, "linestyle": (0, (5, 2)), "linewidth": 1.1}
CURVES: dict[str, dict[str, Any]] = {
    "target": LIMIT,
    "pad": {"color": "#d55e00", "linewidth": 1.8},
    "skin": {"color": "#7a4a00", "linestyle": (0, (1, 1.4)), "linewidth": 1.4},
}
"""Lines of the heat panel, as matplotlib takes them."""

FONT = 8.5
TITLE_FONT = 12.0
SMALL_FONT = 7.5
