"""No board file, pattern or request gets past the limits of the firmware."""

from builder import build, section, voice
from common import board_file, raises
from sole.core import board, limits, pattern
from sole.core.heat import SAMPLE_MS
from sole.core.player import Player
from sole.core.supervisor import Supervisor

HEATER = {
    "pin": 26,
    "enable": 27,
    "watts_x10": 120,
    "sensors": [
        {
            "pin": 34,
            "mv": [300, 2400],
            "cc": [8000, 500],
            "low": "sensor-short",
            "high": "sensor-open",
        }
    ],
    "target_cc": 4200,
    "cutoff_cc": 4500,
    "ramp_cc_per_min": 300,
    "heat_ms": 1800000,
    "kp_q15": 20000,
    "ti_s": 200,
    "window_ms": 1000,
}


def board_with(**changes):
    heater = dict(HEATER)
    heater.update(changes)
    return board_file(heater=heater)


def heated(heat_cc):
    return build([section(60000, [voice(60000, {0: 0})], heat_cc)])


def test_a_board_may_lower_the_limits():
    lowered = {"target_cc": 3600, "cutoff_cc": 4000, "ramp_cc_per_min": 100, "heat_ms": 60000}
    assert board.read(board_with(**lowered))["heater"]["target_cc"] == 3600


def test_no_board_raises_a_limit():
    for key, value in (
        ("target_cc", limits.HEAT_TARGET_MAX_CC + 1),
        ("cutoff_cc", limits.HEAT_CUTOFF_CC + 1),
        ("ramp_cc_per_min", limits.HEAT_RAMP_MAX_CC_PER_MIN + 1),
        ("heat_ms", limits.HEAT_TIME_MAX_MS + 1),
    ):
        error = raises(board.BoardError, board.read, board_with(**{key: value}))
        assert key in error.say


def test_no_pattern_asks_for_more():
    assert pattern.check(heated(limits.HEAT_TARGET_MAX_CC)) is None
    error = raises(pattern.PatternError, pattern.check, heated(limits.HEAT_TARGET_MAX_CC + 1))
    assert error.code == "heat"
    long = build([section(limits.PATTERN_DURATION_MAX_MS + 1, [])])
    assert raises(pattern.PatternError, pattern.check, long).code in ("time", "duration")


def test_no_person_scales_beyond_the_range():
    player = Player()
    player.load(heated(4000))
    player.start(intensity_pct=100000, tempo_pct=100000)
    assert player.intensity_pct == limits.INTENSITY_MAX_PCT
    assert player.tempo_pct == limits.TEMPO_MAX_PCT
    for _ in range(200):
        player.step(20)
        assert max(player.levels) <= limits.FULL_Q15
        assert player.heat_cc <= 4000


def test_no_pad_is_heated_longer_than_the_limit():
    class Sensor:
        fault = None
        raw = 0

    sensors = [Sensor()]
    judge = Supervisor(4200, 4500, limits.HEAT_TIME_MAX_MS * 2, 1)
    Sensor.cc = 3000  # a pad that is warm at the start would rest first
    judge.sample(sensors, 0, 0)
    Sensor.cc = 3900
    for count in range(limits.HEAT_TIME_MAX_MS // SAMPLE_MS):
        Sensor.raw = count & 7
        judge.sample(sensors, 4000, 9000)
        assert not judge.resting
    for _ in range(1000 // SAMPLE_MS):
        judge.sample(sensors, 4000, 9000)
    assert judge.resting
    assert judge.permitted_cc == 0


def test_the_supervisor_lowers_whatever_it_is_given():
    class Sensor:
        fault = None
        raw = 0
        cc = 3000

    judge = Supervisor(9999, 9999, 1 << 29, 1)
    judge.sample([Sensor()], 9999, 0)
    assert judge.permitted_cc == limits.HEAT_TARGET_MAX_CC
    Sensor.cc = limits.HEAT_CUTOFF_CC
    judge.sample([Sensor()], 9999, 0)
    assert judge.fault == "over-temperature"
