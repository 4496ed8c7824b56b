"""The shape of a pattern's TOML.

These structs are the one list of keys, words and ranges: the JSON Schema is generated from
them (`solewave.pattern.schema_file`), and the reader takes the known keys from them.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from sole.core import limits, pattern, zones

from solewave.pattern import units

FEET = ("both", "left", "right", "alternate", "mirror")
TEXT_MAX = 255
"""Bytes of UTF-8 in a note: the file gives its length in one byte."""
TITLE_MAX = 64
"""Bytes of UTF-8 in a title: four of them must fit into one answer to `list`."""
_PLAIN = r"^[^\x00-\x1f\x7f-\x9f]*$"
_NAMED = r"^(?=.*\S)[^\x00-\x1f\x7f-\x9f]*$"

Title = Annotated[str, Meta(max_length=TITLE_MAX, pattern=_PLAIN)]
Note = Annotated[str, Meta(max_length=TEXT_MAX, pattern=_PLAIN)]
Time = Annotated[str, Meta(pattern=units.TIME_PATTERN, examples=["1.5s", "2min", "1min 30s"])]
Rate = Annotated[str, Meta(pattern=units.RATE_PATTERN, examples=["12/min", "2/s"])]
Pct = Annotated[float, Meta(ge=0, le=100)]
PartPct = Annotated[float, Meta(ge=1, le=99)]
Place = Literal["toes", "ball", "solar_plexus", "arch", "heel"]
Heat = Annotated[
    float, Meta(ge=limits.HEAT_TARGET_MIN_CC / 100, le=limits.HEAT_TARGET_MAX_CC / 100)
]
Zones = Annotated[
    list[Place],
    Meta(
        min_length=1,
        max_length=len(zones.PLACES),
        extra_json_schema={"uniqueItems": True},
        description="Places of the sole; their order is the direction of the stroke.",
    ),
]
Point = tuple[Time, Pct]


class _Stroke(Struct, forbid_unknown_fields=True, tag_field="kind", kw_only=True):
    zones: Zones = msgspec.field(default_factory=lambda: list(zones.PLACES))  # type: ignore[arg-type]
    feet: Literal["both", "left", "right", "alternate", "mirror"] = "both"
    start: Time = "0s"
    end: Time | None = None
    fade_in: Time = "0s"
    fade_out: Time = "0s"


class _Leveled(_Stroke, kw_only=True):
    level: Annotated[Pct, Meta(description="The highest level, in percent.")]
    rate: Rate | None = None
    period: Time | None = None


class _Waving(_Leveled, kw_only=True):
    low: Annotated[float, Meta(ge=0, lt=100, description="The lowest level, in percent.")] = 0


class Effleurage(_Waving, tag="effleurage"):
    """A wave that travels from the first zone to the last. Default rate 12/min."""


class Petrissage(_Waving, tag="petrissage"):
    """Kneading: neighboring zones swell in turn. Default rate 20/min."""


class Friction(_Leveled, tag="friction", kw_only=True):
    """A small quick ripple between level - ripple and level. Default rate 3/s."""

    ripple: Annotated[float, Meta(gt=0, le=100)] = 20


class Tapotement(_Waving, tag="tapotement", kw_only=True):
    """Taps. `tap` is how long one lasts: a time, or percent of the cycle. Default rate 2/s."""

    tap: Time | PartPct = 50


class Vibration(_Leveled, tag="vibration"):
    """A constant. `rate` or `period` only with feet = "alternate": how fast they take turns."""


class Compression(_Waving, tag="compression", kw_only=True):
    """Rise, hold, release, rest, in percent of the cycle. Default rate 6/min: slow breathing."""

    rise: Pct = 35
    hold: Pct = 15
    release: Pct = 35


class Curve(_Stroke, tag="curve", kw_only=True):
    """The author's own keyframes: [time, level in percent], straight lines between them."""

    points: Annotated[list[Point], Meta(min_length=2, max_length=limits.KEYFRAMES_MAX)]
    repeat: bool = False


Stroke = Effleurage | Petrissage | Friction | Tapotement | Vibration | Compression | Curve
KINDS: dict[str, type[_Stroke]] = {
    "effleurage": Effleurage,
    "petrissage": Petrissage,
    "friction": Friction,
    "tapotement": Tapotement,
    "vibration": Vibration,
    "compression": Compression,
    "curve": Curve,
}


class Section(Struct, forbid_unknown_fields=True, kw_only=True):
    """Strokes that sound together for a given time, and a heat target."""

    lasts: Time
    heat: Annotated[
        Heat | Literal["off"] | None, Meta(description="Degrees Celsius; absent: as before.")
    ] = None
    heat_ramp: Time | None = None
    stroke: Annotated[list[Stroke], Meta(max_length=limits.VOICES_MAX)] = []


class Repeat(Struct, forbid_unknown_fields=True, kw_only=True):
    """Part of a sequence that plays several times."""

    repeat: Annotated[int, Meta(ge=2, le=255)]
    play: Annotated[list[str | Repeat], Meta(min_length=1)]


class Pattern(Struct, forbid_unknown_fields=True, kw_only=True):
    """A massage pattern for Solewave."""

    format: Literal[1]
    title: Title = ""
    note: Annotated[Note, Meta(description="What the person is told at the end.")] = ""
    silent_end: bool = False
    sequence: Annotated[list[str | Repeat], Meta(min_length=1)] | None = None
    section: Annotated[
        dict[Annotated[str, Meta(max_length=limits.NAME_MAX, pattern=_NAMED)], Section],
        Meta(min_length=1, max_length=limits.SECTIONS_MAX),
    ]


assert pattern.MAJOR == 1  # Pattern.format says so


@cache
def known_keys(shape: type[Struct]) -> tuple[str, ...]:
    """The keys that a table of this shape may have, its tag first."""
    tag = shape.__struct_config__.tag_field
    fields = tuple(entry.encode_name for entry in msgspec.structs.fields(shape))
    return (tag, *fields) if tag else fields
