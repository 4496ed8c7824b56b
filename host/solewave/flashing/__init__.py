"""`solewave flash`: MicroPython and the firmware on a bare chip, in one run of esptool."""
