# mypy: ignore-errors
"""What a trial measured: heat, temperatures, and how long they lasted."""

SKIN_WARM_C, SKIN_HOT_C = 40.0, 43.0


class Record:
    """Times in microseconds of the trial's clock, temperatures in degrees Celsius.

    `skin` is the model's foot node; it is one lump, so the pad is the upper bound of what
    touches the skin.
    """

    def __init__(self):
        self.heating = False
        self.last_heat_us = -1
        """When power last was on; it may be on now."""
        self.motors_us = 0
        """When a motor's drive last changed."""
        self.heat_us = 0
        self._since_us = 0
        self._looked_us = -1
        self.pad_peak_c = self.skin_peak_c = -273.0
        self.above_us = {"pad_40": 0, "pad_43": 0, "skin_40": 0, "skin_43": 0}

    def heat(self, now_us, on):
        """The pad has power, or none."""
        if self.heating:
            self.heat_us += now_us - self._since_us
            self.last_heat_us = now_us
        self._since_us = now_us
        self.heating = on

    def look(self, now_us, plant):
        """Time has passed up to `now_us`."""
        passed_us = now_us - self._looked_us if self._looked_us >= 0 else 0
        self._looked_us = now_us
        pad_c, skin_c = plant.pad_c, plant.foot_c
        self.pad_peak_c = max(self.pad_peak_c, pad_c)
        self.skin_peak_c = max(self.skin_peak_c, skin_c)
        if pad_c > SKIN_WARM_C:
            self._add("pad", pad_c, passed_us)
        if skin_c > SKIN_WARM_C:
            self._add("skin", skin_c, passed_us)

    def _add(self, node, temp_c, passed_us):
        self.above_us[node + "_40"] += passed_us
        if temp_c > SKIN_HOT_C:
            self.above_us[node + "_43"] += passed_us

    def told(self, now_us, start_us):
        """A dict for the host, in ms since `start_us`."""
        self.heat(now_us, self.heating)
        cut_ms = None
        if not self.heating and self.last_heat_us >= 0:
            cut_ms = (self.last_heat_us - start_us) // 1000
        told = {
            "heating": self.heating,
            "cut_ms": cut_ms,
            "motors_ms": (self.motors_us - start_us) // 1000,
            "heat_ms": self.heat_us // 1000,
            "pad_peak_c": self.pad_peak_c,
            "skin_peak_c": self.skin_peak_c,
        }
        for key, passed_us in self.above_us.items():
            told[key + "_ms"] = passed_us // 1000
        return told
