"""Where the files lie that come with Solewave: firmware, boards, routines, examples.

In an installed package they are inside it (`_shipped`); in an editable checkout they are
the repository's own folders.
"""

from importlib.util import find_spec
from pathlib import Path

KINDS = ("firmware", "boards", "routines", "examples")

_HERE = Path(__file__).resolve().parent


def path(kind: str) -> Path:
    """Folder of one of KINDS. Raises FileNotFoundError if this installation lacks it."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
    for folder in (_HERE / "_shipped" / kind, _HERE.parents[1] / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"this installation of Solewave has no folder {kind}")


def device_package() -> Path:
    """Folder of `sole`, the package that runs on the device."""
    return _module_file("sole").parent


def motor_library() -> Path:
    """File of adafruit_motor.motor, from the PyPI package adafruit-circuitpython-motor."""
    return _module_file("adafruit_motor").parent / "motor.py"


def _module_file(name: str) -> Path:
    """The package's __init__.py; the package is not imported: it may need a device."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {name} is not installed")
    return Path(spec.origin)
