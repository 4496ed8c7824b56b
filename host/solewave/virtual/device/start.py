# mypy: ignore-errors
# The virtual board's boot ROM: MicroPython runs this with -i, so its own prompt follows.
import sys

sys.path[0] = ""  # tracebacks then name these files without the host's folders

try:
    import power_on

    power_on.under_micropython()
except Exception as error:
    import os

    sys.print_exception(error)
    os.system("kill -9 $PPID")  # to the host, a board that cannot even load
del power_on, sys
