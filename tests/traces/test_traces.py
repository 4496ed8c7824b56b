"""The same pattern gives the same levels and heat at every tick, on every interpreter."""

from __future__ import annotations

import contextlib
import functools
import io
from binascii import crc32
from pathlib import Path

import pytest
from rigs.guests import FIRMWARE, UNIX64, WASM32, Unix64, Wasm32
from rigs.two_runtimes import require
from solewave.pattern import loads
from traces.guest import tracer
from traces.patterns import routines, snippets

GUEST_CODE = Path(tracer.__file__).parent
SNIPPETS = snippets()
ROUTINES = routines()
COMMANDS = ((100, "pause", ()), (151, "resume", ()), (222, "scale", (140, 60)), (300, "stop", ()))
GUESTS = pytest.mark.parametrize("guest", [UNIX64, WASM32], ids=lambda guest: guest.name)


@functools.cache
def here(*arguments: object) -> list[str]:
    """The trace on CPython, line by line."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        tracer.play(*arguments)
    return printed.getvalue().splitlines()


def there(guest: Unix64 | Wasm32, path: Path, *arguments: object) -> list[str]:
    """The trace on `guest`, line by line."""
    code = f"import tracer\ntracer.play(*{(str(path), *arguments)!r})\n"
    outcome = guest.run(code, [FIRMWARE, GUEST_CODE, path.parent])
    assert outcome.code == 0, outcome.out[-500:] + outcome.err
    return outcome.out.splitlines()


def compare(guest: Unix64 | Wasm32, path: Path, *arguments: object) -> None:
    """Fails with the first second (50 ticks) that differs."""
    require(guest)
    expected, found = here(str(path), *arguments), there(guest, path, *arguments)
    for second, (ours, theirs) in enumerate(zip(expected, found, strict=False)):
        assert theirs == ours, f"differs from tick {second * tracer.BLOCK_TICKS} on"
    assert len(found) == len(expected)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory):
    """Gives the path of the file that the device would play for some TOML text."""
    folder = tmp_path_factory.mktemp("compiled")

    @functools.cache
    def make(text: str) -> Path:
        data = loads(text).data
        path = folder / f"{crc32(data):08x}.sole"
        path.write_bytes(data)
        return path

    return make


@GUESTS
@pytest.mark.parametrize("name", SNIPPETS)
def test_strokes(guest, name, compiled):
    compare(guest, compiled(SNIPPETS[name]), 20, 100, 100)


@GUESTS
@pytest.mark.parametrize("feet", ["both", "alternate"])
@pytest.mark.parametrize(("intensity_pct", "tempo_pct"), [(10, 50), (150, 200), (85, 137)])
def test_scaled(guest, feet, intensity_pct, tempo_pct, compiled):
    compare(guest, compiled(SNIPPETS[f"effleurage-{feet}"]), 20, intensity_pct, tempo_pct)


@GUESTS
def test_commands(guest, compiled):
    compare(guest, compiled(SNIPPETS["compression-mirror"]), 20, 100, 100, COMMANDS)


@GUESTS
def test_swap_and_limit(guest, compiled):
    other = compiled(SNIPPETS["curve-both"]).read_bytes()
    commands = ((140, "swap", (other,)), (150, "end_in", (4000,)))
    compare(guest, compiled(SNIPPETS["petrissage-both"]), 20, 100, 100, commands)


@GUESTS
@pytest.mark.parametrize("dt_ms", [1, 33, 40, 1000])
def test_other_steps(guest, dt_ms, compiled):
    compare(guest, compiled(SNIPPETS["petrissage-alternate"]), dt_ms, 100, 100)


@GUESTS
@pytest.mark.parametrize("name", ROUTINES)
def test_routines(guest, name, compiled):
    compare(guest, compiled(ROUTINES[name]), 20, 100, 100)


def test_all_routines_are_compared():
    assert len(ROUTINES) >= 5


def test_a_trace_shows_one_percent(compiled):
    text = SNIPPETS["vibration-left"]
    one, other = compiled(text), compiled(text.replace("level = 41", "level = 42"))
    assert here(str(one), 20, 100, 100) != here(str(other), 20, 100, 100)
