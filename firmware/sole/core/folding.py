"""Numbers that the compiler puts in the place of their names.

MicroPython's compiler folds `_NAME = const(1)`: code that runs in every tick then looks
nothing up. This function is for the interpreters that do not.
"""


def const(value):
    """`value`."""
    return value
