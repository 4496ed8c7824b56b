"""What a board file says, key for key: the one definition that reader, docs and device share.

The ranges here are what a board file may say; docs/board-format.md lists them, and a
test holds the two together. Units are the last part of a name; `_c` is degrees
Celsius, `_pct` percent of full duty.
"""

import math
from typing import Annotated, Literal

from msgspec import Meta, Struct
from sole.core import limits, zones

from solewave.board.pins import Pin

FORMAT = 1
VOLTS_MAX = 24
"""Safety extra-low voltage with a wide margin: protection class III, docs/wiring.md."""

_LOWER = "A board may lower this limit; nothing raises it."

Zone = Literal[
    "left_toes", "left_ball", "left_solar_plexus", "left_arch", "left_heel",
    "right_toes", "right_ball", "right_solar_plexus", "right_arch", "right_heel",
]  # fmt: skip
Label = Annotated[str, Meta(min_length=1, max_length=12)]
Milliamps = Annotated[int, Meta(ge=0, le=20000)]
PwmPin = Annotated[Pin, Meta(extra={"role": "pwm"})]
OutputPin = Annotated[Pin, Meta(extra={"role": "output"})]
SensorPin = Annotated[Pin, Meta(extra={"role": "sensor"})]
InputPin = Annotated[Pin, Meta(extra={"role": "input"})]


class Supply(Struct, frozen=True, kw_only=True):
    """The one power supply, and what the controller itself takes of it."""

    volts: Annotated[float, Meta(ge=3, le=VOLTS_MAX)]
    current_ma: Annotated[int, Meta(ge=100, le=20000)]
    controller_ma: Milliamps


class Motor(Struct, frozen=True, kw_only=True):
    """One vibration motor. `start_pct`: the duty below which it does not turn."""

    zone: Zone
    pins: Annotated[tuple[PwmPin, ...], Meta(min_length=1, max_length=2)]
    driver: Literal["mosfet", "hbridge"] = "mosfet"
    run_ma: Annotated[int, Meta(ge=1, le=5000)]
    start_pct: Annotated[int, Meta(ge=0, le=90)] = 30
    kick_ms: Annotated[int, Meta(ge=0, le=200)] = 60
    slew_ms: Annotated[int, Meta(ge=0, le=1000)] = 100
    spin_up_ms: Annotated[int, Meta(ge=1, le=1000)] = 60

    @property
    def zone_number(self) -> int:
        """0 to 9, as in `sole.core.zones.ZONES`."""
        return zones.ZONES.index(self.zone)


class Sensor(Struct, frozen=True, kw_only=True):
    """An NTC thermistor and a resistor in series, and where the chip measures between them.

    `wiring` says where the resistor is: "pull-up" from the chip's supply to the pin (the
    thermistor to ground), "pull-down" the other way round.
    """

    pin: SensorPin
    r25_ohm: Annotated[float, Meta(ge=1000, le=470000)] = 10000
    beta: Annotated[float, Meta(ge=2500, le=5000)] = 3950
    series_ohm: Annotated[float, Meta(ge=100, le=1000000)] = 10000
    wiring: Literal["pull-up", "pull-down"] = "pull-up"
    supply_mv: Annotated[int, Meta(ge=1000, le=3600)] = 3300


class Pi(Struct, frozen=True, kw_only=True):
    """The heat controller. `kp_pct_per_c`: percent of duty for each degree of error."""

    kp_pct_per_c: Annotated[float, Meta(ge=1, le=100)]
    ti_s: Annotated[int, Meta(ge=10, le=2000)]
    window_ms: Annotated[int, Meta(ge=200, le=10000, multiple_of=limits.TICK_MS)] = 1000


class Heater(Struct, frozen=True, kw_only=True):
    """The pad. `pin` is time-proportioned; `enable_pin` is a second switch in series."""

    pin: OutputPin
    enable_pin: OutputPin | None = None
    watts: Annotated[float, Meta(ge=0.5, le=60)]
    sensors: Annotated[tuple[Sensor, ...], Meta(min_length=1, max_length=2)]
    pi: Pi


class Limits(Struct, frozen=True, kw_only=True):
    """The board's own limits, at or below the firmware's (`sole.core.limits`)."""

    target_c: Annotated[
        float,
        Meta(
            ge=limits.HEAT_TARGET_MIN_CC / 100,
            le=limits.HEAT_TARGET_MAX_CC / 100,
            extra={"note": _LOWER},
        ),
    ] = limits.HEAT_TARGET_MAX_CC / 100
    cutoff_c: Annotated[
        float,
        Meta(
            ge=limits.HEAT_TARGET_MIN_CC / 100 + 1,
            le=limits.HEAT_CUTOFF_CC / 100,
            extra={"note": _LOWER},
        ),
    ] = limits.HEAT_CUTOFF_CC / 100
    ramp_c_per_min: Annotated[
        float, Meta(ge=0.1, le=limits.HEAT_RAMP_MAX_CC_PER_MIN / 100, extra={"note": _LOWER})
    ] = limits.HEAT_RAMP_MAX_CC_PER_MIN / 100
    heat_min: Annotated[
        float, Meta(ge=1, le=limits.HEAT_TIME_MAX_MS / 60000, extra={"note": _LOWER})
    ] = limits.HEAT_TIME_MAX_MS / 60000


