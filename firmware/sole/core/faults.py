"""The faults that the firmware knows: a code each, and what it switches off.

design.md's table, in its order. A fault is a bit in a mask, so that latching one
allocates nothing. docs/safety.md tells what a person does about each.
"""

HEAT_OFF = 1
ALL_OFF = 2

TABLE = (
    ("sensor-open", HEAT_OFF),
    ("sensor-short", HEAT_OFF),
    ("over-temperature", HEAT_OFF),
    ("implausible-jump", HEAT_OFF),
    ("heating-failed", HEAT_OFF),
    ("thermal-runaway", HEAT_OFF),
    ("heater-stuck-on", ALL_OFF),
    ("sensor-frozen", HEAT_OFF),
    ("sensor-disagree", HEAT_OFF),
    ("lease-expired", HEAT_OFF),
    ("watchdog", ALL_OFF),
    ("emergency-stop", ALL_OFF),
    ("self-test", ALL_OFF),
    ("safe-mode", ALL_OFF),
)
CODES = tuple(row[0] for row in TABLE)

SENSOR_OPEN = 0
SENSOR_SHORT = 1
OVER_TEMPERATURE = 2
IMPLAUSIBLE_JUMP = 3
HEATING_FAILED = 4
THERMAL_RUNAWAY = 5
HEATER_STUCK_ON = 6
SENSOR_FROZEN = 7
SENSOR_DISAGREE = 8
LEASE_EXPIRED = 9
WATCHDOG = 10
EMERGENCY_STOP = 11
SELF_TEST = 12
SAFE_MODE = 13

_ALL_OFF_MASK = sum(1 << index for index in range(len(TABLE)) if TABLE[index][1] == ALL_OFF)


class Latch:
    """The faults that are latched, as bits of `mask`; `first` is the index of the oldest or -1.

    What follows a fault is mostly its consequence, so the first is the one that is named.
    """

    def __init__(self):
        self.mask = 0
        self.first = -1

    @property
    def code(self):
        """Code of the oldest latched fault, or None."""
        return None if self.first < 0 else CODES[self.first]

    @property
    def all_off(self):
        """True if a latched fault allows no output at all."""
        return self.mask & _ALL_OFF_MASK != 0

    def set(self, index):
        """Latches fault `index`; True if it was not latched before."""
        if self.mask & 1 << index:
            return False
        self.mask |= 1 << index
        if self.first < 0:
            self.first = index
        return True

    def has(self, index):
        """True while fault `index` is latched."""
        return self.mask & 1 << index != 0

    def clear(self, index):
        """Takes fault `index` back."""
        self.mask &= ~(1 << index)
        if self.first == index:
            self.first = -1
            for other in range(len(CODES)):
                if self.has(other):
                    self.first = other
                    return

    def codes(self):
        """All latched codes, a list."""
        return [CODES[index] for index in range(len(CODES)) if self.has(index)]
