"""One port, several commands: who stays with a session serves the others.

A serial port has one owner. While `play` or `watch` holds it, it listens on a socket
beside the virtual board's files; `pause`, `stop`, `status` and the rest find that
socket and speak through it, in the frames of docs/protocol.md. The owner gives each
guest's request an id of its own, hands back the answer, and gives events to all.
"""

import contextlib
import socket
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from sole.core.frame import frame

from solewave.client import Client
from solewave.errors import DeviceError
from solewave.wire import Wire

PATH_MAX = 100
"""Bytes that the path of a socket may have (107 on Linux, 103 on macOS)."""

LINGER_S = 1.0
"""How long guests may still ask when the session has ended."""

POLL_S = 0.05

WAIT_S = 2.0
"""How long a guest waits for the owner to take what it sends."""

GIVE_S = 0.2
"""How long the owner, who has a session to keep alive, waits for a guest."""


class Host:
    """Serves guests over `client`'s port; `serve` is called in turn with the client's polling.

    Where there can be no socket (Windows, a path too long) nobody is served.
    """

    def __init__(self, client: Client, folder: Path) -> None:
        self._client = client
        self._guests: list[tuple[socket.socket, Wire]] = []
        self._waiting: dict[int, tuple[socket.socket, Any]] = {}
        self._path = _path(folder, client.line.name)
        owner = not isinstance(client.line, Guest)
        self._listener = _listen(self._path) if owner else None
        if self._listener is not None:
            client.on_other = self._hand_back

    def serve(self) -> None:
        """Lets guests in and passes on what they ask; waits for nothing."""
        if self._listener is None:
            return
        with contextlib.suppress(BlockingIOError):
            while True:
                guest, _ = self._listener.accept()
                self._guests.append((guest, Wire()))
        for guest, wire in list(self._guests):
            for request in wire.feed(self._read(guest)):
                self._pass_on(guest, request)

    def linger(self, for_s: float = LINGER_S) -> None:
        """Serves the guests that are there for a last time: they saw the session end too."""
        until = time.monotonic() + for_s
        while self._guests and time.monotonic() < until:
            self._client.poll(POLL_S)
            self.serve()

    def close(self) -> None:
        """Sends all guests away."""
        if self._listener is not None:
            self._client.on_other = lambda _value: None
            self._listener.close()
            self._path.unlink(missing_ok=True)
        for guest, _ in self._guests:
            guest.close()

    def _read(self, guest: socket.socket) -> bytes:
        try:
            guest.setblocking(False)
            data = guest.recv(4096)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._drop(guest)
        return data

    def _pass_on(self, guest: socket.socket, request: dict[str, Any]) -> None:
        own_id, do = request.pop("id", None), request.pop("do", None)
        if do == "watch":  # the owner watches already: events go to all
            self._give(guest, {"id": own_id, "ok": {}})
            return
        self._waiting[self._client.send(str(do), **request)] = (guest, own_id)

    def _hand_back(self, value: dict[str, Any]) -> None:
        """An event for all, or an answer for the one who asked."""
        if "ev" in value:
            for guest, _ in list(self._guests):
                self._give(guest, value)
            return
        answers_to = value.get("id")
        asked = self._waiting.pop(answers_to, None) if isinstance(answers_to, int) else None
        if asked is not None:
            self._give(asked[0], {**value, "id": asked[1]})

    def _give(self, guest: socket.socket, value: dict[str, Any]) -> None:
        try:
            guest.settimeout(GIVE_S)
            guest.sendall(frame(value))
        except OSError:
            self._drop(guest)

    def _drop(self, guest: socket.socket) -> None:
        guest.close()
        self._guests = [(other, wire) for other, wire in self._guests if other is not guest]


class Guest:
    """A transport through the command that holds the port (see `solewave.client.Line`)."""

    def __init__(self, connected: socket.socket, name: str, time_scale: float) -> None:
        self._socket = connected
        self.name = name
        self.time_scale = time_scale

    def read(self, timeout_s: float) -> bytes:
        """What arrived within `timeout_s` seconds; b"" if nothing did."""
        self._socket.settimeout(max(timeout_s, 0.001))
        try:
            data = self._socket.recv(4096)
        except TimeoutError:
            return b""
        except OSError:
            data = b""
        if not data:
            raise DeviceError(
                f"the command that held {self.name} has ended", "Repeat this command."
            )
        return data

    def write(self, data: bytes) -> None:
        """Sends all of `data`."""
        self._socket.settimeout(WAIT_S)
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise DeviceError(
                f"the command that held {self.name} has ended", "Repeat this command."
            ) from error

    def close(self) -> None:
        """Leaves."""
        self._socket.close()


def join(folder: Path, port: str, time_scale: float) -> Guest | None:
    """A transport through whoever holds `port`, or None if nobody serves it."""
    path = _path(folder, port)
    if not path.exists():
        return None
    connected = socket.socket(socket.AF_UNIX)
    connected.settimeout(WAIT_S)
    try:
        connected.connect(str(path))
    except OSError:  # left behind by a command that was killed
        connected.close()
        return None
    return Guest(connected, port, time_scale)


def _path(folder: Path, port: str) -> Path:
    return folder / f"port-{sha256(port.encode()).hexdigest()[:12]}.sock"


def _listen(path: Path) -> socket.socket | None:
    if not hasattr(socket, "AF_UNIX") or len(str(path).encode()) > PATH_MAX:
        return None
    listener = socket.socket(socket.AF_UNIX)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        listener.listen()
    except OSError:
        listener.close()
        return None
    listener.setblocking(False)
    return listener
