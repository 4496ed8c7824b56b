# mypy: ignore-errors
"""Parts that break: what is done to thermistors, switches, pad and room, by the fault's name.

Everything here changes what the hardware does, nothing what the firmware thinks. `WORLD` maps
each name to `function(world, sensor)`, called once when the fault happens; `sensor` is the
number of the thermistor that it happens to. Faults of the loop, the flash, the host and the
supply are `trial`'s.
"""

import math

DRIFT_C_PER_MIN = -1.0
"""The dangerous direction: a thermistor that reads ever colder than it is."""
NOISE_LSB = 200
CONTACT_C = -10.0
"""What a loose contact's resistance seems to be, in every other tenth of a second."""
CONTACT_US = 100_000
DETACHED_S = 20.0
"""Time constant of a bare thermistor in still air."""
WRONG_BETA = 3435
WRONG_R25_OHM = 100_000
COLD_ROOM_C = 5.0
HOT_ROOM_C = 35.0
OVERHEATED_C = 45.5
BOTTLE_C = 44.5
BOTTLE_W_PER_K = 20.0
TOUCH = 0.0
"""W/K that are left between pad and foot, or pad and air, when nothing touches there."""


class BrokenSensor:
    """One thermistor, with all that was done to it."""

    def __init__(self, thermistor):
        self._good = thermistor
        self.mend()

    def mend(self):
        """As it was when it was new."""
        self.thermistor = self._good
        self.wire = None
        """None, "open" or "short"."""
        self.drift_since_us = -1
        self.contact = False
        self.loose_since_us = -1
        self.loose_c = 0.0
        self.frozen = -1
        """The ADC's reading that never changes again; -2: the next one."""
        self.noise_lsb = 0
        self._noise = 99991

    def mv(self, plant, now_us):
        """Millivolts at its pin."""
        if self.wire is not None:
            return self.thermistor.broken_mv(self.wire == "open")
        return self.thermistor.mv(self._seems_c(plant, now_us))

    def _seems_c(self, plant, now_us):
        temp_c = plant.sensor_c
        if self.loose_since_us >= 0:
            room_c = plant.ambient_c
            away = (now_us - self.loose_since_us) / (DETACHED_S * 1_000_000)
            temp_c = room_c + (self.loose_c - room_c) * math.exp(-away)
        if self.drift_since_us >= 0:
            temp_c += DRIFT_C_PER_MIN * (now_us - self.drift_since_us) / 60_000_000
        if self.contact and now_us // CONTACT_US % 2:
            temp_c += CONTACT_C
        return temp_c

    def converted(self, raw):
        """What the ADC gives where it would give `raw`; both 0 to 4095."""
        if self.frozen == -2:
            self.frozen = raw
        if self.frozen >= 0:
            return self.frozen
        if not self.noise_lsb:
            return raw
        self._noise = (self._noise * 1103515245 + 12345) & 0x3FFFFFFF
        raw += ((self._noise >> 8) % 2001 - 1000) * self.noise_lsb // 1000
        return max(0, min(4095, raw))


def _sensor_open(world, sensor):
    world.sensor(sensor).wire = "open"


def _sensor_short(world, sensor):
    world.sensor(sensor).wire = "short"


def _sensor_drift(world, sensor):
    world.sensor(sensor).drift_since_us = world.now_us


def _sensor_frozen(world, sensor):
    world.sensor(sensor).frozen = -2


def _sensor_noise(world, sensor):
    world.sensor(sensor).noise_lsb = NOISE_LSB


def _sensor_contact(world, sensor):
    world.sensor(sensor).contact = True


def _sensor_detached(world, sensor):
    broken = world.sensor(sensor)
    broken.loose_since_us = world.now_us
    broken.loose_c = world.plant.sensor_c


def _wrong_thermistor(world, sensor):
    world.sensor(sensor).thermistor = world.sensor(sensor).thermistor.other(beta=WRONG_BETA)


def _wrong_thermistor_100k(world, sensor):
    broken = world.sensor(sensor)
    broken.thermistor = broken.thermistor.other(r25_ohm=WRONG_R25_OHM)


def _adc_stuck(world, _sensor):
    for broken in world.sensors():
        broken.frozen = -2


def _heater_stuck_on(world, _sensor):
    world.break_switch(0, 1.0)


def _enable_stuck_on(world, _sensor):
    world.break_switch(1, 1.0)


def _heater_open(world, _sensor):
    world.break_switch(0, 0.0)


def _pad_overheated(world, _sensor):
    world.plant.pad_c = world.plant.sensor_c = OVERHEATED_C


def _hot_bottle(world, _sensor):
    world.plant.change("ambient_c", BOTTLE_C)
    world.plant.change("pad_to_air_w_per_k", BOTTLE_W_PER_K)


def _foot_lifted(world, _sensor):
    world.plant.change("pad_to_foot_w_per_k", TOUCH)


def _blanket(world, _sensor):
    world.plant.change("pad_to_air_w_per_k", TOUCH)


def _cold_room(world, _sensor):
    world.plant.change("ambient_c", COLD_ROOM_C)


def _hot_room(world, _sensor):
    world.plant.change("ambient_c", HOT_ROOM_C)


WORLD = {
    "sensor-open": _sensor_open,
    "sensor-short": _sensor_short,
    "sensor-drift": _sensor_drift,
    "sensor-frozen": _sensor_frozen,
    "sensor-noise": _sensor_noise,
    "sensor-contact": _sensor_contact,
    "sensor-detached": _sensor_detached,
    "wrong-thermistor": _wrong_thermistor,
    "wrong-thermistor-100k": _wrong_thermistor_100k,
    "adc-stuck": _adc_stuck,
    "heater-stuck-on": _heater_stuck_on,
    "enable-stuck-on": _enable_stuck_on,
    "heater-open": _heater_open,
    "pad-overheated": _pad_overheated,
    "hot-bottle": _hot_bottle,
    "foot-lifted": _foot_lifted,
    "blanket": _blanket,
    "cold-room": _cold_room,
    "hot-room": _hot_room,
}
