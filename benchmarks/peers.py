"""Other projects to measure against, from PyPI, in an environment of their own: .venv/peers."""

import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

PEERS = {
    "belay": "0.30.1",
    "mpremote": "1.29.0",
    "mpytool": "2.6.0",
    "np-animation": "1.0.0",  # 1.1.0 came without its module
    "picofx": "1.1.1",
}
"""What is installed. Exact versions, so that two runs measure the same."""

FOLDER = Path(__file__).resolve().parents[1] / ".venv" / "peers"
_MARK = "installed.txt"


@cache
def python() -> Path:
    """The environment's interpreter; the environment is made, or made anew, when it must be."""
    wanted = "".join(f"{name}=={version}\n" for name, version in PEERS.items())
    mark = FOLDER / _MARK
    if not mark.is_file() or mark.read_text() != wanted:
        sys.stderr.write(f"installing {', '.join(PEERS)} into {FOLDER}\n")
        venv.create(FOLDER, clear=True, with_pip=True)
        pip = [str(_program("python")), "-m", "pip", "install", "-qq", "--no-input"]
        subprocess.run([*pip, "--disable-pip-version-check", *wanted.split()], check=True)
        mark.write_text(wanted)
    return _program("python")


def program(name: str) -> Path:
    """The command `name` of that environment, for example `mpremote`."""
    python()
    return _program(name)


def packages() -> Path:
    """The folder that the peers' Python files lie in."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([python(), "-c", code], capture_output=True, text=True, check=True)
    return Path(found.stdout.strip())


def named(name: str) -> str:
    """`name` with its version, as a table shows it."""
    return f"{name} {PEERS[name]}"


def _program(name: str) -> Path:
    return FOLDER / ("Scripts" if sys.platform == "win32" else "bin") / name
