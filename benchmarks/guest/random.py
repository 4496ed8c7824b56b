"""A peer imports it and does not use it in what is measured; the 32-bit interpreter has none."""


def randint(low, high):
    return low


def uniform(low, high):
    return low
