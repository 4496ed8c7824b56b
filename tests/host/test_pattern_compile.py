"""Any valid pattern compiles, and its bytes mean what was written."""

from __future__ import annotations

import random
import tomllib
from binascii import crc32
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import strategies
from hypothesis import given, settings
from sole.core import pattern as device
from sole.core.zones import PLACES, ZONES
from solewave import pattern
from solewave.pattern import starter, strokes
from solewave.pattern.describe import describe, order
from solewave.pattern.model import PlayedSection, Span, Stroke, Voice, Wave

ROUTINES = sorted((Path(__file__).parents[2] / "routines").glob("*.toml"))


def _expand(steps: list[Any]) -> list[str]:
    names: list[str] = []
    for step in steps:
        if isinstance(step, dict):
            names += _expand(step["play"]) * step["repeat"]
        else:
            names.append(step)
    return names


def _ms(text: str) -> int:
    return 0 if text == "0s" else int(text.removesuffix("ms"))


@settings(max_examples=60, deadline=None)
@given(strategies.written())
def test_bytes_mean_what_was_written(written: dict[str, Any]) -> None:
    compiled = pattern.loads(strategies.to_toml(written))
    device.check(compiled.data)
    score = describe(compiled.data)
    assert score == compiled.score
    assert (score.title, score.silent_end) == (written["title"], written["silent_end"])
    names = _expand(written.get("sequence", list(written["section"])))
    played = [score.sections[index] for index in order(score)]
    assert [section.name for section in played] == names
    lasting_ms = [_ms(written["section"][name]["lasts"]) for name in names]
    assert score.duration_ms == compiled.duration_ms == sum(lasting_ms)
    assert [section.heat_cc for section in played] == _heats(written, names)
    for section in played:
        _same_section(section, written["section"][section.name])


def _heats(written: dict[str, Any], names: list[str]) -> list[int]:
    heats, now = [], 0
    for name in names:
        heat = written["section"][name].get("heat")
        if heat is not None:
            now = 0 if heat == "off" else round(heat * 100)
        heats.append(now)
    return heats


def _same_section(section: PlayedSection, written: dict[str, Any]) -> None:
    assert section.duration_ms == _ms(written["lasts"])
    if "heat" in written:
        assert section.heat_ramp_ms == _ms(written.get("heat_ramp", written["lasts"]))
    assert len(section.voices) == len(written["stroke"])
    for voice, stroke in zip(section.voices, written["stroke"], strict=True):
        _same_stroke(voice, stroke, section.duration_ms)


def _same_stroke(voice: Voice, stroke: dict[str, Any], section_ms: int) -> None:
    span = voice.span
    assert span.start_ms == _ms(stroke.get("start", "0s"))
    assert span.end_ms == (_ms(stroke["end"]) if "end" in stroke else section_ms)
    assert span.fade_in_ms == _ms(stroke.get("fade_in", "0s"))
    assert span.fade_out_ms == _ms(stroke.get("fade_out", "0s"))
    feet = {"left": ["left"], "right": ["right"]}.get(stroke["feet"], ["left", "right"])
    wanted = {f"{foot}_{place}" for foot in feet for place in stroke["zones"]}
    assert {ZONES[zone] for zone, _ in voice.delays} == wanted
    turns = 2 if stroke["feet"] == "alternate" else 1
    assert bool(voice.flags & device.VOICE_TURNS) == (turns == 2)
    if stroke["kind"] == "curve":
        points = [(_ms(time), round(level * 327.67)) for time, level in stroke["points"]]
        assert list(voice.wave.points) == points
        period_ms = points[-1][0] if stroke["repeat"] else 0
    else:
        period_ms = _ms(stroke.get("period", "0s"))
        low = stroke.get("low", 0)
        if stroke["kind"] == "friction":
            low = stroke["level"] - stroke["ripple"]
        assert abs(voice.wave.high_q15 - stroke["level"] * 327.67) <= 0.5
        if stroke["kind"] != "vibration":
            assert abs(voice.wave.low_q15 - low * 327.67) <= 0.5
    assert voice.wave.period_ms == period_ms * turns


