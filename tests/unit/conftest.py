"""`board_stub`: the firmware's hardware, stubbed; `make_rig`: all of the firmware on it."""

from __future__ import annotations

import sys
import types

import pytest
import sole
from sole.core.frame import unseal
from solewave import board as boards
from unit.app_rig import Rig
from unit.stubs.board import Board, is_fresh


@pytest.fixture
def make_board(mocker):
    """Makes a stubbed board whose clock begins at `start_ms`; at most one per test."""

    def make(start_ms: int = 0) -> Board:
        board = Board(start_ms)
        mocker.patch.dict(sys.modules, board.modules())
        for name in [name for name in sys.modules if is_fresh(name)]:
            del sys.modules[name]
        mocker.patch.dict(vars(sole))  # `from sole import x` looks here before sys.modules
        for name in [name for name in vars(sole) if is_fresh(f"sole.{name}")]:
            if isinstance(vars(sole)[name], types.ModuleType):
                delattr(sole, name)
        return board

    return make


@pytest.fixture
def board_stub(make_board):
    """A stubbed board; `board_stub.import_fresh("sole.hal")` gives the module against it."""
    return make_board()


@pytest.fixture
def compiled_board():
    return boards.load("esp32-devkitc").compiled()


@pytest.fixture
def make_rig(make_board, tmp_path, monkeypatch, compiled_board):
    def make(start_ms=0, compiled=compiled_board):
        rig = Rig(make_board(start_ms), tmp_path, monkeypatch, compiled)
        rig.warm(unseal(compiled_board), 3000)
        return rig

    return make
