"""Which serial ports may have a massager behind them."""

from collections.abc import Callable, Iterable
from typing import Protocol

from solewave.errors import DeviceError

ESPRESSIF = 0x303A
"""USB vendor of the ESP32-S2, S3, C3 and C6 themselves: every product counts."""

BRIDGES = {
    (0x10C4, 0xEA60),  # Silicon Labs CP210x
    (0x10C4, 0xEA70),  # Silicon Labs CP2105
    (0x1A86, 0x7523),  # WCH CH340
    (0x1A86, 0x7522),  # WCH CH340K
    (0x1A86, 0x5523),  # WCH CH341
    (0x1A86, 0x55D3),  # WCH CH343
    (0x1A86, 0x55D4),  # WCH CH9102
    (0x0403, 0x6001),  # FTDI FT232R
    (0x0403, 0x6010),  # FTDI FT2232 (ESP-Prog, ESP-WROVER-KIT)
    (0x0403, 0x6011),  # FTDI FT4232
    (0x0403, 0x6014),  # FTDI FT232H
    (0x0403, 0x6015),  # FTDI FT230X
    (0x067B, 0x2303),  # Prolific PL2303
    (0x067B, 0x23A3),  # Prolific PL2303GS
    (0x2E8A, 0x000C),  # Raspberry Pi Debug Probe, as a UART bridge
}
"""USB vendor and product of the bridges found on ESP32 boards (usb.ids, vendors' data sheets)."""


class Port(Protocol):
    """What serial.tools.list_ports tells of a port, as far as it matters here."""

    device: str
    description: str
    vid: int | None
    pid: int | None


def candidates(comports: Iterable[Port]) -> list[Port]:
    """Those of `comports` that have a USB chip found on ESP32 boards."""
    return [
        port
        for port in comports
        if port.vid is not None and (port.vid == ESPRESSIF or (port.vid, port.pid) in BRIDGES)
    ]


def find(comports: Callable[[], Iterable[Port]] | None = None) -> str:
    """Name of the only port that may be a massager.

    Raises DeviceError where there is none, or more than one: guessing could start
    the wrong massager.
    """
    found = candidates((comports or _comports)())
    if not found:
        raise DeviceError(
            "no massager is plugged in",
            "Plug it in with a USB cable that carries data, name its port with --port, "
            "or use --port virtual.",
        )
    if len(found) > 1:
        listed = ", ".join(f"{port.device} ({port.description})" for port in found)
        raise DeviceError(
            f"{len(found)} boards are plugged in: {listed}",
            f"Say which one: --port {found[0].device}.",
        )
    return found[0].device


def _comports() -> Iterable[Port]:
    from serial.tools import list_ports  # type: ignore[import-untyped]  # noqa: PLC0415

    ports: Iterable[Port] = list_ports.comports()
    return ports