def _stroke(kind: str, feet: str = "both", count: int = 5, shape: Any = (0, 0, 0)) -> Stroke:
    wave = Wave(1000, 0, 32767, shape)
    return Stroke(kind, tuple(range(count)), feet, Span(0, 9000), wave)


def test_effleurage_runs_from_the_first_zone_to_the_last_and_ends_with_the_cycle() -> None:
    for count in range(1, 6):
        voice = strokes.voice(_stroke("effleurage", "left", count))
        delays = [delay for _, delay in voice.delays]
        rise, hold, fall = voice.wave.shape
        assert delays == sorted(delays)
        assert (delays[0], hold, rise) == (0, 0, fall)
        assert 250 <= delays[-1] + rise + fall <= 256
        steps = [after - before for before, after in pairwise(delays)]
        assert all(abs(step - rise) <= 1 for step in steps)  # passed on at half height


def test_effleurage_follows_the_order_of_its_zones() -> None:
    stroke = Stroke("effleurage", (4, 1), "left", Span(0, 9), Wave(1000, 0, 9))
    assert dict(strokes.voice(stroke).delays) == {4: 0, 1: 85}


def test_mirror_runs_the_right_foot_backwards() -> None:
    delays = dict(strokes.voice(_stroke("effleurage", "mirror")).delays)
    assert [delays[place] for place in range(5)] == [delays[9 - place] for place in range(5)]
    assert delays[0] == 0 < delays[5]


