"""`board_stub`: the firmware's hardware, stubbed, for tests on CPython."""

from __future__ import annotations

import sys
import types

import pytest
import sole
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
