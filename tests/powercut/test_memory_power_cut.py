"""The power goes at any erase or program while the device remembers settings, a session, a fault.

MicroPython's own LittleFS then shows the old or the new, and takes the next change.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from rigs.guests import FIRMWARE, UNIX64
from rigs.two_runtimes import require

GUEST = Path(__file__).parent / "guest"


def cuts(call: str) -> list[list[Any]]:
    """What guest/power_cuts.py found: for each cut whether it tore a write, what the next start
    sees, and what is seen once the change was made again."""
    require(UNIX64)
    done = UNIX64.run(f"import power_cuts\npower_cuts.{call}\n", [FIRMWARE, GUEST])
    assert done.code == 0, done.out + done.err
    return json.loads(done.out)  # type: ignore[no-any-return]


def check(found: list[list[Any]], old: Any, new: Any, again: list[Any]) -> None:
    """Old until some operation, new from there on, whether writes are torn or not."""
    for torn in (False, True):
        seen = [one[1] for one in found if one[0] is torn]
        assert len(seen) > 3, "as many cuts as there are operations"
        turn = seen.index(new)
        assert turn > 0, "the first operations decide nothing"
        assert seen == [old] * turn + [new] * (len(seen) - turn)
    assert all(one[2] in again for one in found)


def test_settings_are_the_old_or_the_new() -> None:
    new = [140, "better-sleep", False]
    check(cuts("settings()"), [60, "better-sleep", False], new, [new])


def test_the_first_settings_are_there_or_the_defaults_are() -> None:
    check(cuts("first_settings()"), [100, False], [140, False], [[140, False]])


def test_a_fault_is_noted_or_not() -> None:
    check(cuts("faults()"), 1, 2, [2, 3])


@pytest.mark.parametrize("sessions", [1, 31, 32])
def test_a_session_is_logged_with_its_hours_or_not_at_all(sessions: int) -> None:
    def log(count: int) -> list[Any]:
        return [count, count, list(range(count, max(count - 3, 0), -1))]

    found = cuts(f"usage({sessions})")
    check(found, log(sessions), log(sessions + 1), [log(sessions + 1), log(sessions + 2)])


def test_a_session_for_which_the_oldest_go() -> None:
    def log(count: int) -> list[Any]:
        return [count, count, [count, count - 1, count - 2]]

    check(cuts("usage(power_cuts.FULL)"), log(128), log(129), [log(129), log(130)])
