"""docs/buttons-and-lights.md says what the firmware does, number for number."""

import re

import pytest
from rigs.guests import REPOSITORY
from sole import buttons
from sole.core import faults, gesture, indication, states

PAGE = (REPOSITORY / "docs" / "buttons-and-lights.md").read_text(encoding="utf-8")
FLAT = " ".join(PAGE.split())
COLORS = {
    getattr(indication, name): name.lower()
    for name in ("GREEN", "AMBER", "YELLOW", "ORANGE", "RED", "WHITE")
}
SOUNDS = {
    "a session starts": indication.START,
    "it pauses": indication.PAUSE,
    "it goes on": indication.RESUME,
    "it has ended": indication.END,
    "a fault is latched": indication.FAULT,
    "alarm, again and again": indication.ALARM,
}


def light(row):
    """A row of LIGHTS in words."""
    shape, top_pct, _, period_ms, on_ms, count = row
    every = f"every {period_ms / 1000:g} s"
    if shape == indication.FLASHES and 2 * on_ms * count == period_ms:
        return f"on {on_ms / 1000:g} s, off {on_ms / 1000:g} s, {top_pct} %"
    if shape == indication.FLASHES and count == 1:
        return f"on for {on_ms / 1000:g} s {every}, {top_pct} %"
    if shape == indication.FLASHES:
        return f"{count} times on for {on_ms / 1000:g} s {every}, {top_pct} %"
    words = {
        indication.DARK: "dark",
        indication.STEADY: f"steady, {top_pct} %",
        indication.BREATHING: f"breathes {every}, up to {top_pct} %",
        indication.FADING: f"fades in {period_ms / 1000:g} s, from {top_pct} %",
    }
    return words[shape]


def lights():
    for state, row in enumerate(indication.LIGHTS):
        word = states.WORDS[state] + (" without a number" if state == states.FAULT else "")
        color = "-" if row[0] == indication.DARK else COLORS[row[2]]
        yield f"| {word} | {light(row)} | {color} |"


def blinks():
    for index, code in enumerate(faults.CODES):
        if index != faults.SAFE_MODE:
            yield f"| {index + 1} | {code} |"


def tune(pairs):
    """Hz and ms, without the silences between."""
    notes = zip(pairs[::2], pairs[1::2], strict=True)
    return ", ".join(f"{hz} Hz for {ms} ms" for hz, ms in notes if hz)


def sounds():
    return [f"| {when} | {tune(pairs)} |" for when, pairs in SOUNDS.items()]


def rows_after(head):
    """The rows of the table with this head."""
    table = PAGE.split(head + "\n", 1)[1].split("\n\n", 1)[0]
    return table.splitlines()[1:]


@pytest.mark.parametrize(
    ("head", "made"),
    [
        ("| state | light | color |", lights),
        ("| blinks | fault |", blinks),
        ("| when | tones |", sounds),
    ],
)
def test_the_tables_are_those_of_the_firmware(head, made):
    assert rows_after(head) == list(made())


def test_every_state_has_a_light():
    assert len(indication.LIGHTS) == len(states.WORDS)


@pytest.mark.parametrize(
    "said",
    [
        f"no second press within {gesture.DOUBLE_MS} ms",
        f"held for {gesture.LONG_MS // 1000} s | stops",
        f"held for {gesture.VERY_LONG_MS // 1000} s | clears",
        f"every {gesture.REPEAT_MS} ms for as long as they are held, for "
        f"{gesture.REPEAT_MAX_MS // 1000} s at most",
        f"weaker or stronger by {buttons.INTENSITY_STEP_PCT} %",
        f"held for {gesture.STUCK_MS // 1000} s, is stuck",
        f"released for {gesture.UNSTUCK_MS // 1000} s",
        f"{indication.BLINK_MS / 1000} s on and {indication.BLINK_MS / 1000} s off, "
        f"then {indication.BLINK_PAUSE_MS / 1000} s dark",
        f"every light shines at {indication.QUIET_PCT} %",
    ],
)
def test_the_times_are_those_of_the_firmware(said):
    assert said in FLAT


def test_every_role_of_a_button_is_explained():
    for does in gesture.KINDS:
        assert re.search(f"`{does}`", PAGE), does
