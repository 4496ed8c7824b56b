"""Which virtual board runs: one small file, so that `--port virtual` finds it."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from platformdirs import user_runtime_path


@dataclass(frozen=True)
class RunningBoard:
    """A virtual board that runs in the process `pid`; `port` is its terminal."""

    pid: int
    port: str
    speed: float
    board: str


def path() -> Path:
    """The registry's file; SOLEWAVE_STATE_DIR moves it."""
    chosen = os.environ.get("SOLEWAVE_STATE_DIR")
    folder = Path(chosen) if chosen else _runtime_folder()
    return folder / "running.json"


def _runtime_folder() -> Path:
    folder = user_runtime_path("solewave", appauthor=False)
    if folder.parent.is_dir() and os.access(folder.parent, os.W_OK):
        return folder
    return Path(tempfile.gettempdir()) / f"solewave-{os.getuid()}"


def find_running() -> RunningBoard | None:
    """The virtual board started last that still runs. Entries of dead ones are dropped."""
    found = _read()
    alive = [board for board in found if _lives(board)]
    if alive != found:
        _write(alive)
    return alive[-1] if alive else None


def add(board: RunningBoard) -> None:
    """Notes a board that runs."""
    _write([*[other for other in _read() if _lives(other)], board])


def remove(board: RunningBoard) -> None:
    """Forgets a board."""
    _write([other for other in _read() if other != board])


def _lives(board: RunningBoard) -> bool:
    try:
        os.kill(board.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return Path(board.port).exists()


def _read() -> list[RunningBoard]:
    try:
        entries = json.loads(path().read_text())
        return [RunningBoard(**entry) for entry in entries]
    except (OSError, ValueError, TypeError):
        return []  # missing or damaged: nothing in it is worth an error


def _write(boards: list[RunningBoard]) -> None:
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    beside.write_text(json.dumps([asdict(board) for board in boards]))
    beside.replace(target)
