"""The board that needs no hardware: the real firmware behind a pseudo-terminal."""

from typing import TYPE_CHECKING, Any

from solewave.virtual.registry import RunningBoard, find_running

if TYPE_CHECKING:
    from solewave.virtual.server import VirtualBoard, serve

__all__ = ["RunningBoard", "VirtualBoard", "find_running", "serve"]


def __getattr__(name: str) -> Any:
    """The server, imported by who needs one; to look for one that runs takes much less."""
    if name not in ("VirtualBoard", "serve"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from solewave.virtual import server  # noqa: PLC0415

    return getattr(server, name)
