# mypy: ignore-errors
# ruff: noqa: PLC0415
"""The real firmware in one process, driven step by step: faults, buttons, host and time.

Runs under CPython and MicroPython: `python trial.py HERE FIRMWARE`, the folders of this file and
of the firmware's compiled files, which CPython does not need. Reads orders from stdin, a JSON
object a line, and answers each with a line that begins with RS; everything else that it prints
is the firmware's.
"""

import json
import sys

RS = "\x1e"


class Service:
    """Commands in, answers out, for one trial after another."""

    def __init__(self, stdin, stdout):
        self._stdin = stdin
        self._stdout = stdout

    def run(self):
        """Until stdin ends."""
        while True:
            start = self._next()
            if start is None:
                return
            from trial_orders import Trial

            Trial(start, self._need).live()

    def _next(self):
        line = self._stdin.readline()
        if not line:
            return None
        command = json.loads(line)
        command["answer"] = self._say
        return command

    def _need(self):
        command = self._next()
        if command is None:
            from trial_life import Over

            raise Over
        return command

    def _say(self, told):
        self._stdout.write(RS + json.dumps(told) + "\n")
        if hasattr(self._stdout, "flush"):
            self._stdout.flush()


def main():
    """The service, over this process's own stdin and stdout."""
    here, firmware = sys.argv[1], sys.argv[2]
    if sys.implementation.name != "micropython":
        import select  # noqa: F401 - the real one, before this folder's shadows it

        sys.path.insert(0, here)
        import on_cpython

        on_cpython.replace_modules()
    sys.path[:0] = [here, firmware]
    stdin, stdout = sys.stdin, sys.stdout
    Service(stdin, stdout).run()


if __name__ == "__main__":
    main()
