"""Which serial ports may have a massager behind them."""

from collections.abc import Callable, Iterable
from typing import Protocol

from solewave.errors import DeviceError
from solewave.visible import visible


class Port(Protocol):
    """What serial.tools.list_ports tells of a port, as far as it matters here."""

    device: str
    description: str
    vid: int | None
    pid: int | None
    serial_number: str | None


def candidates(comports: Iterable[Port]) -> list[Port]:
    """Those of `comports` that have a USB chip found on ESP32 boards (boards/chips)."""
    from solewave.board import chip  # noqa: PLC0415

    known = chip.usb_ids()
    return [port for port in comports if not _ids(port).isdisjoint(known)]


def _ids(port: Port) -> set[str]:
    """How the chip facts may write the USB ID of a port."""
    if port.vid is None or port.pid is None:
        return set()
    return {f"{port.vid:04x}:{port.pid:04x}", f"{port.vid:04x}:*"}


def find(listing: Callable[[], Iterable[Port]] | None = None, *, real: bool = False) -> str:
    """Name of the only port that may be a massager; `real`: a virtual one would not do.

    Raises DeviceError where there is none, or more than one: guessing could start
    the wrong massager.
    """
    found = candidates((listing or comports)())
    if not found:
        raise DeviceError(
            "no massager is plugged in",
            "Plug it in with a USB cable that carries data, or name its port with --port."
            + ("" if real else " Without one: --port virtual."),
        )
    if len(found) > 1:
        listed = ", ".join(f"{port.device} ({visible(port.description)})" for port in found)
        raise DeviceError(
            f"{len(found)} boards are plugged in: {listed}",
            f"Say which one: --port {found[0].device}.",
        )
    return found[0].device


def named(spec: str, listing: Callable[[], Iterable[Port]] | None = None) -> str:
    """The device of the port whose USB serial number is `spec`, or `spec` as it is.

    A serial number stays the same whichever socket the cable is put into.
    """
    if "/" in spec or spec.upper().startswith("COM"):
        return spec  # a device or a URL: no need to look
    for port in (listing or comports)():
        if port.serial_number and port.serial_number.lower() == spec.lower():
            return port.device
    return spec


def comports() -> Iterable[Port]:
    """Every serial port of this computer."""
    from serial.tools import list_ports  # type: ignore[import-untyped]  # noqa: PLC0415

    ports: Iterable[Port] = list_ports.comports()
    return ports
