"""Solewave's firmware: the package on the device."""

__version__ = "0.1.0"
