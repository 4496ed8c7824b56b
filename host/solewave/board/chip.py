"""Facts of a chip: which pins it has and what each cannot do (boards/chips/*.toml)."""

import msgspec

from solewave import shipped


class Chip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pins are GPIO numbers. `strapping` gives for each such pin what it decides at reset."""

    title: str
    gpio: frozenset[int]
    input_only: frozenset[int]
    no_pull_up: frozenset[int]
    flash: frozenset[int]
    serial: frozenset[int]
    strapping: dict[int, str]
    adc1: frozenset[int]
    adc2: frozenset[int]
    adc_min_mv: int
    adc_max_mv: int
    pwm_channels: int


def names() -> list[str]:
    """The chips that Solewave knows, sorted."""
    return sorted(path.stem for path in (shipped.path("boards") / "chips").glob("*.toml"))


def load(name: str) -> Chip:
    """The facts of one of `names()`. Raises KeyError for any other."""
    if name not in names():
        raise KeyError(name)
    path = shipped.path("boards") / "chips" / f"{name}.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Chip, strict=False)
