"""What a simulated session came to."""

import msgspec


class Moment(msgspec.Struct, frozen=True):
    """Something that happened, `at_ms` after the session began."""

    what: str
    at_ms: int


class Limit(msgspec.Struct, frozen=True):
    """The firmware gave less than the pattern asks for, `for_ms` in sum; `say` is for people.

    `what`: "heat-target", "heat-ramp", "heat-rest", "motor-current" or "session-length".
    """

    what: str
    for_ms: int
    say: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a session came to. Times in ms since it began, temperatures in degrees Celsius.

    Energy, currents and motors are those of the session; heat and temperatures also count
    while it is watched after its end. `heat_asked_c` is the highest target of the pattern, None
    if it has no heat. Currents include what the controller takes, by the
    board file. `motors_on_ms` has the zone of each motor. `heat_ended_ms` is when the pad had
    power last; None if it never had any, or has it still (`heating`). `skin` is the model's
    foot, one lump: skin on the pad is between the two. `verdict` is one sentence.
    """

    pattern: str
    board: str
    interpreter: str
    intensity_pct: int
    tempo_pct: int
    room_c: float
    duration_ms: int
    session_ms: int
    ended: str | None
    refused: str | None
    faults: list[Moment]
    latched: list[Moment]
    resets: list[Moment]
    limits: list[Limit]
    late_ticks: int
    pad_wh: float
    motors_wh: float
    controller_wh: float
    peak_ma: int
    peak_at_ms: int
    mean_ma: int
    supply_ma: int
    motors_on_ms: dict[str, int]
    heat_ended_ms: int | None
    heating: bool
    fuse_open: bool
    heat_on_ms: int
    heat_asked_c: float | None
    pad_peak_c: float
    skin_peak_c: float
    pad_above_40_ms: int
    pad_above_43_ms: int
    skin_above_40_ms: int
    skin_above_43_ms: int
    verdict: str = ""
