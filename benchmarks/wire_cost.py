"""Bytes and requests that an upload costs: the same on every computer.

The host's own code, without a line: what it sends goes to a stand-in for the massager that
answers as docs/protocol.md says. `bench_upload.py` measures whole commands on a slow line.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from rigs.fake_massager import FakeMassager  # noqa: E402
from sole.core import limits  # noqa: E402
from solewave import playable, upload  # noqa: E402
from solewave.client import Client  # noqa: E402

ROUTINE = "stress-relief"


class Line(FakeMassager):
    """A massager at the other end of no line. `sent` counts the bytes that came."""

    name = "stand-in"
    time_scale = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.hello |= {"frame_max": limits.FRAME_MAX, "inflate_max": limits.INFLATE_MAX}
        self.sent = 0
        self._said = bytearray()

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002 - all is there at once
        """What it has said since."""
        said = bytes(self._said)
        self._said.clear()
        return said

    def write(self, data: bytes) -> None:
        """Bytes of either side: FakeMassager answers by this name, a Client sends by it."""
        self._said += data


class _End:
    """The client's end of a Line."""

    name, time_scale = Line.name, Line.time_scale

    def __init__(self, line: Line) -> None:
        self.read = line.read
        self._line = line

    def write(self, data: bytes) -> None:
        self._line.sent += len(data)
        self._line.feed(data)


def of_upload(data: bytes) -> tuple[int, int]:
    """Bytes and requests to the massager, to bring the compiled pattern `data` as a command does:
    `hello` first, since it says how long a frame may be."""
    line = Line()
    client = Client(_End(line))
    hello = client.hello()
    upload.send(client, "measured", data, hello["frame_max"], hello["inflate_max"])
    if line.patterns.get("measured") != data:
        raise RuntimeError("it did not arrive")
    return line.sent, len(line.requests)


def routine() -> tuple[int, int]:
    """The same for a routine of its real size."""
    return of_upload(playable.load(ROUTINE).data)