def test_alternate_gives_each_foot_half_of_twice_the_period() -> None:
    voice = strokes.voice(_stroke("effleurage", "alternate"))
    delays = dict(voice.delays)
    assert voice.wave.period_ms == 2000
    assert all(delays[place + 5] == delays[place] + 128 for place in range(5))
    both = dict(strokes.voice(_stroke("effleurage")).delays)
    assert all(delays[place] == both[place] // 2 for place in range(5))


def test_petrissage_has_neighbors_in_antiphase() -> None:
    delays = [delay for _, delay in strokes.voice(_stroke("petrissage", "left")).delays]
    assert delays == [0, 128, 0, 128, 0]


def test_waves_and_ease_of_each_kind() -> None:
    facts = {
        kind: (voice.code, voice.flags)
        for kind in ("effleurage", "petrissage", "friction", "tapotement", "vibration")
        for voice in [strokes.voice(_stroke(kind))]
    }
    assert facts == {
        "effleurage": (device.WAVE_TRAPEZOID, device.VOICE_EASE),
        "petrissage": (device.WAVE_TRAPEZOID, device.VOICE_EASE),
        "friction": (device.WAVE_TRAPEZOID, device.VOICE_EASE),
        "tapotement": (device.WAVE_TRAPEZOID, 0),
        "vibration": (device.WAVE_CONSTANT, 0),
    }


def _one(stroke: str) -> Voice:
    text = f'format = 1\n[section.a]\nlasts = "1min"\n[[section.a.stroke]]\n{stroke}\n'
    return pattern.loads(text).score.sections[0].voices[0]


def test_taps_and_compression_have_the_shape_written() -> None:
    tap = _one('kind = "tapotement"\nlevel = 9\nperiod = "1s"\ntap = "250ms"')
    assert tap.wave.shape == (0, 64, 0)
    press = _one('kind = "compression"\nlevel = 9')
    assert press.wave.shape == (90, 38, 90)
    assert press.wave.period_ms == 10_000
    full = _one('kind = "compression"\nlevel = 9\nrise = 0\nhold = 100\nrelease = 0')
    assert full.wave.shape == (0, 255, 0)


def test_zones_default_to_the_whole_sole() -> None:
    voice = _one('kind = "vibration"\nlevel = 100')
    assert [zone for zone, _ in voice.delays] == list(range(2 * len(PLACES)))
    assert voice.wave.high_q15 == 32767


HEAT = """\
format = 1
sequence = SEQUENCE
[section.keep]
lasts = "1min"
[section.warm]
lasts = "4min"
heat = 36
[section.hot]
lasts = "4min"
heat = 40
"""


@pytest.mark.parametrize(
    ("sequence", "heats"),
    [
        ('["keep", "warm", "keep"]', [0, 3600, 3600]),
        ('["warm", "keep", "hot", "keep"]', [3600, 3600, 4000, 4000]),
        ('[{ repeat = 2, play = ["keep", "hot"] }]', [0, 4000, 4000, 4000]),
        ('["warm", { repeat = 3, play = ["keep"] }]', [3600, 3600, 3600, 3600]),
        (
            '[{ repeat = 3, play = ["keep", { repeat = 2, play = ["keep"] }, "warm"] }]',
            [0, 0, 0, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600],
        ),
    ],
)
def test_a_section_without_heat_keeps_what_was_before(sequence: str, heats: list[int]) -> None:
    score = describe(pattern.loads(HEAT.replace("SEQUENCE", sequence)).data)
    assert [score.sections[index].heat_cc for index in order(score)] == heats


def test_strokes_of_the_same_section_are_stored_once() -> None:
    twice = pattern.loads(HEAT.replace("SEQUENCE", '["warm", "keep", "hot", "keep"]'))
    once = pattern.loads(HEAT.replace("SEQUENCE", '["warm", "keep", "hot"]'))
    assert len(twice.data) - len(once.data) == device.SECTION_SIZE + device.STEP_SIZE


def test_starter_plays_without_a_warning_and_keeps_its_title() -> None:
    compiled = pattern.loads(starter.template('My "first" \\ one'))
    assert compiled.title == 'My "first" \\ one'
    assert compiled.warnings == []
    assert starter.template("x").startswith("#:schema ./pattern.schema.json\n")


def test_a_long_path_does_not_hang_the_compiler() -> None:
    text = "format = 1\nsequence = [" + '{ repeat = 2, play = ["a", ' * 8 + '"a"'
    text += "] }" * 8 + ']\n[section.a]\nlasts = "1s"\n'
    assert pattern.loads(text).duration_ms == (2**9 - 2 + 2**8) * 1000


@pytest.mark.parametrize("file", ROUTINES, ids=lambda file: file.stem)
def test_every_flipped_bit_is_refused(file: Path) -> None:
    data = bytearray(pattern.load(file).data)
    for at in range(len(data)):
        for bit in range(8):
            data[at] ^= 1 << bit
            with pytest.raises(device.PatternError):
                device.check(data)
            data[at] ^= 1 << bit
    device.check(data)


@pytest.mark.parametrize("file", ROUTINES, ids=lambda file: file.stem)
def test_every_cut_is_refused(file: Path) -> None:
    data = pattern.load(file).data
    for size in range(len(data)):
        with pytest.raises(device.PatternError):
            device.check(data[:size])
    with pytest.raises(device.PatternError):
        device.check(data + b"\0")


@pytest.mark.parametrize("file", ROUTINES, ids=lambda file: file.stem)
def test_damage_behind_a_good_crc_is_refused_or_harmless(file: Path) -> None:
    """Nothing but PatternError may come out of the device's check, whatever the bytes."""
    good = pattern.load(file).data
    chance = random.Random(file.stem)
    codes = set()
    for _ in range(4000):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(4, len(data))] = chance.choice(
                (0, 1, 127, 255, chance.randrange(256))
            )
        data[8:12] = crc32(data[12:]).to_bytes(4, "little")
        try:
            device.check(data)
        except device.PatternError as error:
            codes.add(error.code)
    assert codes >= {"version", "size", "offset", "time", "sequence", "reserved", "heat"}


def test_files_are_toml_of_the_kind_the_strategies_write() -> None:
    """The writer of the tests and tomllib agree, so that the tests above test the reader."""
    written = {
        "format": 1,
        "title": 'a"é\\',
        "section": {"wind down": {"lasts": "1s", "stroke": []}},
    }
    assert tomllib.loads(strategies.to_toml(written)) == {
        "format": 1,
        "title": 'a"é\\',
        "section": {"wind down": {"lasts": "1s"}},
    }
