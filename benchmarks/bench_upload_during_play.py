"""Late ticks of a session that plays, without and with uploads arriving all the time.

The virtual board at the wall's own speed, its line slowed to 115200 baud. Both cases
take turns on the same board; the numbers are the device's own counts. Whatever else
this computer does can make a tick late too, in either column.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import peers
import report
from solewave import board, pattern, shipped, upload
from solewave.client import AT_WORK, Client
from solewave.errors import DeviceError
from solewave.transport import open_port
from solewave.virtual import VirtualBoard

SECONDS = 8
ROUNDS = 3
VARIANTS = 100
BAUD = 115200


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
            board.load("esp32-devkitc"), Path(folder), speed=1.0, throttle_baud=BAUD
        ) as virtual,
    ):
        client = Client(open_port(virtual.port))
        inflate_max = client.hello()["inflate_max"]
        upload.send(client, "bench", variants[0], inflate_max=inflate_max)
        rounds = [
            (
                _session(client, seconds, lambda _turn: time.sleep(0.5) or 0),
                _session(
                    client,
                    seconds,
                    lambda turn: _upload(client, turn, variants[turn % VARIANTS], inflate_max),
                ),
            )
            for _ in range(ROUNDS)
        ]
        peer = _peer(client, virtual.port, Path(folder), variants[0])
    alone, loaded = zip(*rounds, strict=True)
    _publish(seconds, _together(alone, alone[0]), _together(loaded, loaded[-1]), peer)


def _peer(client: Client, port: str, folder: Path, data: bytes) -> str:
    """What `mpremote cp` makes of a session that plays, in words."""
    file = folder / "peer.sole"
    file.write_bytes(data)
    client.ask("play", name="bench", ticket=client.ask("ready")["ticket"])
    client.line.close()  # mpremote wants the port for itself
    command = [peers.program("mpremote"), "connect", port, "cp", file, ":peer.sole"]
    subprocess.run(command, check=True, capture_output=True)
    client.line = open_port(port)
    try:
        state = client.ask("status")["state"]
    except DeviceError:
        return "the session ended, the firmware was stopped"
    return "the session played on" if state == "playing" else f"the session ended ({state})"


def _together(sessions: tuple[dict[str, int], ...], last: dict[str, int]) -> dict[str, int]:
    """The sums of several sessions. The longest tick is counted since start, so it is what it was
    after the session `last`: of those without uploads the first, before anything was uploaded."""
    summed = {key: sum(session[key] for session in sessions) for key in sessions[0]}
    return summed | {"longest_us": last["longest_us"]}


def _upload(client: Client, turn: int, data: bytes, inflate_max: int) -> int:
    """One whole upload that the device holds until the session ends; bytes of pattern sent."""
    return upload.send(client, f"during-{turn % 8}", data, inflate_max=inflate_max).size


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
    while client.ask("status")["state"] in AT_WORK:
        time.sleep(0.2)
    return {
        "ticks": after["ticks"] - before["ticks"],
        "late": after["late"] - before["late"],
        "longest_us": after["longest_us"],
        "uploads": turns if sent else 0,
        "sent": sent,
    }


def _publish(seconds: int, alone: dict[str, int], loaded: dict[str, int], peer: str) -> None:
    rows = [
        [word, f"{alone[key]:,}", f"{loaded[key]:,}"]
        for key, word in (
            ("ticks", "ticks"),
            ("late", "ticks late"),
            ("longest_us", "longest tick since start, us"),
            ("uploads", "uploads"),
            ("sent", "bytes of pattern sent"),
        )
    ]
    title = f"Uploads while a session plays: {ROUNDS} x {seconds} s at {BAUD} baud"
    head = ["", "without uploads", "with uploads"]
    table = report.Table(title, head, rows, f"`mpremote cp` meanwhile: {peer}")
    figures = {"without": alone, "with": loaded, "mpremote": peer}
    goals = [report.Goal("late ticks more than without", loaded["late"] - alone["late"], 0)]
    report.publish("upload_during_play", [table], goals, figures)


if __name__ == "__main__":
    main()
