"""Facts of a chip: its pins, what each cannot do, how it is flashed (boards/chips/*.toml)."""

import msgspec

from solewave import shipped


class Chip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pins are GPIO numbers. `strapping` gives for each such pin what it decides at reset.

    `psram` are the pins that a module's PSRAM takes where it has one. `usb` is the chip's own
    USB, `console` its UART0. `bootloader_at` is a flash address in bytes. `usb_ids` names
    "vendor:product" in hex, "*" for any product.
    """

    title: str
    esptool_name: str
    bootloader_at: int
    micropython_board: str
    micropython_min: str
    gpio: frozenset[int]
    input_only: frozenset[int]
    no_pull_up: frozenset[int]
    flash: frozenset[int]
    psram: frozenset[int]
    usb: frozenset[int]
    console: frozenset[int]
    strapping: dict[int, str]
    adc1: frozenset[int]
    adc2: frozenset[int]
    adc_min_mv: int
    adc_max_mv: int
    pwm_channels: int
    pwm_timers: int
    timers: int
    usb_ids: dict[str, str]

    @property
    def free(self) -> frozenset[int]:
        """Pins that are there for whoever builds with the chip."""
        return self.gpio - self.flash - self.usb - self.console


def names() -> list[str]:
    """The chips that Solewave knows, sorted."""
    return sorted(path.stem for path in (shipped.path("boards") / "chips").glob("*.toml"))


def load(name: str) -> Chip:
    """The facts of one of `names()`. Raises KeyError for any other."""
    if name not in names():
        raise KeyError(name)
    path = shipped.path("boards") / "chips" / f"{name}.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Chip, strict=False)


def usb_ids() -> dict[str, str]:
    """All that may sit between the USB cable and one of the chips: "10c4:ea60" to its name."""
    return {usb_id: what for name in names() for usb_id, what in load(name).usb_ids.items()}
