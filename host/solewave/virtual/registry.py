"""Which virtual boards run: a small file for each, so that `--port virtual` finds one."""

import json
import os
import tempfile
import warnings
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


def folder() -> Path:
    """Where the files lie; SOLEWAVE_STATE_DIR moves them."""
    chosen = os.environ.get("SOLEWAVE_STATE_DIR")
    return (Path(chosen) if chosen else _runtime_folder()) / "running"


def _runtime_folder() -> Path:
    with warnings.catch_warnings():  # without XDG_RUNTIME_DIR it falls back, which is fine here
        warnings.simplefilter("ignore")
        runtime = user_runtime_path("solewave", appauthor=False)
    if runtime.parent.is_dir() and os.access(runtime.parent, os.W_OK):
        return runtime
    return Path(tempfile.gettempdir()) / f"solewave-{os.getuid()}"


def find_running() -> RunningBoard | None:
    """The virtual board started last that still runs. What is left of dead ones is removed."""
    for path in sorted(folder().glob("*.json"), key=_age, reverse=True):
        board = _read(path)
        if board is not None and _lives(board):
            return board
        path.unlink(missing_ok=True)
    return None


def add(board: RunningBoard) -> None:
    """Notes a board that runs."""
    path = _path(board)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(board)))
    beside.replace(path)


def remove(board: RunningBoard) -> None:
    """Forgets a board."""
    _path(board).unlink(missing_ok=True)


def _path(board: RunningBoard) -> Path:
    return folder() / f"{board.pid}-{Path(board.port).name}.json"


def _age(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0  # its board ended just now


def _read(path: Path) -> RunningBoard | None:
    try:
        return RunningBoard(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None  # ended just now, or damaged: nothing in it is worth an error


def _lives(board: RunningBoard) -> bool:
    try:
        os.kill(board.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return Path(board.port).exists()
