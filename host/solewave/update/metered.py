"""A port of which one step may read so much and no more."""

from typing import Any

from solewave.errors import DeviceError

STEP_BYTES = 64 * 1024
"""The longest that a step has to hear: the list of 600 files."""


class Metered:
    """A pyserial `port`; all but reading goes to it as it is, but for what is set on it.

    mpremote reads until it has found what it waits for, however long that is.
    """

    def __init__(self, port: Any) -> None:
        self.port = port
        self._left = STEP_BYTES

    def begin_step(self) -> None:
        """From here on another STEP_BYTES may come."""
        self._left = STEP_BYTES

    def read(self, size: int = 1) -> bytes:
        """As the port. Raises DeviceError where a step has heard too much."""
        data: bytes = self.port.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise DeviceError(
                f"the board on {self.port.name} sends without end",
                "Unplug the massager, plug it in and repeat the command.",
            )
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)
