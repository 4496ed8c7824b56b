"""What is attacked: each function takes any bytes and raises for a bug only.

A refusal with the error that the code under attack promises is no bug; any other exception is,
and so is an answer that breaks a promise. pytest, `make torture` and a person with a saved
crash (`benchmarks/torture.py --replay`) all call these.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Callable
from types import SimpleNamespace

from common import frames_read
from fuzz.cable import COMMANDS, command
from fuzz.devices import Replayed
from fuzz.oracles import frames_in, shows_no_harm
from sole.core import board as device_board
from sole.core import frame, limits, zones
from sole.core.heat import HeatControl
from sole.core.pattern import PatternError
from sole.core.player import IDLE, Player
from sole.core.thermistor import Thermistor
from solewave import board, pattern, tomlsource
from solewave.answers import is_deep
from solewave.problems import BadInput, Problem
from solewave.wire import DEVICE_FRAME_MAX, Wire

STEPS_MS = (20,) * 20 + (1000,) * 30
"""How a pattern that is not refused is played: its beginning tick by tick, then faster."""
PROBLEM_CHARS = 2000
"""No message is longer, whatever stands in the file."""
READER_BYTES = 96
"""Most bytes between RS and LF: fewer than the device's link takes, to meet the limit often."""


def frames(data: bytes) -> None:
    """Both ends of the link find just what a plain search finds; refusals keep their code."""
    reader = frame.FrameReader(READER_BYTES)
    assert repr(frames_read(reader, data)) == repr(frames_in(data, READER_BYTES))
    found = frames_in(data, DEVICE_FRAME_MAX)
    good = [one for one in found if isinstance(one, dict) and not is_deep(one)]
    for size in (len(data) or 1, 1 + crc32(data) % 40):
        _hears(data, size, good, len(found) - len(good))


def _hears(data: bytes, size: int, good: list[object], bad: int) -> None:
    """The host finds the `good` objects, and so many `bad` frames, in pieces of `size` bytes."""
    wire = Wire()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    heard = [one for piece in pieces for one in wire.feed(piece)]
    assert repr(heard) == repr(good)
    assert wire.bad == bad


def compiled_pattern(data: bytes) -> None:
    """The decoder refuses with a code, or what it accepts plays within all limits."""
    player = Player()
    try:
        player.load(data)
    except PatternError as error:
        _say_why(error.code and error.say)
        return
    player.start(*_scale(data))
    for dt_ms in STEPS_MS:
        player.step(dt_ms)
        within_limits(player)


def within_limits(player: Player) -> None:
    """Asserts that nothing a pattern asks for is more than it may."""
    assert all(0 <= level <= limits.FULL_Q15 for level in player.levels)
    assert player.elapsed_ms <= player.duration_ms <= limits.PATTERN_DURATION_MAX_MS
    low_cc, high_cc = limits.HEAT_TARGET_MIN_CC, limits.HEAT_TARGET_MAX_CC
    assert player.heat_cc == 0 or low_cc <= player.heat_cc <= high_cc
    if player.state == IDLE:
        assert player.heat_cc == 0
        assert not any(player.levels)


def compiled_board(data: bytes) -> None:
    """The device refuses a board file with a sentence, or can build a massager of it."""
    try:
        found = device_board.read(data)
    except device_board.BoardError as error:
        _say_why(error.say)
        return
    outputs = device_board.output_pins(found)
    assert len(outputs) == len({pin & device_board.GPIO_MASK for pin in outputs})
    served = [motor["zone"] for motor in found["motors"]]
    assert len(zones.assign(served)) == zones.COUNT
    if found["heater"] is not None:
        _heats_safely(found["heater"])


def _heats_safely(heater: dict[str, object]) -> None:
    """No limit is above the firmware's; sensors and control work at every reading."""
    table = SimpleNamespace(**heater)
    assert limits.HEAT_TARGET_MIN_CC <= table.target_cc <= limits.HEAT_TARGET_MAX_CC
    assert table.target_cc <= table.cutoff_cc <= limits.HEAT_CUTOFF_CC
    assert table.ramp_cc_per_min <= limits.HEAT_RAMP_MAX_CC_PER_MIN
    assert table.heat_ms <= limits.HEAT_TIME_MAX_MS
    for sensor in table.sensors:
        made = Thermistor(sensor["mv"], sensor["cc"], sensor["low"], sensor["high"])
        for mv in range(0, 3301, 300):
            made.read(mv)
    control = HeatControl(table.kp_q15, table.ti_s, table.ramp_cc_per_min)
    for pad_cc in (2000, table.target_cc, table.cutoff_cc):
        control.sample(table.target_cc, pad_cc)
        assert 0 <= control.duty_q15 <= limits.FULL_Q15


def written_pattern(data: bytes) -> None:
    """The compiler refuses in words that fit a line, or what it makes plays."""
    try:
        made = pattern.loads(data.decode("utf-8", "replace"))
    except BadInput as error:
        _in_words(error.problems)
        _say_why(any(problem.severity == "error" for problem in error.problems))
        return
    _in_words(made.warnings)
    compiled_pattern(made.data)


def written_board(data: bytes) -> None:
    """A board file is refused in words, or the device takes what it is compiled to."""
    try:
        made = board.check(tomlsource.parse(data.decode("utf-8", "replace"), "board.toml"))
    except BadInput as error:
        _in_words(error.problems)
        _say_why(any(problem.severity == "error" for problem in error.problems))
        return
    _in_words(made.warnings)
    compiled = made.compiled()
    assert len(compiled) <= device_board.SIZE_MAX
    device_board.read(compiled)
    compiled_board(compiled)


def answers(data: bytes) -> None:
    """A command of the host, named by the first byte, ends as it should on what a device says."""
    words, _ = COMMANDS[data[0] % len(COMMANDS) if data else 0]
    ended = command(words, Replayed(data[1:]))
    shows_no_harm(ended.code, ended.said)


def _say_why(said: object) -> None:
    assert said, "a refusal that does not say why"


def _in_words(problems: tuple[Problem, ...] | list[Problem]) -> None:
    for problem in problems:
        assert problem.what
        assert len(str(problem)) <= PROBLEM_CHARS
        assert str(problem).isprintable()


def _scale(data: bytes) -> tuple[int, int]:
    """Intensity and tempo in percent, chosen by the data so that a crash can be repeated."""
    chosen = crc32(data)
    return 10 + chosen % 141, 50 + (chosen >> 8) % 151


TARGETS: dict[str, Callable[[bytes], None]] = {
    "frames": frames,
    "compiled-pattern": compiled_pattern,
    "compiled-board": compiled_board,
    "written-pattern": written_pattern,
    "written-board": written_board,
    "answers": answers,
}
"""By the name that the command line and the tables use."""
