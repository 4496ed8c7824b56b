"""The board that needs no hardware: the real firmware behind a pseudo-terminal."""

from solewave.virtual.registry import RunningBoard, find_running
from solewave.virtual.server import VirtualBoard, serve

__all__ = ["RunningBoard", "VirtualBoard", "find_running", "serve"]
