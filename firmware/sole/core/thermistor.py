"""A thermistor's divider voltage to temperature, by a table that the host computed."""


class Thermistor:
    """Reads hundredths of a degree Celsius from millivolts.

    `mv` rising, `cc` the temperatures there. Below the table the reading is the
    fault `low`, above it `high` (`sensor-short` or `sensor-open`, by the wiring).
    `raw` is the last reading in microvolts, the finest there is.
    """

    def __init__(self, mv, cc, low, high):
        self._mv = mv
        self._cc = cc
        self._low = low
        self._high = high
        self._above = 1
        self.raw = 0
        self.cc = 0
        self.fault = None

    def read_uv(self, uv):
        """As `read`, from microvolts."""
        self.raw = uv
        self.read(uv // 1000)

    def read(self, mv):
        """Sets `cc` and `fault` (None for a valid reading) from `mv`."""
        points = self._mv
        if mv < points[0]:
            self.fault = self._low
            return
        if mv > points[-1]:
            self.fault = self._high
            return
        self.fault = None
        above = self._above  # of the reading before: temperatures change slowly
        while points[above] < mv:
            above += 1
        while above > 1 and points[above - 1] >= mv:
            above -= 1
        self._above = above
        below = above - 1
        part = (self._cc[above] - self._cc[below]) * (mv - points[below])
        self.cc = self._cc[below] + part // (points[above] - points[below])
