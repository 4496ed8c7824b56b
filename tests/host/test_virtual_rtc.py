"""The virtual board's calendar clock: lost with the power, kept over every other reset."""

from pathlib import Path

import pytest
from virtual_console import bare_board, console

SHOW = "print('clock', machine.RTC().datetime()[:5], 'idle')\n"
SET = "machine.RTC().datetime((2028, 2, 29, 0, 10, 0, 30, 0))\n"


@pytest.mark.parametrize("micropython", [True, False], ids=["micropython", "cpython"])
@pytest.mark.parametrize(
    "how",
    ["machine.reset()", "machine.WDT(timeout=100); time.sleep(1)"],
    ids=["reset", "watchdog"],
)
def test_a_reset_keeps_it_and_power_off_loses_it(
    tmp_path: Path, how: str, micropython: bool
) -> None:
    main = f"""
import machine, os, time
if "set" not in os.listdir("/"):
    open("/set", "w").close()
    {SET}    {how}
{SHOW}"""
    with (
        bare_board(tmp_path / "b", main, micropython=micropython) as made,
        console(made, go=True) as line,
    ):
        assert b"clock (2028, 2, 29, 1, 10) idle" in line.expect(b"idle\r\n")
        made.power_cycle()
        line.send(b"g")
        assert b"clock (2000, 1, 1, 5, 0) idle" in line.expect(b"idle\r\n")


def test_it_goes_with_the_boards_own_time(tmp_path: Path) -> None:
    main = (
        "import machine, time\n"
        + SHOW
        + "machine.RTC().datetime((2099, 12, 30, 6, 23, 0, 0, 0))\ntime.sleep(3600)\n"
        + SHOW
        + "if machine.reset_cause() == 1: machine.soft_reset()\n"
    )
    with bare_board(tmp_path / "b", main, speed=0) as made, console(made, go=True) as line:
        assert b"clock (2000, 1, 1, 5, 0) idle" in line.expect(b"idle\r\n")
        assert b"clock (2099, 12, 31, 3, 0) idle" in line.expect(b"idle\r\n")
        assert b"clock (2099, 12, 31, 3, 0) idle" in line.expect(b"idle\r\n")


def test_the_memory_beside_it_is_not_touched(tmp_path: Path) -> None:
    main = f"""
import machine
machine.RTC().memory(b"m" * 2048)
{SET}print(machine.RTC().memory() == b"m" * 2048)
machine.RTC().memory(b"short")
print(machine.RTC().memory())
{SHOW}"""
    with bare_board(tmp_path / "b", main) as made, console(made, go=True) as line:
        said = line.expect(b"idle\r\n")
        assert b"True\r\nb'short'\r\nclock (2028, 2, 29, 1, 10)" in said