class Button(Struct, frozen=True, kw_only=True):
    """A push button. "play" is the massager's own; "stop" switches everything off, latched."""

    pin: InputPin
    does: Literal["play", "stop", "intensity-down", "intensity-up"]


class Indicator(Struct, frozen=True, kw_only=True):
    """The lamp. "led" is dimmed by PWM, "ws2812" is an addressable LED of three colors.

    `built_in`: on the controller itself, nothing to wire.
    """

    pin: PwmPin
    kind: Literal["led", "ws2812"] = "led"
    built_in: bool = False


class Buzzer(Struct, frozen=True, kw_only=True):
    """A passive piezo between a pin and ground."""

    pin: PwmPin


class Plant(Struct, frozen=True, kw_only=True):
    """Two-node thermal model of pad and foot, for the virtual board (docs/board-format.md).

    At the start the pad is as warm as the room, `ambient_c`, and the foot `foot_c`.
    """

    pad_j_per_k: Annotated[float, Meta(ge=10, le=5000)] = 200
    foot_j_per_k: Annotated[float, Meta(ge=10, le=20000)] = 500
    pad_to_foot_w_per_k: Annotated[float, Meta(ge=0.01, le=10)] = 0.6
    pad_to_air_w_per_k: Annotated[float, Meta(ge=0.01, le=10)] = 0.12
    foot_to_body_w_per_k: Annotated[float, Meta(ge=0.01, le=10)] = 0.5
    sensor_lag_s: Annotated[float, Meta(ge=0.1, le=60)] = 6
    ambient_c: Annotated[float, Meta(ge=5, le=40)] = 22
    body_c: Annotated[float, Meta(ge=20, le=40)] = 33
    foot_c: Annotated[float, Meta(ge=10, le=40)] = 31
    fuse_c: Annotated[float, Meta(ge=50, le=120)] = 72
    adc_noise_lsb: Annotated[float, Meta(ge=0, le=50)] = 2

    def steady_c(self, watts: float) -> float:
        """Where the pad ends in degrees C, if `watts` go into it for hours."""
        to_body = 1 / (1 / self.pad_to_foot_w_per_k + 1 / self.foot_to_body_w_per_k)
        lost = to_body * self.body_c + self.pad_to_air_w_per_k * self.ambient_c
        return (watts + lost) / (to_body + self.pad_to_air_w_per_k)


class BoardFile(Struct, frozen=True, kw_only=True):
    """All of a board file, except [motor], whose keys go into each motor.

    `psram` None: the file does not say whether the module has one. `labels`: GPIO number to
    what is printed beside that pin on the controller.
    """

    format: Annotated[int, Meta(ge=FORMAT, le=FORMAT)]
    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    title: Annotated[str, Meta(min_length=1, max_length=80)]
    chip: Annotated[str, Meta(min_length=1, max_length=32)]
    controller: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    psram: bool | None = None
    pwm_hz: Annotated[int, Meta(ge=100, le=40000)] = 20000
    supply: Supply
    motors: Annotated[tuple[Motor, ...], Meta(max_length=zones.COUNT)] = ()
    heater: Heater | None = None
    limits: Limits = Limits()
    buttons: Annotated[tuple[Button, ...], Meta(max_length=4)] = ()
    indicator: Indicator | None = None
    buzzer: Buzzer | None = None
    model: Plant = Plant()
    labels: dict[str, Label] = {}

    @property
    def heater_ma(self) -> int:
        """What the pad takes when on, in mA, rounded up; 0 without a heater."""
        return heater_ma(self.heater, self.supply)

    @property
    def served(self) -> tuple[Zone, ...]:
        """The zones that have a motor of their own."""
        return tuple(motor.zone for motor in self.motors)

    @property
    def heat_max_cc(self) -> int | None:
        """The highest target in hundredths of a degree C, None without a heater."""
        return round(self.limits.target_c * 100) if self.heater else None

    @property
    def spin_up_ms(self) -> int:
        """Time in which the slowest motor comes to speed, in ms; 0 without motors."""
        return max((motor.spin_up_ms for motor in self.motors), default=0)

    @property
    def motor_budget_ma(self) -> int:
        """What is left for all motors together, in mA."""
        return self.supply.current_ma - self.supply.controller_ma - self.heater_ma


def heater_ma(heater: Heater | None, supply: Supply) -> int:
    """What the pad takes when on, in mA, rounded up; 0 without a heater."""
    return math.ceil(heater.watts * 1000 / supply.volts) if heater else 0
