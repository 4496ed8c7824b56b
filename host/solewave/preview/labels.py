"""Where text goes, so that none lies upon another. Lengths are inches of the figure."""

from collections.abc import Callable
from dataclasses import dataclass

TIMES = "\N{MULTIPLICATION SIGN}"
"""Before the number of a repeat."""

Measure = Callable[[str], float]
"""How wide a text is."""

TIE = "\N{NO-BREAK SPACE}"
"""A space at which `wrapped` begins no line; it comes out as a plain one."""


@dataclass(frozen=True)
class Label:
    """A number, or a range of numbers, centered at `x`."""

    x: float
    width: float
    text: str


def shortened(text: str, width: float, measure: Measure) -> str:
    """`text`, or its beginning with an ellipsis; "" if not even three letters fit."""
    if measure(text) <= width:
        return text
    for length in range(len(text) - 1, 2, -1):
        cut = text[:length].rstrip(" -_") + "…"
        if measure(cut) <= width:
            return cut
    return ""


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """Lines of at most `width`; a word that is wider is cut. TIE holds words together."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and measure(longer) > width:
            lines.append("")
            longer = word
        lines[-1] = shortened(longer, width, measure)
    return [line.replace(TIE, " ") for line in lines]


def repeat_text(times: int, names: list[str], room: float, measure: Measure) -> str:
    """How often, and what of it if `names` are given; "" where there is no room for either."""
    often = f"{TIMES}{times}"
    texts = (f"{often} {', '.join(dict.fromkeys(names))}".rstrip(), often)
    return next((text for text in texts if measure(text) <= room), "")


def spread(
    numbered: list[tuple[int, float]], low: float, high: float, wide: Measure
) -> list[Label]:
    """Labels for (number, x), left to right; those that would touch become one range.

    `low` and `high` are how far a label may reach; `wide` includes the gap to the next.
    """
    groups: list[list[tuple[int, float]]] = []
    labels: list[Label] = []
    for one in sorted(numbered, key=lambda entry: (entry[1], entry[0])):
        groups.append([one])
        labels.append(_label(groups[-1], low, high, wide))
        while len(labels) > 1 and _touch(labels[-2], labels[-1]):
            last = groups.pop()
            groups[-1].extend(last)
            labels.pop()
            labels[-1] = _label(groups[-1], low, high, wide)
    return labels


def _label(group: list[tuple[int, float]], low: float, high: float, wide: Measure) -> Label:
    numbers = [number for number, _ in group]
    first, last = min(numbers), max(numbers)
    text = f"{first}" if first == last else f"{first}\N{EN DASH}{last}"
    width = wide(text)
    center = (group[0][1] + group[-1][1]) / 2
    return Label(min(max(center, low + width / 2), high - width / 2), width, text)


def _touch(left: Label, right: Label) -> bool:
    return left.x + left.width / 2 > right.x - right.width / 2
