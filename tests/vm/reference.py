"""What docs/pattern-format.md says a voice gives, written down again in real numbers.

Only `band` is for tests: the levels that a player may give, which has 1/16384 of a
period as its finest phase. Levels are 0..32767 here too.
"""

from math import cos, pi

from builder import CURVE, EASE, TRAPEZOID, TURNS

PHASE_STEP = 1 / 16384
ROUNDING = 10
"""Levels that integer arithmetic may lose or gain; 130 more where the wave is eased (a table
of 256 points)."""


def band(voice, zone, time_ms, tempo_pct=100):
    """(lowest, highest) level of `voice` (as `builder` has it) in `zone` at the section's time."""
    around = []
    late = 1.01 * PHASE_STEP
    if voice["wave"] == CURVE and voice["period_ms"]:
        late += 1 / voice["period_ms"]  # curves go by whole milliseconds
    for phase_off in (-late, 0, 1.01 * PHASE_STEP):
        around.append(level(voice, zone, time_ms, tempo_pct, phase_off))
    slack = ROUNDING + (130 if voice["flags"] & EASE else 0)
    return min(around) - slack, max(around) + slack


def level(voice, zone, time_ms, tempo_pct, phase_off=0):
    """The level itself; the phase moved by `phase_off`."""
    if zone not in voice["zones"] or not voice["start_ms"] <= time_ms < voice["end_ms"]:
        return 0
    since_ms = time_ms - voice["start_ms"]
    phase = 0
    if voice["period_ms"]:
        phase = since_ms * tempo_pct // 100 / voice["period_ms"] - voice["zones"][zone] / 256
        phase = (phase + phase_off) % 1
    if voice["flags"] & TURNS and phase >= 0.5:
        return 0
    span = voice["high"] - voice["low"]
    return (voice["low"] + span * _wave(voice, phase, since_ms)) * _envelope(voice, since_ms)


def _wave(voice, phase, since_ms):
    value = 1
    if voice["wave"] == TRAPEZOID:
        value = _trapezoid(phase * 2 if voice["flags"] & TURNS else phase, voice["shape"])
    elif voice["wave"] == CURVE:
        at_ms = phase * voice["period_ms"] if voice["period_ms"] else since_ms
        value = _curve(voice["keys"], at_ms)
    return (1 - cos(pi * value)) / 2 if voice["flags"] & EASE else value


def _trapezoid(phase, shape):
    rise, hold, fall = [part / 256 for part in shape]
    if phase < rise:
        return phase / rise
    if phase < rise + hold:
        return 1
    if phase < rise + hold + fall:
        return 1 - (phase - rise - hold) / fall
    return 0


def _curve(keys, at_ms):
    before = keys[0]
    for key in keys:
        if key[0] > at_ms:
            share = (at_ms - before[0]) / (key[0] - before[0])
            return (before[1] + (key[1] - before[1]) * share) / 32767
        before = key
    return before[1] / 32767


def _envelope(voice, since_ms):
    left_ms = voice["end_ms"] - voice["start_ms"] - since_ms
    if since_ms < voice["fade_in_ms"]:
        return since_ms / voice["fade_in_ms"]
    if left_ms < voice["fade_out_ms"]:
        return left_ms / voice["fade_out_ms"]
    return 1
