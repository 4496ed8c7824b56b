"""Whatever stands in a board file: it is refused in words, or the device takes what it becomes."""

import copy
import tomllib
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sole.core import board as device
from solewave import board, shipped
from solewave.problems import BadInput

BOARDS = [
    tomllib.loads(path.read_text()) for path in sorted(shipped.path("boards").glob("*.toml"))
]
PINS = st.one_of(
    st.integers(-2, 50), st.builds("{}{}".format, st.sampled_from(["!", "^", "!^", "GPIO", ""]),
    st.integers(0, 50)),
)  # fmt: skip
PLAIN = st.one_of(
    st.none().map(lambda _: {}), st.booleans(), st.integers(-(2**40), 2**40), st.integers(0, 100),
    st.floats(allow_nan=True), st.floats(0, 100), st.text(max_size=12),
    st.sampled_from(["esp32", "esp32s2", "esp32c3", "esp32c6", "hbridge", "left_arch", "stop"]),
)  # fmt: skip
VALUES = st.one_of(PINS, PLAIN, st.lists(st.one_of(PINS, PLAIN), max_size=3))


def places(data, path=()):
    """Every key path of a file's plain data."""
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


@st.composite
def mistaken(draw):
    """A shipped board with up to three values that are others, or gone."""
    data = copy.deepcopy(draw(st.sampled_from(BOARDS)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.sampled_from(list(places(data))))
        holder = data
        for key in at[:-1]:
            holder = holder[key]
        if draw(st.integers(0, 5)):
            holder[at[-1]] = draw(VALUES)
        else:
            del holder[at[-1]]
    return data


@given(mistaken())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_board_is_refused_in_words_or_taken_by_the_device(data):
    own, problems = checked(data)
    for problem in problems:
        assert problem.what
        assert len(str(problem)) < 600
        assert str(problem).isprintable()
    if own is None:
        assert "error" in {problem.severity for problem in problems}
        return
    compiled = own.compiled()
    assert len(compiled) <= device.SIZE_MAX
    outputs = device.output_pins(device.read(compiled))
    assert len(outputs) == len(set(outputs))


def checked(data):
    """(the board or None, all that was said of it)"""
    source = SimpleNamespace(file="board.toml", data=data, line=lambda _path: 1)
    try:
        own = board.check(source)
    except BadInput as error:
        return None, error.problems
    return own, own.warnings
