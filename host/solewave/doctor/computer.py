"""This computer's side: the port, its driver, the permission to open it."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from solewave import ports
from solewave.board import chip as chips
from solewave.doctor.findings import Findings
from solewave.visible import visible

SYS = Path("/sys")
RULES = "/etc/udev/rules.d/70-solewave.rules"


def look(found: Findings, port: str, comports: Callable[[], Iterable[Any]]) -> bool:
    """Adds what stands behind `port`; False where it cannot be opened."""
    one = next((one for one in comports() if one.device == port), None)
    found.well("port", port + (f", {_called(one)}" if one is not None else ""))
    driver = _driver(port)
    if driver:
        found.well("driver", driver)
    path = Path(port)
    if not path.is_absolute() or not path.exists():
        return True  # a URL, or a port on Windows: opening it tells the rest
    if os.access(path, os.R_OK | os.W_OK):
        found.well("permission", "you may open it")
        return True
    found.wrong("permission", f"you may not open {port}, which {_owner(path)}", _allow(path, one))
    return False


def no_port(found: Findings, said: str, remedy: str) -> None:
    """Adds why there is no port to look at."""
    found.wrong("port", said, remedy)
    for usb_id, name in _plugged_in():
        found.note(
            "usb",
            f"{usb_id} ({name}) is plugged in but has no port",
            "Its driver is missing or another program took it. On Ubuntu brltty takes CH340 "
            "bridges: `sudo apt remove brltty`, then plug it in again.",
        )


def _called(port: Any) -> str:
    names = chips.usb_ids()
    if port.vid is None or port.pid is None:
        return visible(str(port.description))
    usb_id = f"{port.vid:04x}:{port.pid:04x}"
    name = names.get(usb_id) or names.get(f"{port.vid:04x}:*") or visible(str(port.description))
    return f"{name} ({usb_id})"


def _driver(port: str) -> str:
    """The kernel's driver behind a port; "" where the system does not tell."""
    link = SYS / "class/tty" / Path(port).name / "device/driver"
    return link.resolve().name if link.exists() else ""


def _owner(path: Path) -> str:
    """Whose it is: `belongs to the group dialout`."""
    try:
        return f"belongs to the group {path.group()}"
    except (KeyError, NotImplementedError, OSError):
        return "belongs to another user"


def _allow(path: Path, port: Any) -> str:
    """How a person gets the permission, on Linux with a rule to paste."""
    if not sys.platform.startswith("linux"):
        return "Start this terminal as a user who may open serial ports."
    try:
        group = path.group()
    except (KeyError, OSError):
        group = "dialout"
    join = f"`sudo usermod -aG {group} $USER`, then log out and in again."
    if port is None or port.vid is None:
        return f"Join the group: {join}"
    rule = (
        f'SUBSYSTEM=="tty", ATTRS{{idVendor}}=="{port.vid:04x}", '
        f'ATTRS{{idProduct}}=="{port.pid:04x}", TAG+="uaccess"'
    )
    return (
        f"Join the group: {join} Or let whoever sits at this computer open it: put the line "
        f"{rule} into {RULES}, then `sudo udevadm control --reload` and plug it in again."
    )


def _plugged_in() -> list[tuple[str, str]]:
    """USB devices that sit on ESP32 boards, by the kernel's own list."""
    known = chips.usb_ids()
    found = []
    for device in sorted((SYS / "bus/usb/devices").glob("*")):
        try:
            vendor = (device / "idVendor").read_text().strip()
            product = (device / "idProduct").read_text().strip()
        except OSError:
            continue
        name = known.get(f"{vendor}:{product}") or known.get(f"{vendor}:*")
        if name:
            found.append((f"{vendor}:{product}", name))
    return found


def address(
    found: Findings, spec: str | None, comports: Callable[[], Iterable[Any]]
) -> str | None:
    """The port to look at, None if there is none or more than one."""
    from solewave.errors import SolewaveError  # noqa: PLC0415

    if spec is not None:
        return spec
    try:
        return ports.find(comports)
    except SolewaveError as error:
        no_port(found, error.message, error.remedy)
        return None
