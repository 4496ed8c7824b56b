"""What sole.run forgets once the parts are together, and that no part holds on to it."""

import gc
import sys
from types import FunctionType, ModuleType

import pytest
from solewave import board as boards


@pytest.fixture
def runner(board_stub, tmp_path, monkeypatch):
    """The module sole.run, on a board with everything in a folder of its own."""
    (tmp_path / "board.json").write_bytes(boards.load("esp32-devkitc").compiled())
    runner = board_stub.import_fresh("sole.run")
    monkeypatch.setattr(board_stub.import_fresh("sole.app"), "ROOT", str(tmp_path))
    return runner


def modules_held(root):
    """Names of the modules whose functions `root` leads to, other than by a module's names."""
    found, seen, left = set(), set(), [root]
    while left:
        thing = left.pop()
        if id(thing) in seen or isinstance(thing, ModuleType):
            continue
        seen.add(id(thing))
        if isinstance(thing, FunctionType):
            found.add(thing.__module__)
            left += [thing.__closure__, thing.__defaults__]
        else:
            left += gc.get_referents(thing)
    return found


def test_no_part_holds_a_function_of_what_is_forgotten(runner, monkeypatch):
    forgotten = runner.ONLY_AT_START
    monkeypatch.setattr(runner, "ONLY_AT_START", ())  # sole.core is shared with other tests
    held = modules_held(runner.loop(runner.hal.Watchdog(), None))
    assert "sole.drivers.heater" in held
    assert not held & set(forgotten)


def test_a_module_that_is_forgotten_is_imported_anew(runner):
    import sole.app  # noqa: PLC0415

    before = sole.app
    runner.forget("sole.app")
    assert "sole.app" not in sys.modules
    from sole import app  # noqa: PLC0415

    assert app is not before


def test_a_module_that_is_not_there_is_forgotten_already(runner):
    runner.forget("finish_update")
    runner.forget("sole.nothing")
