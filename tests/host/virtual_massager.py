"""The real firmware on a virtual board, and a client that talks to it."""

import time
from typing import Any

import pytest
from solewave import upload
from solewave.client import Client
from solewave.errors import SolewaveError
from solewave.transport import open_port
from solewave.virtual import VirtualBoard

SPEED = 25.0
"""A session ends when its host stands still for 5 s of the board's time: here a fifth of one."""
HEATER_PINS = (26, 27)
MOTOR_PINS = (13, 16, 17, 18, 19, 21, 22, 23, 25, 33)
HANG_GUARD_S = 60


class Massager:
    """A virtual board and a client that talks to it."""

    def __init__(self, virtual: VirtualBoard) -> None:
        self.virtual = virtual
        self.connect()

    def connect(self) -> None:
        self.port = open_port(self.virtual.port, self.virtual.speed)
        self.client = Client(self.port)
        self.hello = self.client.hello()

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        return self.client.ask(do, **more)

    def start(self, do: str, **more: Any) -> dict[str, Any]:
        return self.ask(do, ticket=self.ask("ready")["ticket"], **more)

    def refused(self, do: str, **more: Any) -> str:
        """The code with which a request is refused."""
        with pytest.raises(SolewaveError) as caught:
            self.client.ask(do, **more)
        return caught.value.code

    def upload(self, name: str, data: bytes) -> upload.Uploaded:
        return upload.send(
            self.client, name, data, self.hello["frame_max"], self.hello["inflate_max"]
        )

    def until(self, wanted: Any) -> dict[str, Any]:
        """Asks for the status, which keeps the session alive, until `wanted(status)`."""
        begun = time.monotonic()
        while time.monotonic() < begun + HANG_GUARD_S:
            status = self.ask("status")
            if wanted(status):
                return status
            time.sleep(0.01)
        raise AssertionError(f"never happened; last seen: {status}")

    def idle(self) -> dict[str, Any]:
        return self.until(lambda status: status["state"] in ("idle", "cooling", "fault"))

    def played(self, ms: int) -> dict[str, Any]:
        return self.until(lambda status: status["elapsed_ms"] >= ms)

    def driven(self) -> set[int]:
        """Pins that drive something now."""
        outputs = self.virtual.outputs()
        return {pin for pin in (*HEATER_PINS, *MOTOR_PINS) if outputs[pin]["duty_u16"]}

    def send(self, data: bytes) -> None:
        self.port.write(data)
