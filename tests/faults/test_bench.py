"""The bench itself: what it does when an order cannot be carried out."""

from __future__ import annotations

import pytest
from faults.boards import with_motors
from rigs.guests import UNIX64
from rigs.two_runtimes import require
from solewave.errors import SolewaveError
from solewave.simulate import Bench


@pytest.mark.parametrize("micropython", [False, True], ids=["cpython", "micropython"])
def test_a_rig_that_fails_says_so_and_nobody_waits_for_it(micropython):
    if micropython:
        require(UNIX64)
    with Bench(micropython) as bench:
        bench.begin(with_motors())
        with pytest.raises(SolewaveError, match=r"the trial ended by itself.*_do_juggle"):
            bench.do("juggle")
