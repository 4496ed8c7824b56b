# mypy: ignore-errors
# The virtual board's boot ROM: MicroPython runs this with -i, so its own prompt follows.
import power_on

power_on.under_micropython()
del power_on
