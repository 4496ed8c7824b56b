"""Draws the pictures of the documentation anew: `make pictures`."""

import sys
from pathlib import Path

import draw_architecture
import draw_examples
from solewave.cli import run

HERE = Path(__file__).resolve().parent
FIRST = str(HERE.parent / "examples" / "first-pattern.toml")

PICTURES = {
    "first-pattern.gif": (FIRST,),
    "circulation.png": ("circulation",),
    "circulation-on-four-motors.png": ("circulation", "--board", "xiao-esp32s3"),
}
"""File in docs/pictures, and what `solewave preview` is asked for."""


def main() -> int:
    """Draws all of them, the examples in the text and the diagram; the exit code of the first that
    fails, or 0."""
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    for name, words in PICTURES.items():
        code = run(["preview", *words, "-o", str(folder / name)])
        if code:
            return code
    draw_architecture.draw()
    draw_examples.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
