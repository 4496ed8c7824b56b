"""Virtual boards as processes: found, ended, killed, and one to a flash."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from solewave.errors import UserError
from solewave.virtual import find_running
from virtual_console import HANG_GUARD_S, bare_board, until

pytestmark = pytest.mark.usefixtures("own_state")


def test_a_second_board_may_not_use_the_same_flash(tmp_path: Path) -> None:
    with (
        bare_board(tmp_path / "b"),
        pytest.raises(UserError, match="another virtual board"),
        bare_board(tmp_path / "b"),
    ):
        pass


def test_the_running_board_is_found_and_forgotten(tmp_path: Path) -> None:
    assert find_running() is None
    with bare_board(tmp_path / "b", speed=3) as made:
        found = find_running()
        assert found is not None
        assert (found.port, found.speed, found.board) == (made.port, 3.0, "esp32-devkitc")
    assert find_running() is None


SERVER = """
import sys
from pathlib import Path
from solewave import board
from solewave.virtual import serve
serve(board.load("esp32-devkitc"), Path(sys.argv[1]), started=lambda b: print(b.port, flush=True))
print("ended well")
"""


def start_server(folder: Path) -> tuple["subprocess.Popen[str]", str]:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    return server, server.stdout.readline().strip()


def test_serve_runs_until_it_is_told_to_end(tmp_path: Path) -> None:
    server, port = start_server(tmp_path / "b")
    found = find_running()
    assert found is not None
    assert (found.pid, found.port) == (server.pid, port)
    server.send_signal(signal.SIGTERM)
    said, _ = server.communicate(timeout=HANG_GUARD_S)
    assert (said, server.returncode) == ("ended well\n", 0)
    assert find_running() is None


def test_a_killed_server_takes_its_board_along(tmp_path: Path) -> None:
    server, _ = start_server(tmp_path / "b")
    children = Path(f"/proc/{server.pid}/task").glob("*/children")
    (child,) = [int(pid) for task in children for pid in task.read_text().split()]
    server.kill()
    server.communicate(timeout=HANG_GUARD_S)

    def gone() -> bool:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{child}/status")
        return not status.exists() or "Z (zombie)" in status.read_text()

    until(gone)
    assert find_running() is None, "its entry is stale and has been dropped"
    assert list((tmp_path / "running").glob("*.json")) == []
