"""Patterns to compare on: every shipped routine, every kind of stroke in every mode of feet."""

from __future__ import annotations

from rigs.guests import REPOSITORY

STROKES = {
    "effleurage": 'rate = "20/min"\nlow = 5\nlevel = 90',
    "petrissage": 'period = "1.7s"\nlevel = 77\nfade_in = "2s"\nfade_out = "3s"',
    "friction": 'rate = "5/s"\nripple = 33\nlevel = 60\nstart = "1s"',
    "tapotement": 'rate = "3/s"\ntap = "110ms"\nlevel = 100\nend = "9s"',
    "vibration": "level = 41",
    "compression": 'rate = "7/min"\nrise = 40\nhold = 5\nrelease = 45\nlow = 10\nlevel = 80',
    "curve": 'points = [["0s", 0], ["0.7s", 70], ["2.3s", 13]]\nrepeat = true',
    "curve-once": 'points = [["0s", 100], ["3.1s", 7], ["9s", 95]]',
}
FEET = ("both", "left", "right", "alternate", "mirror")

HEADER = """format = 1
sequence = ["one", { repeat = 3, play = ["two"] }]
[section.two]
lasts = "1.3s"
heat = "off"
[section.one]
lasts = "12s"
heat = 31.5
heat_ramp = "11s"
[[section.one.stroke]]
"""


def snippet(kind: str, feet: str) -> str:
    """TOML of a short pattern with one stroke; two sections, a repeat and heat around it."""
    text = HEADER + f'kind = "{kind.removesuffix("-once")}"\nfeet = "{feet}"\n{STROKES[kind]}\n'
    if kind == "vibration" and feet == "alternate":
        text += 'rate = "1.1/s"\n'
    return text


def snippets() -> dict[str, str]:
    """All of them, by name. A curve that plays once cannot alternate."""
    return {
        f"{kind}-{feet}": snippet(kind, feet)
        for kind in STROKES
        for feet in FEET
        if (kind, feet) != ("curve-once", "alternate")
    }


def routines() -> dict[str, str]:
    """The shipped routines, by name."""
    found = sorted((REPOSITORY / "routines").glob("*.toml"))
    return {path.stem: path.read_text(encoding="utf-8") for path in found}
