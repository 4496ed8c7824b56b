"""Pure logic: no machine, no clock, no I/O; the same on CPython and MicroPython."""
