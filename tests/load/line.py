"""The real client on a slow chip: a line on which no time passes by itself."""

from base64 import b64decode, b64encode
from typing import Any

from load.flood import SlowBench

STEP_MS = 2


class BenchLine:
    """What `solewave.client.Client` needs of a transport; `clock` is the board's, in seconds."""

    name = "bench"
    time_scale = 1.0

    def __init__(self, bench: SlowBench) -> None:
        self._bench = bench
        self.told: dict[str, Any] = bench.do("state")

    def clock(self) -> float:
        return float(self.told["now_ms"]) / 1000

    def write(self, data: bytes) -> None:
        self.told = self._bench.do("send", b64=b64encode(data).decode())

    def read(self, timeout_s: float) -> bytes:
        until_s = self.clock() + timeout_s
        while True:
            self.told = self._bench.do("run", ms=STEP_MS)
            heard = b64decode(self.told["heard"])
            if heard or self.clock() >= until_s:
                return heard
