"""What tests of the supervisor share: a thermistor, and temperatures as they come."""

from sole.core.supervisor import Supervisor


class Sensor:
    """A thermistor that has just been read."""

    def __init__(self, cc=3000, fault=None):
        self.cc = cc
        self.fault = fault
        self.raw = 0

    def at(self, cc):
        """Reads `cc`, with a little noise."""
        self.cc = cc
        self.raw = (self.raw + 1) & 7
        self.fault = None
        return self


def supervisor(target_cc=4200, cutoff_cc=4500, heat_ms=1800000, sensors=1):
    """One that has seen a cool pad when it started."""
    judge = Supervisor(target_cc, cutoff_cc, heat_ms, sensors)
    judge.sample([Sensor(3400)] * sensors, 0, 0)
    return judge


def samples(judge, sensor, ccs, request_cc=4000, duty=10000):
    """Feeds temperatures; how many samples until something was latched, or None."""
    for index in range(len(ccs)):
        cc = ccs[index]
        judge.sample([sensor.at(cc)], request_cc, duty if judge.permitted_cc else 0)
        if judge.fault is not None:
            return index + 1
    return None


def steady(cc, seconds):
    return [cc] * (seconds * 10)


def slope(from_cc, to_cc, seconds):
    count = seconds * 10
    return [from_cc + (to_cc - from_cc) * index // count for index in range(count)]
