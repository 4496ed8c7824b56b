"""Late ticks of a session that plays, without and with uploads arriving all the time.

The virtual board at the wall's own speed, its line slowed to 115200 baud. Both cases
take turns on the same board; the numbers are the device's own counts. Whatever else
this computer does can make a tick late too, in either column.
"""

import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table
from solewave import board, pattern, shipped, upload
from solewave.client import Client
from solewave.transport import open_port
from solewave.virtual import VirtualBoard

SECONDS = 8
ROUNDS = 3
VARIANTS = 100


def main() -> None:
    """Prints both cases side by side."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    text = (shipped.path("routines") / "circulation.toml").read_text()
    # Each has another title: what the device holds already would not be sent again.
    variants = [
        pattern.loads(text.replace('"Circulation"', f'"Circulation {number}"')).data
        for number in range(VARIANTS)
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        VirtualBoard(
            board.load("esp32-devkitc"), Path(folder), speed=1.0, throttle_baud=115200
        ) as virtual,
    ):
        client = Client(open_port(virtual.port))
        chunk_max = client.hello()["chunk_max"]
        upload.send(client, "bench", variants[0], chunk_max)
        rounds = [
            (
                _session(client, seconds, lambda _turn: time.sleep(0.5) or 0),
                _session(
                    client,
                    seconds,
                    lambda turn: _upload(client, turn, variants[turn % VARIANTS], chunk_max),
                ),
            )
            for _ in range(ROUNDS)
        ]
    _print(seconds, *(_together(column) for column in zip(*rounds, strict=True)))


def _together(sessions: tuple[dict[str, int], ...]) -> dict[str, int]:
    """The sums of several sessions; of the longest tick, which is since start, the last."""
    summed = {key: sum(session[key] for session in sessions) for key in sessions[0]}
    return summed | {"longest_us": sessions[-1]["longest_us"]}


def _upload(client: Client, turn: int, data: bytes, chunk_max: int) -> int:
    """One whole upload that the device holds until the session ends; bytes of pattern sent."""
    return upload.send(client, f"during-{turn % 8}", data, chunk_max).size


def _session(client: Client, seconds: int, busy) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """Plays for `seconds` while `busy` is called over and over; what the device counted."""
    client.ask("play", name="bench", ticket=client.ask("ready")["ticket"])
    before = client.ask("status")
    until = time.monotonic() + seconds
    turns = sent = 0
    while time.monotonic() < until:
        sent += busy(turns)
        turns += 1
        client.ask("ping")
    after = client.ask("status")
    client.ask("stop")
    while client.ask("status")["state"] != "idle":
        time.sleep(0.2)
    return {
        "ticks": after["ticks"] - before["ticks"],
        "late": after["late"] - before["late"],
        "longest_us": after["longest_us"],
        "uploads": turns if sent else 0,
        "sent": sent,
    }


def _print(seconds: int, alone: dict[str, int], loaded: dict[str, int]) -> None:
    table = Table(
        title=f"{ROUNDS} x {seconds} s of play each, on the virtual board at 115200 baud"
    )
    for heading in ("", "without uploads", "with uploads"):
        table.add_column(heading, justify="right" if heading else "left")
    for key, word in (
        ("ticks", "ticks"),
        ("late", "ticks late"),
        ("longest_us", "longest tick since start, us"),
        ("uploads", "uploads"),
        ("sent", "bytes of pattern sent"),
    ):
        table.add_row(word, str(alone[key]), str(loaded[key]))
    Console().print(table)


if __name__ == "__main__":
    main()
