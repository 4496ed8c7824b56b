"""Files that run on the virtual board's side, under MicroPython or under CPython.

They are loaded from this folder as top-level modules (`machine`, `time`, `select`, ...);
only `plant` is of use to the host.
"""
